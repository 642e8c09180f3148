"""Where a value stands in its source."""

from __future__ import annotations

from itertools import pairwise

from migrator.call.source import Span
from migrator.call.value import Literal, Value


def span_of(value: Value) -> Span | None:
    """The place of known text that stands in one piece of source, an escape for each character."""
    spans = [p.span for p in value.pieces if isinstance(p, Literal) and p.span]
    if not spans or len(spans) < len(value.pieces):
        return None
    if any(one.end != two.start for one, two in pairwise(spans)):
        return None
    return Span(spans[0].path, spans[0].start, spans[-1].end)
