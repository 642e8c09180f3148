"""Taking items out of a list with commas: arguments, elements, entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import field

import libcst as cst

from migrator.call.source import Edit, Source, Span
from migrator.python.trees import Trees
from migrator.records import dataclass


@dataclass(frozen=True)
class Items:
    """The items of a list in brackets, each without its comma.

    ``inside`` is what stands between the brackets.
    """

    source: Source = field(repr=False)
    inside: Span
    spans: tuple[Span, ...]

    @property
    def trailing(self) -> bool:
        """Whether a comma stands after the last item."""
        if not self.spans:
            return False
        tail = self.source.text[self.spans[-1].end : self.inside.end]
        return tail.lstrip().startswith(",")

    def without(self, gone: Set[int]) -> tuple[Edit, ...]:
        """The edits that take out the items at those places."""
        if len(gone) == len(self.spans):
            first, last = self.spans[0], self.inside.end
            if not self.trailing:
                last = self.spans[-1].end
            return (Edit(self.source.span(first.start, last), ""),)
        return tuple(self._cuts(gone))

    def _cuts(self, gone: Set[int]) -> Iterator[Edit]:
        for start, end in _runs(sorted(gone)):
            lines = self._lines(start, end)
            if lines:
                yield Edit(lines, "")
            elif end + 1 < len(self.spans):
                yield self._cut(self.spans[start].start, self.spans[end + 1].start)
            else:
                yield self._cut(self.spans[start - 1].end, self.spans[end].end)

    def _cut(self, start: int, end: int) -> Edit:
        return Edit(self.source.span(start, end), "")

    def _lines(self, start: int, end: int) -> Span | None:
        """The whole lines of those items, if nothing else stands on them."""
        text = self.source.text
        first = text.rfind("\n", 0, self.spans[start].start) + 1
        after = self.spans[end].end
        while after < self.inside.end and text[after] in " \t,":
            after += 1
        if text[after : after + 2] == "\r\n":
            after += 1
        alone = first > self.inside.start and not text[first : self.spans[start].start].strip()
        if not alone or text[after : after + 1] != "\n" or after >= self.inside.end:
            return None
        return self.source.span(first, after + 1)


def _runs(indices: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = previous = indices[0]
    for index in indices[1:]:
        if index != previous + 1:
            yield start, previous
            start = index
        previous = index
    yield start, previous


def entries_of(tree: Trees, node: cst.Dict) -> Items:
    """The elements of a dictionary as items between its braces."""
    source, whole = tree.of(node).source, tree.span(node)
    spans = tuple(source.span(tree.outer(e).start, tree.outer(e.value).end) for e in node.elements)
    return Items(source, source.span(whole.start + 1, whole.end - 1), spans)


def arguments_of(tree: Trees, node: cst.Call) -> Items:
    """The arguments of a call as items between its brackets."""
    source = tree.of(node).source
    spans = tuple(source.span(tree.outer(a).start, tree.outer(a.value).end) for a in node.args)
    end = tree.span(node).end - 1
    start = spans[0].start if spans else end
    return Items(source, source.span(start, end), spans)
