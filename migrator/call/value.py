"""Text a program builds, of which each piece remembers where it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from functools import cached_property

from migrator.call.answer import Read
from migrator.call.source import Edit, Span
from migrator.records import dataclass

HOLE = "\ud800"
"""Stands for a hole in ``Value.shape``; half of a character, which no decoded source holds."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Known text.

    ``span`` is where it is written, ``None`` for text that no source holds yet.
    Each character of ``text`` is one character of the span, or the text is one
    character that the source writes as an escape: a literal can so be cut
    anywhere. ``style`` is the language's own word for the quoting around it. An
    empty literal with a span is a seam: new text may be put there.
    """

    text: str
    span: Span | None = None
    style: str = ""

    def __post_init__(self) -> None:
        if self.span is not None and len(self.text) != 1:
            assert len(self.text) == self.span.end - self.span.start, self

    def cut(self, start: int, end: int) -> Literal:
        if (start, end) == (0, len(self.text)):
            return self
        span = self.span and Span(self.span.path, self.span.start + start, self.span.start + end)
        return Literal(self.text[start:end], span, self.style)


ENVIRONMENT, MEMBER = "environment", "member"


@dataclass(frozen=True, slots=True)
class Beside:
    """What fills a hole is one of several: the variable ``name`` of the environment, or the
    member ``name`` of an answer, which ``read`` takes. ``written`` gives the expression for
    another one of them, which of an answer is a path of members.
    """

    kind: str
    name: str
    written: Callable[[str], str]
    read: Read | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """Text that only the running program knows.

    ``source`` is the expression that fills the hole, as the language writes it;
    ``plain`` the expression inside the URL-encoding around it (``branch`` for
    ``quote_plus(branch)``), the same as ``source`` where nothing encodes it.
    ``here`` says that ``plain`` means the same at the call as where it stands,
    so that it may be written there. ``span`` is its place in the text, ``drop``
    the edits that take it out; no edits means it can't be taken out.
    ``multiple`` says it may hold several path segments, ``False`` where the
    encoding around it rules that out. ``written`` is where the expression itself
    stands, so that another can take its place: a hole of a v2 call that has the
    ``span`` of an old one and another ``source`` asks for that. ``style`` is that of
    the literal whose text goes on before and behind it, empty where none does.
    """

    source: str
    span: Span | None = None
    plain: str = ""
    here: bool = True
    drop: tuple[Edit, ...] = ()
    multiple: bool = True
    written: Span | None = None
    style: str = ""
    filled: bool = False
    beside: Beside | None = field(default=None, compare=False)

    @property
    def encoded(self) -> bool:
        return bool(self.plain) and self.plain != self.source


Piece = Literal | Hole


@dataclass(frozen=True)
class Value:
    """Pieces in order. A cell is one character of a literal, or one hole."""

    pieces: tuple[Piece, ...] = ()

    @cached_property
    def shape(self) -> str:
        """One character a cell; ``HOLE`` where a hole stands."""
        return "".join(
            HOLE if isinstance(p, Hole) else p.text.replace(HOLE, "\ufffd") for p in self.pieces
        )

    @property
    def known(self) -> str | None:
        """The whole text, or ``None`` where a hole hides some of it."""
        literals = [p.text for p in self.pieces if isinstance(p, Literal)]
        return "".join(literals) if len(literals) == len(self.pieces) else None

    def __len__(self) -> int:
        return len(self.shape)

    def __add__(self, other: Value) -> Value:
        return Value(self.pieces + other.pieces)

    def cut(self, start: int, end: int | None = None) -> Value:
        """Cells ``start`` up to ``end``."""
        stop = len(self) if end is None else end
        return Value(tuple(self._cut(start, stop)))

    def _cut(self, start: int, stop: int) -> Iterator[Piece]:
        at = 0
        for piece in self.pieces:
            size = 1 if isinstance(piece, Hole) else len(piece.text)
            low, high = max(start - at, 0), min(stop - at, size)
            if low < high:
                yield piece if isinstance(piece, Hole) else piece.cut(low, high)
            at += size

    @property
    def holes(self) -> tuple[Hole, ...]:
        return tuple(p for p in self.pieces if isinstance(p, Hole))

    def written(self) -> str:
        """For messages: the text with each hole as its expression."""
        return "".join(p.source if isinstance(p, Hole) else p.text for p in self.pieces)


def text(written: str) -> Value:
    """A value of new text."""
    return Value((Literal(written),)) if written else Value()


def join(values: Iterable[Value]) -> Value:
    return Value(tuple(piece for value in values for piece in value.pieces))
