from __future__ import annotations

import pytest

from migrator.call.body import Object, Scalar
from tests.shell.scripts import call

U = "https://a.test/x"


@pytest.mark.parametrize(
    ("options", "encoding", "keys"),
    [
        ('-d \'{"branch": "b"}\'', "JSON", ("branch",)),
        ('-d "{\\"branch\\": \\"$B\\"}"', "JSON", ("branch",)),
        ("-d '{\"branch\": \"'$B'\"}'", "JSON", ("branch",)),
        ('-d \'{"branch": "\'"$B"\'"}\'', "JSON", ("branch",)),
        ("-d '{\n  \"a\": 1\n}'", "JSON", ("a",)),
        ("--json '{\"a\": 1}'", "JSON", ("a",)),
        ("-d a=b", "FORM", ("a",)),
        ("-d 'a=b&c=d' -d e=f", "FORM", ("a", "c", "e")),
        ("-d build_parameters[A]=1 -d 'build_parameters[B]=2'", "FORM", ("build_parameters",)),
        ("--data-urlencode a=b", "FORM", ("a",)),
        ("-F a=b -F c=@file", "MULTIPART", ("a", "c")),
        ("-d ''", "NONE", ()),
        ("-d @file", "HIDDEN", ()),
        ("-d $DATA", "HIDDEN", ()),
        ('-d "$DATA"', "HIDDEN", ()),
        ("-d @-", "HIDDEN", ()),
        ("-d '{\"a\": 1,}'", "HIDDEN", ()),
        ("-d '[1]'", "HIDDEN", ()),
        ("-d \"$(jq -n '{a: 1}')\"", "JSON", ("a",)),
        ("-d \"$(jq '{a: .b}' file)\"", "HIDDEN", ()),
    ],
)
def test_what_is_sent(options: str, encoding: str, keys: tuple[str, ...]) -> None:
    body = call(f"curl {options} {U}").body
    assert body.encoding.name == encoding
    assert (body.root.keys if body.root else ()) == keys


def test_members_of_form_fields() -> None:
    root = call(f"curl -d build_parameters[A]=$X -d 'build_parameters[B]=y' {U}").body.root
    assert root
    inner = root.get("build_parameters")
    assert isinstance(inner, Object)
    assert inner.keys == ("A", "B")
    first = inner.get("A")
    assert isinstance(first, Scalar)
    assert first.value.written() == "$X"


def test_a_file_of_a_form_keeps_its_mark() -> None:
    root = call(f"curl -F config=@config.yml {U}").body.root
    assert root
    config = root.get("config")
    assert isinstance(config, Scalar)
    assert config.value.known == "@config.yml"


def test_the_source_of_a_hidden_body_is_told() -> None:
    assert call(f"curl -d @b.json {U}").body.source == "@b.json"
    assert call(f"jq -n '{{a: 1}}' | curl -d @- {U}").body.source == "jq -n '{a: 1}'"


def test_bodies_of_two_branches() -> None:
    found = call(f"D=a=1\nif x; then D=b=2; fi\ncurl -d $D {U}")
    assert found.body.encoding.name == "HIDDEN"
    assert "it sends one of 2 bodies" in found.obstacles


@pytest.mark.parametrize(
    ("data", "doubts"),
    [
        ('-d "a=$A"', ["a quote or a backslash in `$A` would have to be escaped in JSON"]),
        ('-F "a=$A"', ["a quote or a backslash in `$A` would have to be escaped in JSON"]),
        ("-d a=b", []),
        ("-d '{\"a\": \"'$A'\"}'", []),
    ],
)
def test_text_that_json_writes_in_another_way(data: str, doubts: list[str]) -> None:
    assert list(call(f"curl -X POST https://a.test/x {data}").doubts) == doubts


@pytest.mark.parametrize(
    "option",
    [
        "-d '{\"a\": 1,}'",
        "-d \"{'a': 1}\"",
        '-d "{\\"a\\": \\"$A\\",}"',
        "-d \"{'a': '$A'}\"",
        "-d '{\"a\": $A}'",
    ],
)
def test_no_json(option: str) -> None:
    (obstacle,) = call(f"curl {option} https://a.test/x").obstacles
    assert obstacle.startswith("its body `{")
    assert obstacle.endswith("}` is not valid JSON")


def test_no_json_is_told_in_one_line() -> None:
    (obstacle,) = call("curl -d '{\n  \"a\": 1,\n}' https://a.test/x").obstacles
    assert obstacle == 'its body `{ "a": 1, }` is not valid JSON'


@pytest.mark.parametrize("option", ['-d "{\\"a\\": {$A}}"', '-d "{$A}"', "-d '[1]'", "-d @file"])
def test_may_be_json(option: str) -> None:
    assert call(f"curl {option} https://a.test/x").obstacles == ()
