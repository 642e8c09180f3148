"""A value is a row of cells, and knows of each where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.source import Span
from migrator.call.value import HOLE, Hole, Literal, Value, join, text
from tests.call import QUICK
from tests.call.notation import cells, said, texts, value

VALUES = texts().map(value)


def test_a_cell_is_a_character_or_a_hole() -> None:
    of = value("a<slug>\\<b")
    assert of.shape == f"a{HOLE}<b"
    assert len(of) == 4
    assert of.written() == "aslug<b"
    assert [hole.source for hole in of.holes] == ["slug"]


def test_only_a_text_without_holes_is_known() -> None:
    assert value("main").known == "main"
    assert value("").known == ""
    assert value("<branch>").known is None


@pytest.mark.parametrize("written", [HOLE, f"a{HOLE}b"])
def test_the_mark_of_a_hole_in_a_source_is_no_hole(written: str) -> None:
    of = text(written)
    assert of.known == written
    assert HOLE not in of.shape
    assert len(of) == len(written)


def test_an_escape_is_one_cell_that_is_cut_whole() -> None:
    of = value("a\\nb")
    assert of.cut(1, 2).pieces == (Literal("n", Span("file", 1, 3), "plain"),)


def test_a_cut_literal_keeps_its_place() -> None:
    literal = Literal("branch", Span("file", 10, 16), "quoted")
    assert literal.cut(2, 4) == Literal("an", Span("file", 12, 14), "quoted")
    assert Literal("branch", style="quoted").cut(2, 4) == Literal("an", style="quoted")


def test_a_literal_of_the_wrong_length_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        Literal("branch", Span("file", 0, 3))


def test_new_text_has_no_place() -> None:
    assert text("x").pieces == (Literal("x"),)
    assert text("").pieces == ()


def test_a_hole_is_encoded_where_its_plain_expression_is_another() -> None:
    assert Hole("quote(branch)", plain="branch").encoded
    assert not Hole("branch", plain="branch").encoded
    assert not Hole("branch").encoded


@QUICK
@given(VALUES)
def test_shape_has_one_character_a_cell(of: Value) -> None:
    assert len(of) == len(of.shape) == len(cells(of))


@QUICK
@given(VALUES, st.integers(0, 40), st.integers(0, 40))
def test_cut_takes_those_cells(of: Value, start: int, end: int) -> None:
    assert cells(of.cut(start, end)) == cells(of)[start:end]
    assert cells(of.cut(start)) == cells(of)[start:]


@QUICK
@given(VALUES, st.integers(0, 40))
def test_two_cuts_make_the_whole(of: Value, at: int) -> None:
    assert cells(of.cut(0, at) + of.cut(at)) == cells(of)


@QUICK
@given(VALUES, st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_a_cut_of_a_cut_is_a_cut(of: Value, a: int, b: int, c: int, d: int) -> None:
    assert cells(of.cut(a, b).cut(c, d)) == cells(of.cut(a + c, min(a + d, b)))


@QUICK
@given(st.lists(VALUES, max_size=4))
def test_join_lays_cells_side_by_side(values: list[Value]) -> None:
    joined = join(values)
    assert cells(joined) == [cell for of in values for cell in cells(of)]
    assert len(joined) == sum(map(len, values))


@QUICK
@given(st.lists(VALUES, max_size=4))
def test_join_is_repeated_addition(values: list[Value]) -> None:
    assert join(values) == sum(values, Value())


@QUICK
@given(VALUES)
def test_known_is_what_the_cells_say(of: Value) -> None:
    assert (of.known is None) == bool(of.holes)
    assert of.known is None or list(of.known) == said(of)
