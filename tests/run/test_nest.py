"""Spans by the places that they lie around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.source import Span
from migrator.run.nest import Nest

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


class Counted(list[Span]):
    """Counts how often one of its spans is looked at."""

    looks = 0

    def __getitem__(self, index: object) -> Span:  # type: ignore[override]
        self.looks += 1
        return super().__getitem__(index)  # type: ignore[index, no-any-return]


def test_spans_beside_each_other_are_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    nest = Nest(Span("x", at, at + 1) for at in range(10_000))
    counted = Counted(nest._spans)
    monkeypatch.setattr(nest, "_spans", counted)
    assert [span.start for span in nest.around(9_000)] == [9_000]
    assert counted.looks < 10
