"""Commands that a program of another language starts, as programs of the shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping

from migrator.call.command import Command
from migrator.call.source import Source, Span
from migrator.call.value import Hole, Literal, Piece, Value
from migrator.embedded.cells import Cells
from migrator.embedded.inlay import Inlay, Part, inlay, made
from migrator.embedded.penned import Between, Filled, Penned
from migrator.embedded.quoted import Quoted

_BREAK = re.compile(r"[\r\n]+[ \t]*")


def started(source: Source, commands: Iterable[Command]) -> Iterator[tuple[Inlay, Command]]:
    """A program for each of ``commands`` of which some text stands in ``source`` itself."""
    for command in commands:
        parts = list(_Writer(source, command).parts())
        if not any(part.place for part in parts):
            continue
        if command.captured:
            parts = [made('the_program "$('), *parts, made(')"')]
        yield inlay(source, parts, started=command.span), command


class _Writer:
    def __init__(self, source: Source, command: Command) -> None:
        self.source = source
        self.command = command
        holes = [hole for word in command.words for hole in word.holes]
        self.holes: Mapping[str, Hole] = {_shown(hole): hole for hole in holes}

    def parts(self) -> Iterator[Part]:
        if self.command.script:
            for word in self.command.words:
                yield from (self._part(piece, "") for piece in word.pieces)
            return
        elements = self.command.elements
        for index, word in enumerate(self.command.words):
            if index:
                if elements:
                    yield self._between(elements[index - 1].end, behind=True)
                yield made(" ")
                if elements:
                    yield self._between(elements[index].start, behind=False)
            yield from self._word(word)
        if elements:
            yield self._between(elements[-1].end, behind=True)

    def _word(self, word: Value) -> Iterator[Part]:
        texts = [piece.text for piece in word.pieces if isinstance(piece, Literal)]
        quote = next((q for q in "'\"" if all(Quoted.holds(t, q) for t in texts)), None)
        if quote == '"' and any("$" in text for text in texts):
            quote = None
        if quote is None:
            spans = [p.span for p in word.pieces if p.span and p.span.path == self.source.path]
            yield Part(shlex.quote(word.written()), spans[0] if spans else None)
            return
        yield made(quote)
        yield from (self._part(piece, quote) for piece in word.pieces)
        yield made(quote)

    def _part(self, piece: Piece, quote: str) -> Part:
        span = piece.span if piece.span and piece.span.path == self.source.path else None
        if isinstance(piece, Hole):
            shown = _shown(piece)
            size = span.end - span.start if span else 0
            cells = Cells(shown, (0,) * len(shown), (size,) * len(shown), ((0, len(shown)),))
            return Part(shown, span, Filled(piece), cells)
        if span is None:
            return made(piece.text)
        length = len(piece.text)
        places = range(length)
        one = length == 1
        ends = (span.end - span.start,) if one else tuple(at + 1 for at in places)
        notation = Penned(self.command, piece.style, span, self.holes)
        within = Quoted(notation, quote) if quote else notation
        return Part(piece.text, span, within, Cells(piece.text, tuple(places), ends))

    def _between(self, at: int, *, behind: bool) -> Part:
        place = Span(self.source.path, at, at)
        return Part("", place, Between(self.command, behind, self.holes), Cells("", (), ()))


def _shown(hole: Hole) -> str:
    """What stands for an expression: the expression in braces, on one line."""
    return f"{{{_BREAK.sub(' ', hole.source)}}}"
