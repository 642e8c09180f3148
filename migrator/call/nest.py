"""Spans by the places that they lie around."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from migrator.call.source import Span


class Nest:
    """A place is asked for in as many steps as spans lie in each other there."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: (span.start, -span.end))
        self._starts = [span.start for span in self._spans]
        self._outer: list[int] = []
        open_: list[int] = []
        for index, span in enumerate(self._spans):
            while open_ and self._spans[open_[-1]].end <= span.start:
                open_.pop()
            self._outer.append(open_[-1] if open_ else -1)
            open_.append(index)

    def around(self, at: int) -> Iterator[Span]:
        """The spans that begin at ``at`` or before and end behind it, the latest to begin first."""
        index = bisect_right(self._starts, at) - 1
        while index >= 0:
            if at < self._spans[index].end:
                yield self._spans[index]
            index = self._outer[index]
