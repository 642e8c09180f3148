"""Calls of which another program fills in a part before Python reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from migrator.call.call import Call
from migrator.call.source import Source, Span
from migrator.call.value import Literal, Value


def marked(calls: Iterable[Call], source: Source) -> Iterator[Call]:
    """``calls``, with the reason why those that a hole of ``source`` is a part of stay."""
    for call in calls:
        spans = list(_spans(call)) if source.holes else []
        filled = [hole for hole in source.holes if any(span.touches(hole) for span in spans)]
        reasons = tuple(f"`{source.at(hole)}` is filled in before it is run" for hole in filled)
        yield replace(call, obstacles=(*call.obstacles, *reasons)) if reasons else call


def _spans(call: Call) -> Iterator[Span]:
    yield call.span
    values: tuple[Value, ...] = (*call.urls, *(header.value for header in call.headers))
    for value in values:
        yield from (p.span for p in value.pieces if isinstance(p, Literal) and p.span)
