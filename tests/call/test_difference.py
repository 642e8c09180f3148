"""Edits turn what a source says into what it should say, and touch nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.difference import edits
from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Span
from migrator.call.value import Hole, Literal, Value, join, text
from tests.call import QUICK
from tests.call.notation import Pen, applied, cells, said, texts, value


def rewritten(source: str, new: Value, old: Value | None = None) -> str:
    return applied(source, edits(old or value(source), new, Pen()))


def hole(name: str) -> Value:
    return Value((Hole(name, plain=name),))


def test_a_word_in_the_middle() -> None:
    url = value("/api/v1.1/project/<slug>/build")
    new = join([url.cut(0, 5), text("v2"), url.cut(9, 20), text("pipeline")])
    assert rewritten("/api/v1.1/project/<slug>/build", new) == "/api/v2/project/<slug>/pipeline"


def test_a_word_put_between_kept_ones_goes_to_the_literal_before_it() -> None:
    url = value("a/<n>")
    new = join([url.cut(0, 2), text("job/"), url.cut(2)])
    assert edits(url, new, Pen()) == (Edit(Span("file", 2, 2), "job/"),)


def test_a_word_put_before_everything_goes_to_the_literal_after_it() -> None:
    url = value("a<n>")
    assert edits(url, text("b") + url, Pen()) == (Edit(Span("file", 0, 0), "b"),)


def test_a_dropped_hole_is_taken_out_its_own_way() -> None:
    outer = Edit(Span("file", 20, 28), "")
    branch = Hole("branch", Span("file", 4, 6), "branch", drop=(outer,))
    old = Value((Literal("tree", Span("file", 0, 4)), branch))
    assert edits(old, old.cut(0, 4), Pen()) == (outer,)


def test_a_hole_that_can_not_be_taken_out() -> None:
    old = Value((Literal("tree", Span("file", 0, 4)), Hole("branch")))
    with pytest.raises(CannotWrite, match="`branch` can't be taken out of the text around it"):
        edits(old, old.cut(0, 4), Pen())


def test_no_literal_to_write_into() -> None:
    with pytest.raises(CannotWrite, match="no literal text stands where the change would go"):
        edits(value("<url>"), value("<url>") + text("/pipeline"), Pen())


def test_a_pen_may_refuse() -> None:
    class Refusing(Pen):
        def text(self, content: str, style: str) -> str:
            raise CannotWrite(f"{style} text can't hold it")

    with pytest.raises(CannotWrite, match="plain text can't hold it"):
        edits(value("a"), text("b"), Refusing())


def test_a_moved_hole_is_written_anew_where_it_goes() -> None:
    old = value("<a>/<b>?")
    new = join([old.cut(2, 3), text("/"), old.cut(0, 1), old.cut(3)])
    assert rewritten("<a>/<b>?", new) == "<b>/<a>?"


def test_text_without_a_place_that_stays_is_no_change() -> None:
    old = join([value("a"), text("b"), value("c", 1)])
    assert edits(old, old, Pen()) == ()


def test_text_without_a_place_can_not_be_taken_out() -> None:
    old = join([value("a"), text("b"), value("c", 1)])
    with pytest.raises(CannotWrite):
        edits(old, join([value("a"), value("c", 1)]), Pen())


@QUICK
@given(texts())
def test_the_same_value_needs_no_edit(source: str) -> None:
    old = value(source)
    assert edits(old, old, Pen()) == ()
    split = join(old.cut(at, at + 1) for at in range(len(old)))
    assert edits(old, split, Pen()) == ()


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str, str, Value]:
    """A text between two others, and a new value made of its pieces and of new ones."""
    before, source, after = draw(texts()), draw(texts()), draw(texts())
    old = value(source, len(before))
    parts: list[Value] = []
    for _ in range(draw(st.integers(0, 5))):
        fresh = draw(st.none() | st.sampled_from(["v2", "/job/", "<", "\\"]))
        if fresh is None and draw(st.booleans()):
            parts.append(hole(draw(st.sampled_from(["x", "new"]))))
        elif fresh is None:
            start = draw(st.integers(0, len(old)))
            parts.append(old.cut(start, draw(st.integers(start, len(old)))))
        else:
            parts.append(text(fresh))
    return before, source, after, join(parts)


@QUICK
@given(changes())
def test_edits_make_the_source_say_the_new_value(
    change: tuple[str, str, str, Value],
) -> None:
    before, source, after, new = change
    old = value(source, len(before))
    try:
        found = edits(old, new, Pen())
    except CannotWrite:
        return
    result = applied(before + source + after, found)
    assert result.startswith(before)
    assert result.endswith(after)
    middle = result[len(before) : len(result) - len(after)]
    assert said(value(middle)) == said(new)


@QUICK
@given(changes())
def test_edits_lie_side_by_side_and_inside_the_value(
    change: tuple[str, str, str, Value],
) -> None:
    before, source, _, new = change
    try:
        found = sorted(edits(value(source, len(before)), new, Pen()))
    except CannotWrite:
        return
    whole = Span("file", len(before), len(before) + len(source))
    assert all(whole.holds(edit.span) for edit in found)
    assert not any(a.span.touches(b.span) for a, b in pairwise(found))


@st.composite
def thinned(draw: st.DrawFn) -> tuple[str, Value]:
    source = draw(texts())
    old = value(source)
    kept = draw(st.lists(st.booleans(), min_size=len(old), max_size=len(old)))
    return source, join(old.cut(at, at + 1) for at, keep in enumerate(kept) if keep)


@QUICK
@given(thinned())
def test_what_is_kept_in_order_is_not_touched(case: tuple[str, Value]) -> None:
    source, new = case
    found = edits(value(source), new, Pen())
    kept = [span for _, span in cells(new) if span]
    assert not any(edit.content for edit in found)
    assert not any(edit.span.touches(span) for edit in found for span in kept)
    assert said(value(applied(source, found))) == said(new)


@QUICK
@given(texts(), st.sampled_from(["v2", "<"]), st.integers(0, 20))
def test_new_text_takes_the_style_of_its_literal(source: str, fresh: str, at: int) -> None:
    styles: list[str] = []

    class Noting(Pen):
        def text(self, content: str, style: str) -> str:
            styles.append(style)
            return super().text(content, style)

    pieces = value(source).pieces
    old = Value(tuple(replace(p, style="own") if isinstance(p, Literal) else p for p in pieces))
    try:
        edits(old, join([old.cut(0, at), text(fresh), old.cut(at)]), Noting())
    except CannotWrite:
        assert not any(
            isinstance(piece, Literal) for piece in old.cut(max(at - 1, 0), at + 1).pieces
        )
        return
    assert set(styles) == {"own"}


def test_one_place_that_is_kept_and_dropped_can_not_be_written() -> None:
    """`$B` twice: the text stands once, in its definition."""
    branch = value("main")
    with pytest.raises(CannotWrite):
        edits(join([branch, value("/", 4), branch]), branch, Pen())


def test_new_text_is_put_into_a_seam_rather_than_into_the_value_of_a_name() -> None:
    name = Literal("site", Span("file", 0, 4), "name")
    seam = Literal("", Span("file", 20, 20), "template")
    old = Value((Literal("x/", Span("file", 18, 20), "template"), name, seam))
    new = old.cut(0) + Value((Literal("/pipeline"),))
    assert edits(old, new, Pen()) == (Edit(Span("file", 20, 20), "/pipeline"),)
