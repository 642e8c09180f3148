"""Where comments and statements stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.language import Language
from migrator.call.nest import Nest
from migrator.call.source import Source
from migrator.python import PYTHON
from migrator.run.suppression import lines
from migrator.shell import SHELL

PIECES = st.lists(
    st.sampled_from(
        [
            *("#", " ", "\n", "\r\n", "\r", "\\\n", "x", "=", "(", ")", "'", '"', '"""', "$(", "`"),
            *(
                "if ",
                "fi",
                "then",
                "do",
                "done",
                "<<E",
                "E",
                "|",
                "&&",
                ";",
                "\u00e9",
                "\f",
                "\t",
                ":",
            ),
        ]
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize("language", [PYTHON, SHELL], ids=["python", "shell"])
@given(text=PIECES)
def test_any_text_has_a_layout(language: Language, text: str) -> None:
    layout = language.layout(Source("x", text))
    for span in (*layout.comments, *layout.statements):
        assert 0 <= span.start <= span.end <= len(text)
    assert all(text[span.start] == "#" for span in layout.comments)


def said(language: Language, text: str) -> tuple[list[str], list[str]]:
    source = Source("x", text)
    layout = language.layout(source)
    assert layout.whole
    return [source.at(span) for span in layout.comments], [
        source.at(span) for span in layout.statements
    ]


def test_python() -> None:
    text = "#!x\r\nif a:  # one\r\n\tx = [  # two\r\n1]; y\r\n'# no'\r\n"
    comments, statements = said(PYTHON, text)
    assert comments == ["#!x", "# one", "# two"]
    assert statements == ["if a:", "x = [  # two\r\n1]; y", "'# no'"]
    assert said(PYTHON, "x\ry # z\r") == (["# z"], ["x", "y"])
    assert not PYTHON.layout(Source("x", "x = (")).whole


def test_shell() -> None:
    text = "a | \\\n b  # one\nif c; then\n  x=$(d; e)\nfi\ncat <<E # two\n# no\nE\necho '# no'\n"
    comments, statements = said(SHELL, text)
    assert comments == ["# one", "# two"]
    assert statements == [
        "a | \\\n b",
        "if c; then\n  x=$(d; e)\nfi",
        "c",
        "x=$(d; e)",
        "d",
        "e",
        "cat <<E # two\n# no\nE",
        "echo '# no'",
    ]
    assert not SHELL.layout(Source("x", "if (((")).whole


def test_the_lines_of_a_call_and_of_its_statement() -> None:
    source = Source("x", "if a; then\n  b | \\\n    c | \\\n    d\nfi\n")
    at = source.text.index("c |")
    found = lines(source, source.span(at, at + 1), Nest(SHELL.layout(source).statements))
    assert (found.first, found.last) == (3, 3)
    assert (found.statement_first, found.statement_last) == (2, 4)
