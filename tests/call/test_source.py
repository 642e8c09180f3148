"""Places in a text, whatever ends its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.answer import Read, Step
from migrator.call.source import Position, Source, Span
from tests.call import QUICK

TEXTS = st.text("ab\n\ré", max_size=12)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_and_columns_count_from_one(ending: str) -> None:
    source = Source("file", f"ab{ending}é{ending}")
    assert source.position(0) == Position(1, 1)
    assert source.position(1) == Position(1, 2)
    assert source.position(2 + len(ending)) == Position(2, 1)
    assert [source.line_start(at) for at in range(3 + len(ending))] == [
        *(0 for _ in f"ab{ending}"),
        2 + len(ending),
    ]
    assert [source.line(number) for number in (1, 2, 3)] == ["ab", "é", ""]


@QUICK
@given(TEXTS, st.integers(0, 12))
def test_a_position_names_its_place(text: str, offset: int) -> None:
    source = Source("file", text)
    offset = min(offset, len(text))
    found = source.position(offset)
    before = text[:offset]
    lines = Source("file", before).position(len(before)).line
    inside_an_ending = before.endswith("\r") and text[offset : offset + 1] == "\n"
    assert found.line == lines - inside_an_ending
    assert 1 <= found.column <= offset + 1
    assert source.line_start(offset) == offset - found.column + 1


@QUICK
@given(TEXTS, st.integers(0, 12), st.integers(0, 12))
def test_a_span_holds_its_text(text: str, start: int, end: int) -> None:
    source = Source("file", text)
    span = source.span(start, end)
    assert span == Span("file", start, end)
    assert source.at(span) == text[start:end]


def test_spans_hold_and_touch_only_in_one_file() -> None:
    outer, inner = Span("a", 0, 5), Span("a", 1, 5)
    assert outer.holds(inner)
    assert not inner.holds(outer)
    assert not outer.holds(Span("b", 1, 5))
    assert outer.touches(inner)
    assert not outer.touches(Span("a", 5, 6)), "side by side"
    assert not outer.touches(Span("b", 0, 5))


def test_the_path_of_a_read() -> None:
    span = Span("a", 0, 1)
    steps = tuple(Step(key, span) for key in (None, "workflows", "workflow_id"))
    assert Read(steps, span).path == "[].workflows.workflow_id"
    assert Read((Step(0, span),), span).path == "[]"
    assert Read((), span).path == ""
