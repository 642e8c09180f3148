from __future__ import annotations

import pytest

from tests.shell.scripts import call, source

U = "https://a.test/x"


def paths_and_escapes(script: str) -> tuple[list[str], list[str]]:
    found = call(script).answer
    return [read.path for read in found.reads], [escape.where for escape in found.escapes]


@pytest.mark.parametrize("save", [f"curl -o b.json {U}", f"curl {U} > b.json"])
@pytest.mark.parametrize(
    "read",
    [
        "jq -r .a b.json",
        "jq -r .a ./b.json",
        "jq -r .a 'b.json'",
        "jq -r .a < b.json",
        "cat b.json | jq .a",
        "x=$(cat b.json)\necho $x | jq .a",
        "x=$(< b.json)\njq .a <<< $x",
        "jq . b.json | jq .a",
        "[ -s b.json ] && jq .a b.json\nrm -f b.json",
        "# b.json is read here\njq .a b.json",
        'echo "in b.json"; jq .a b.json',
    ],
)
def test_read_back(save: str, read: str) -> None:
    assert paths_and_escapes(f"{save}\n{read}") == (["a"], [])


@pytest.mark.parametrize("name", ['"$OUT"', "$OUT", '"${OUT}"', '"$DIR/b.json"', "${DIR}/b.json"])
def test_read_back_by_a_name(name: str) -> None:
    assert paths_and_escapes(f"curl {U} > {name}\njq .a {name}") == (["a"], [])


def test_tee() -> None:
    assert paths_and_escapes(f"curl {U} | tee b.json | jq .a\njq .c b.json") == (["c", "a"], [])


def test_several_readers() -> None:
    script = f"curl -o b.json {U}\njq .a b.json\njq .b < b.json"
    assert paths_and_escapes(script) == (["a", "b"], [])


@pytest.mark.parametrize(
    ("read", "user"),
    [
        ("python3 read.py b.json", "python3 read.py b.json"),
        ("grep -o url b.json", "grep -o url b.json"),
        ("jq .a b.json c.json", "jq .a b.json c.json"),
        ("jq .a old/b.json", "jq .a old/b.json"),
        ("echo {} > b.json", "> b.json"),
        ("F=b.json", "F=b.json"),
    ],
)
def test_used_by_others(read: str, user: str) -> None:
    escape = f"saved to `b.json`, which `{user}` uses"
    assert paths_and_escapes(f"curl {U} > b.json\n{read}") == ([], [escape])


@pytest.mark.parametrize("save", ["-o keys.json", "> keys.json", "| tee keys.json"])
def test_for_somebody_else(save: str) -> None:
    assert paths_and_escapes(f"curl {U} {save}")[1] == ["written to `keys.json`"]


def test_a_field_in_a_file() -> None:
    assert paths_and_escapes(f"curl {U} | jq .a > n.txt\nN=$(cat n.txt)") == (["a"], [])


def test_headers_in_a_file() -> None:
    script = f"curl -D h -o /dev/null {U}\ngrep ' 200' h"
    assert paths_and_escapes(script) == ([], ["saved with its status to `h`"])
    assert paths_and_escapes(f"curl -D h -o /dev/null {U}") == ([], [])


def test_the_step_stands_in_the_reader() -> None:
    script = f"curl -o b.json {U}\njq '.[0].a' b.json"
    (read,) = call(script).answer.reads
    assert source(script).at(read.whole) == ".[0].a"


@pytest.mark.parametrize("name", ["$2", "$target", '"${target}"', '"$2.json"'])
def test_a_name_that_the_caller_gives(name: str) -> None:
    script = f"f() {{\nlocal target=$2\ncurl {U} > {name}\ncat {name}\n}}\nf a b.json\njq .a b.json"
    first, *_ = paths_and_escapes(script)[1]
    assert first.startswith("written to `$")


def test_more_uses_than_are_followed() -> None:
    script = f"curl {U} > b.json\n" + "jq .a b.json\n" * 40
    escape = "saved to `b.json`, which is used in more than 30 places"
    assert paths_and_escapes(script) == ([], [escape])
