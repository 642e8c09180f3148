"""A file's text, and the places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from migrator.records import dataclass

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points ``start`` up to, not including, ``end`` of the text of the file at ``path``."""

    path: str
    start: int
    end: int

    def holds(self, other: Span) -> bool:
        return self.path == other.path and self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        return self.path == other.path and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """``content`` takes the place of ``span``; an empty span inserts."""

    span: Span
    content: str


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A line and a column, both from 1; columns count code points."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """The decoded text of one file.

    ``path`` is the name it is reported under. ``text`` keeps every line ending
    and holds no byte order mark. ``holes`` are the places, in order, that another
    program fills before the text is read as what it is (``<< parameters.x >>``).
    """

    path: str
    text: str
    holes: tuple[Span, ...] = ()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line_start(self, offset: int) -> int:
        """Where the line begins that the code point at ``offset`` stands on."""
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    def line(self, number: int) -> str:
        """Line ``number`` (from 1) without its ending."""
        return self.at(self.line_span(number))

    def line_span(self, number: int) -> Span:
        """Where line ``number`` (from 1) stands, without its ending."""
        starts = self._line_starts
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.text)
        return self.span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def span(self, start: int, end: int) -> Span:
        return Span(self.path, start, end)

    def at(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @property
    def around(self) -> tuple[Source, ...]:
        """This text, and those that it is a part of, up to that of the file."""
        return (self,)

    def home(self, span: Span) -> Span:
        """The place of ``span`` in the file itself: another one where this text is a part of it."""
        return span

    def carry(self, edit: Edit) -> Edit:
        """The edit of the file itself that makes ``edit`` of this text. Raises ``CannotWrite``."""
        return edit

    def lift(self, edit: Edit) -> Edit:
        """The edit as the language around this text has it, where that one shares its parts out.

        Raises ``CannotWrite``.
        """
        return edit

    def readers(self, span: Span) -> tuple[Span, int]:
        """The piece of the file that ``span`` is a part of, and how many programs it is read by."""
        return span, 1

    def masked(self, mark: str) -> str:
        """``text`` with ``mark``, one character, for each character of a hole."""
        parts: list[str] = []
        at = 0
        for hole in self.holes:
            parts += [self.text[at : hole.start], mark * (hole.end - hole.start)]
            at = hole.end
        return "".join([*parts, self.text[at:]])
