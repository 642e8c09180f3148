from __future__ import annotations

import re

import pytest

from migrator.call.language import Alone
from migrator.call.source import Source
from migrator.shell import SHELL
from migrator.shell.parse import parse

CALL = "curl -X POST https://circleci.com/api/v1.1/project/github/a/b"


@pytest.mark.parametrize(
    "script",
    [
        f"if x; then\n{CALL}\n",
        f"for i in a; do {CALL}; fi\n",
        f"({CALL}\n",
        f"x=$({CALL}\n",
    ],
)
def test_a_broken_call_is_told(script: str) -> None:
    reading = SHELL.read(Source("x", script), Alone())
    assert reading.trouble
    (found,) = reading.calls
    assert (found.method, found.obstacles) == ("POST", ("a part of the file can't be read",))
    assert not SHELL.parses(Source("x", script))


@pytest.mark.parametrize(
    "script",
    ['curl -X POST "https://circleci.com/api/v1.1/project/github/a/b\n'],
)
def test_a_call_that_the_grammar_stumbles_over_is_left_to_its_text(script: str) -> None:
    reading = SHELL.read(Source("x", script), Alone())
    assert reading.trouble
    assert reading.calls == ()


def test_holes_that_circleci_fills_before_the_script_runs() -> None:
    script = f"max=<< parameters.time >>\nif [ $max ]; then {CALL}/<<pipeline.number>>; fi\n"
    reading = SHELL.read(Source("x", script), Alone())
    assert reading.trouble is None
    assert reading.calls[0].urls[0].written().endswith("/a/b/<<pipeline.number>>")
    assert reading.calls[0].urls[0].holes


@pytest.mark.parametrize(
    "script",
    [
        f"{CALL}\nif [ x; then y; fi\n",
        f"{CALL}\necho )\n",
        f"D=$(cat <<EOF\nx\nEOF)\n{CALL}\n",
    ],
)
def test_trouble_elsewhere_hides_nothing(script: str) -> None:
    assert [call.method for call in SHELL.read(Source("x", script), Alone()).calls] == ["POST"]


def test_places_count_characters() -> None:
    script = parse(Source("x", "é='😀' \udcff\0 curl"))
    last = script.root.named_children[-1]
    assert script.text(last).endswith("curl")


def test_what_parses() -> None:
    assert SHELL.parses(Source("x", "a | b && c"))
    assert not SHELL.parses(Source("x", "a | | b"))


@pytest.mark.parametrize(
    ("part", "around"),
    [
        ("a", "a\n"),
        ("b c", "b c <<E\nd\nE\n"),
        ("f", "e; f\n"),
        ("g", "g"),
        ("a\nb", "a\nb c <<E\nd\nE\n"),
    ],
)
def test_the_statements_around_a_place(part: str, around: str) -> None:
    script = parse(Source("x", "a\nb c <<E\nd\nE\ne; f\ng"))
    start = script.source.text.index(part)
    found = script.source.at(script.around(script.source.span(start, start + len(part))))
    assert around in found
    assert len(found) <= len(around) + 12


@pytest.mark.parametrize(
    "value",
    [
        "$A/b/$C/d",
        "$A-$C-$E-f",
        '"$A"/b/$C.d/$1/e',
        "$(x)/b/$C:80/e",
        "$A/b/$C\\?x=$D/e",
        "$A/$C/'d'/$E/f",
    ],
)
@pytest.mark.parametrize("before", ["x=", "export x=", "a=(1 ", "curl -x "])
def test_a_name_ends_where_it_ends_for_the_shell(before: str, value: str) -> None:
    after = ")" if "(" in before else ""
    script = parse(Source("x", f"{before}{value}{after} y\n"))
    names = re.findall(r"\$(\w+)", value)
    assert not script.root.has_error
    assert [script.text(name) for name in script.names if script.text(name) in names] == names
