"""A text that something was put into."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from migrator.call.source import Edit, Source, Span
from migrator.plan import apply


class Inserted:
    """``source`` as it is with ``edits``, which take nothing away."""

    def __init__(self, source: Source, edits: Iterable[Edit]) -> None:
        ordered = sorted(edits)
        self.source = Source(source.path, apply(source.text, ordered))
        self.spans: list[Span] = []
        """Where each of them stands now."""
        shift = 0
        for edit in ordered:
            start = edit.span.start + shift
            self.spans.append(self.source.span(start, start + len(edit.content)))
            shift += len(edit.content)
        self._starts = [span.start for span in self.spans]

    def said(self, span: Span) -> str:
        """What stands at ``span``, but for what was put in there."""
        return "".join(self._pieces(span))

    def _pieces(self, span: Span) -> Iterator[str]:
        at = span.start
        for index in range(bisect_left(self._starts, span.start), len(self.spans)):
            inside = self.spans[index]
            if inside.start >= span.end:
                break
            yield self.source.text[at : inside.start]
            at = inside.end
        yield self.source.text[at : span.end]
