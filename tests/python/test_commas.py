"""Items that are taken out of a list."""

from __future__ import annotations

import re

import pytest

from migrator.call.source import Source, Span
from migrator.plan.apply import apply
from migrator.python.commas import Items


def items(text: str) -> Items:
    """The words of ``text`` that are letters."""
    source = Source("program.py", text)
    inside = Span("program.py", text.index("(") + 1, text.rindex(")"))
    spans = tuple(
        source.span(m.start(), m.end())
        for m in re.finditer("[a-z]", text)
        if inside.start <= m.start() < inside.end
    )
    return Items(source, inside, spans)


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("(a, b, c)", {0}, "(b, c)"),
        ("(a, b, c)", {1}, "(a, c)"),
        ("(a, b, c)", {2}, "(a, b)"),
        ("(a, b, c)", {0, 2}, "(b)"),
        ("(a, b, c)", {0, 1}, "(c)"),
        ("(a, b, c)", {1, 2}, "(a)"),
        ("(a, b, c,)", {2}, "(a, b,)"),
        ("(a,)", {0}, "()"),
        ("( a )", {0}, "(  )"),
        ("(a + b + c)", {1}, "(a + c)"),
        ("(\n    a,\n    b,\n    c,\n)", {1}, "(\n    a,\n    c,\n)"),
        ("(\n    a,\n    b,\n    c\n)", {2}, "(\n    a,\n    b,\n)"),
        ("(\r\n    a,\r\n    b,\r\n)", {0}, "(\r\n    b,\r\n)"),
        ("(a,  # 1\n b)", {1}, "(a)"),
    ],
)
def test_without(text: str, gone: set[int], left: str) -> None:
    assert apply(text, items(text).without(gone)) == left
