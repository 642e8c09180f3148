"""What a word says: known text, unknown text, and the names both came through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from functools import cached_property

from migrator.call.source import Span
from migrator.call.value import HOLE, Hole, Literal, Piece, Value
from migrator.records import dataclass
from migrator.shell.quoting import BARE

_LONGEST = 20_000
_DEEPEST = 20


@dataclass(eq=False)
class Definition:
    """One place that gives a variable a value; ``references`` grows while the script is walked.

    ``shown`` are those of them where nothing depends on which text stands there.
    ``portable`` says that the statement means the same in another script.
    """

    name: str
    name_span: Span
    statement: Span
    copyable: bool
    closed: bool = True
    portable: bool = False
    references: set[Span] = field(default_factory=set)
    shown: set[Span] = field(default_factory=set)


Reads = tuple[tuple[str, object], ...]
"""The names an expression reads, each with the state the name was in."""


@dataclass(frozen=True)
class Gap:
    """Text that nobody can see, in the quoting ``style``."""

    hole: Hole
    reads: Reads = field(default=(), compare=False)
    style: str = BARE

    @property
    def quoted(self) -> bool:
        return self.style != BARE


@dataclass(frozen=True)
class Through:
    """Text that is known because the value of ``name`` is.

    ``gap`` is the reference as it would stand were the value not known. ``level`` is
    that of an argument of a function: how many functions around the one that was called
    had been entered before. ``None`` is any other name.
    """

    gap: Gap
    text: Text
    reference: Span
    definition: Definition | None = None
    level: int | None = None
    doubts: tuple[str, ...] = ()


Part = Literal | Gap | Through


@dataclass(frozen=True)
class Text:
    parts: tuple[Part, ...] = ()

    def __add__(self, other: Text) -> Text:
        return Text(self.parts + other.parts)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Once: a text that came through many names holds as many texts."""
        return hash(self.parts)

    @cached_property
    def shape(self) -> str:
        """That of its value, made of the shapes of what it came through."""
        return "".join(
            p.text.shape if isinstance(p, Through) else Value((_piece(p),)).shape
            for p in self.parts
        )

    @cached_property
    def depth(self) -> int:
        """How many names stand between the text and the deepest of its parts."""
        return max((1 + p.text.depth for p in self.parts if isinstance(p, Through)), default=0)

    @property
    def unwieldy(self) -> bool:
        """Whether it is too long, or came through too many names, to be followed on."""
        return len(self.shape) > _LONGEST or self.depth > _DEEPEST

    @property
    def is_never_empty(self) -> bool:
        """Whether it says something, whatever stands where nobody can see."""
        return bool(self.shape.strip(HOLE))

    @property
    def known(self) -> str | None:
        return self.value().known

    def value(self) -> Value:
        return Value(tuple(_pieces(self)))

    def outer(self) -> Value:
        """The value with names for the texts that came through them."""
        return Value(
            tuple(part if isinstance(part, Literal) else _gap(part).hole for part in self.parts)
        )

    def cut(self, start: int, end: int | None = None) -> Text:
        """Cells ``start`` up to ``end``."""
        return Text(tuple(_cut(self, start, len(self.shape) if end is None else end)))

    @property
    def throughs(self) -> Iterator[Through]:
        """Every name the text came through, outer ones first."""
        for part in self.parts:
            if isinstance(part, Through):
                yield part
                yield from part.text.throughs

    def split(self) -> list[Text]:
        """The words that unquoted white space makes of it."""
        shape = self.shape
        bounds: list[tuple[int, int]] = []
        start: int | None = None
        for index, character in enumerate(f"{shape} "):
            if character in " \t\n":
                if start is not None:
                    bounds.append((start, index))
                start = None
            elif start is None:
                start = index
        return [self.cut(*bound) for bound in bounds]


def join(texts: Iterable[Text]) -> Text:
    return Text(tuple(part for text in texts for part in text.parts))


def _gap(part: Gap | Through) -> Gap:
    return part if isinstance(part, Gap) else part.gap


def _piece(part: Literal | Gap) -> Piece:
    return part if isinstance(part, Literal) else part.hole


def _pieces(text: Text) -> Iterator[Piece]:
    for part in text.parts:
        if isinstance(part, Through):
            yield from _pieces(part.text)
        else:
            yield _piece(part)


def _cut(text: Text, start: int, end: int) -> Iterator[Part]:
    at = 0
    for part in text.parts:
        size = _size(part)
        low, high = max(start - at, 0), min(end - at, size)
        if low < high:
            yield part if (low, high) == (0, size) else _slice(part, low, high)
        at += size


def _slice(part: Part, low: int, high: int) -> Part:
    if isinstance(part, Literal):
        return part.cut(low, high)
    assert isinstance(part, Through)
    whole = replace(part.gap, hole=replace(part.gap.hole, drop=()))
    return replace(part, text=part.text.cut(low, high), gap=whole)


def _size(part: Part) -> int:
    if isinstance(part, Literal):
        return len(part.text)
    return 1 if isinstance(part, Gap) else len(part.text.shape)
