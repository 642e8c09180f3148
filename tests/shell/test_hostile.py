"""No text makes the reader raise, and places stay inside the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.call.language import Alone, Trouble
from migrator.call.source import Source
from migrator.shell import SHELL

TOKENS = st.sampled_from(
    [
        *"\"'`$(){}[]<>|&;\n\\#=:@* ",
        "curl ",
        "wget ",
        "-X POST ",
        "-d ",
        "https://circleci.com/api/v1.1/project/",
        "${X:-",
        "${A[@]}",
        '"$@"',
        "X=",
        "X+=",
        "<<EOF\n",
        "\nEOF\n",
        "$(cat <<EOF\n",
        "f() {",
        "if x; then ",
        "else ",
        "fi\n",
        "for i in ",
        "do ",
        "done\n",
        "case $x in ",
        "esac",
        "é",
        "\udcff",
        "\0",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TOKENS, max_size=40).map("".join))
def test_scraps_of_shell(script: str) -> None:
    _read(script)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text(script: str) -> None:
    _read(script)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_inside_a_command(before: str, inside: str) -> None:
    _read(f"{before}\ncurl -d '{inside}' \"https://circleci.com/api/v1.1/{inside}\" {inside}")


def _read(script: str) -> None:
    reading = SHELL.read(Source("x", script), Alone())
    for call in reading.calls:
        assert 0 <= call.span.start < call.span.end <= len(script)
        for use in call.uses:
            assert script[use.binding.name_span.start : use.binding.name_span.end]
    assert SHELL.parses(Source("x", script)) in (True, False)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(TOKENS, st.characters(min_codepoint=0x80)), max_size=40).map("".join))
def test_characters_of_all_planes(script: str) -> None:
    _read(script)


@pytest.mark.parametrize(
    ("script", "number"),
    [
        ("echo {\U000d3ead}", 0),
        ("X=a\n" + 'X="$X$X"\n' * 60 + "curl https://a.test/$X", 1),
        ("X=https://a.test/api/v1/\n" + "X+=a\n" * 500 + "curl $X", 2),
        ("for i in 1 2; do " * 12 + "curl x\n" + "done;" * 12, 1),
        ("\n".join(f"f{i}() {{ f{i + 1}; f{i + 1}; }}" for i in range(30)) + "\nf0", 0),
        ("f() { echo $(f) $(f); }\ncurl $(f)", 1),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_grows_as_it_is_followed(script: str, number: int) -> None:
    reading = SHELL.read(Source("x", script), Alone())
    assert (len(reading.calls), reading.trouble) == (number, None)


@pytest.mark.parametrize(
    "script",
    [
        "$(" * 3000 + "curl" + ")" * 3000,
        "(" * 5000 + ")" * 5000,
        " && ".join(["curl x"] * 2000),
        "${a:-" * 2000 + "}" * 2000,
        "if a; then " * 1000 + "b" + "; fi" * 1000,
    ],
    ids=lambda script: script[:12],
)
def test_what_is_too_deep_is_told(script: str) -> None:
    trouble = SHELL.read(Source("x", script), Alone()).trouble
    assert trouble == Trouble(0, "it is nested too deeply to be read")


def test_what_is_more_than_can_be_followed_is_told() -> None:
    address = "https://circleci.com/api/v1.1/me"
    script = "f() { :; }\n" + "f\n" * 30_000 + f"curl {address}\n"
    reading = SHELL.read(Source("x", script), Alone())
    assert reading.calls == ()
    assert reading.trouble
    assert "only 50,000 statements" in reading.trouble.reason
    assert 0 < reading.trouble.offset < script.index("curl")


def test_many_values_of_one_name() -> None:
    script = "".join(f"if x; then U=https://circleci.com/api/v1.1/p{i}; fi\n" for i in range(200))
    reading = SHELL.read(Source("x", f"{script}curl $U\n"), Alone())
    (found,) = [call for call in reading.calls if call.method]
    assert "more values reach it than are told apart" in found.obstacles
