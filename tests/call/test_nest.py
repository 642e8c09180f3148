"""Spans by the places that they lie around."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migrator.call.nest import Nest
from migrator.call.source import Span

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 12)).map(
        lambda pair: Span("x", pair[0], pair[0] + pair[1])
    ),
    max_size=20,
)


@given(SPANS, st.integers(0, 45))
def test_all_around_a_place_are_found_however_they_lie(spans: list[Span], at: int) -> None:
    expected = [span for span in spans if span.start <= at < span.end]
    assert sorted(Nest(spans).around(at)) == sorted(expected)


@given(SPANS, st.integers(0, 45))
def test_the_latest_to_begin_comes_first(spans: list[Span], at: int) -> None:
    starts = [span.start for span in Nest(spans).around(at)]
    assert starts == sorted(starts, reverse=True)


def test_spans_beside_each_other_are_not_gone_through() -> None:
    nest = Nest(Span("x", at, at + 1) for at in range(100))
    assert set(nest._outer) == {-1}
    assert list(nest.around(90)) == [Span("x", 90, 91)]
