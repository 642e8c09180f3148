"""The places where an expression is put into a text, and how it is taken out again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Protocol

from migrator.call.nest import Nest
from migrator.call.source import Edit, Span
from migrator.call.value import Hole
from migrator.python.commas import Items
from migrator.python.strings import SUM
from migrator.records import dataclass

Place = tuple[Span | None, Span | None]
"""Where a hole stands, and where its expression does: a template may be used more than once."""


def place_of(hole: Hole) -> Place:
    return hole.span, hole.written


class Site(Protocol):
    """An expression that builds a text out of parts; a part is named by its index."""

    @property
    def behind(self) -> str:
        """The style of text that comes right behind a part."""

    def drop(self, gone: Set[int]) -> tuple[Edit, ...]:
        """The edits that take those parts out together; none if that can't be done."""


@dataclass(frozen=True)
class FString:
    """``braces`` are the doubled ones, which an ordinary string must not double."""

    fields: tuple[Span, ...]
    prefix: Span
    behind: str
    braces: tuple[Span, ...] = ()

    def drop(self, gone: Set[int]) -> tuple[Edit, ...]:
        edits = [Edit(self.fields[index], "") for index in sorted(gone)]
        if len(gone) == len(self.fields):
            edits.append(Edit(self.prefix, ""))
            edits.extend(_halved(self.braces))
        return tuple(edits)


@dataclass(frozen=True, slots=True)
class Field:
    """``argument`` is its value's place in the arguments, ``number`` where its digits stand."""

    span: Span
    argument: int
    number: Span | None = None


@dataclass(frozen=True)
class Formatting:
    """A template with its arguments, by ``%`` or ``format``.

    ``operation`` is all that follows the template. ``doubled`` are the escapes
    of the template. ``tuple_`` says that one argument alone needs a comma.
    """

    fields: tuple[Field, ...]
    arguments: Items
    operation: Span
    behind: str
    doubled: tuple[Span, ...] = ()
    tuple_: bool = False

    def drop(self, gone: Set[int]) -> tuple[Edit, ...]:
        return tuple(self._edits(gone))

    def _edits(self, gone: Set[int]) -> Iterator[Edit]:
        kept = [f for index, f in enumerate(self.fields) if index not in gone]
        lost = {self.fields[index].argument for index in gone} - {f.argument for f in kept}
        for index in sorted(gone):
            yield Edit(self.fields[index].span, "")
        if not kept and len(lost) == len(self.arguments.spans):
            yield Edit(self.operation, "")
            yield from _halved(self.doubled)
            return
        if lost:
            yield from self.arguments.without(lost)
            yield from self._comma(lost)
        for field in kept:
            before = sum(1 for argument in lost if argument < field.argument)
            if field.number and before:
                yield Edit(field.number, str(field.argument - before))

    def _comma(self, lost: Set[int]) -> Iterator[Edit]:
        left = [i for i in range(len(self.arguments.spans)) if i not in lost]
        if self.tuple_ and len(left) == 1 and left[0] != len(self.arguments.spans) - 1:
            span = self.arguments.spans[left[0]]
            if not self.arguments.trailing:
                yield Edit(Span(span.path, span.end, span.end), ",")
        elif self.tuple_ and len(left) == 1 and not self.arguments.trailing:
            span = self.arguments.spans[left[0]]
            yield Edit(Span(span.path, span.end, span.end), ",")


@dataclass(frozen=True)
class Sum:
    """Texts put together with ``+``; ``operands`` stand with their signs as the separators."""

    operands: Items
    behind: str = SUM

    def drop(self, gone: Set[int]) -> tuple[Edit, ...]:
        if len(gone) == len(self.operands.spans):
            return ()
        return self.operands.without(gone)


@dataclass(frozen=True)
class Listed:
    """The elements that ``join`` puts together; each takes a separator with it."""

    elements: Items
    behind: str

    def drop(self, gone: Set[int]) -> tuple[Edit, ...]:
        if len(gone) == len(self.elements.spans):
            return ()
        return self.elements.without(gone)


class Lists:
    """Those of ``sites`` that are joined, by what they hold."""

    def __init__(self, sites: Mapping[Place, tuple[Site, int]]) -> None:
        self._at: dict[Span, list[tuple[Place, tuple[Site, int]]]] = defaultdict(list)
        spans: dict[str, set[Span]] = defaultdict(set)
        for place, found in sites.items():
            span = place[0]
            if span and isinstance(found[0], Listed):
                self._at[span].append((place, found))
                spans[span.path].add(span)
        self._nests = {path: Nest(found) for path, found in spans.items()}

    def around(self, literals: Iterable[Span]) -> Iterator[tuple[Place, tuple[Site, int]]]:
        """Those in which one of ``literals`` is an element."""
        for literal in literals:
            if literal.path in self._nests:
                for span in self._nests[literal.path].around(literal.start):
                    if span.holds(literal):
                        yield from self._at[span]


def _halved(doubled: tuple[Span, ...]) -> Iterator[Edit]:
    for span in doubled:
        yield Edit(Span(span.path, span.start, span.start + 1), "")
