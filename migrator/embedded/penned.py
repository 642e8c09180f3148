"""Text in the literals of a program, written by that program's own language."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Mapping
from dataclasses import field

from migrator.call.command import Command
from migrator.call.language import CannotWrite
from migrator.call.source import Span
from migrator.call.value import Hole, Literal, Value
from migrator.embedded.cells import Cells, Composed, split
from migrator.records import dataclass


@dataclass(frozen=True)
class Penned(Composed):
    """A literal at ``place``; ``holes`` are those of the command by what stands for them."""

    command: Command
    style: str
    place: Span
    holes: Mapping[str, Hole] = field(default_factory=dict, hash=False)
    refusal: str = "this string can't hold the new text"

    def read(self, raw: str) -> Cells | None:
        return None

    def says(self, raw: str, text: str) -> bool:
        return True

    def write(self, content: str) -> str:
        return self.command.pen.text(content, self.style)

    def hole(self, written: str) -> str:
        hole = self.holes[written]
        beside = hole.span is not None and self.command.span.holds(hole.span)
        if not (hole.here and beside and self.command.span.holds(self.place)):
            raise CannotWrite(f"`{written}` may mean something else where it would be written")
        return self.command.pen.hole(hole, self.style)


@dataclass(frozen=True)
class Filled(Composed):
    """An expression of the program, which can only be taken out of the string it stands in."""

    expression: Hole
    refusal: str = "an expression of the program stands there"

    def read(self, raw: str) -> Cells | None:
        return None

    def says(self, raw: str, text: str) -> bool:
        place = self.expression.span
        return not text and any(d.span == place and not d.content for d in self.expression.drop)

    def write(self, content: str) -> str:
        return content

    def hole(self, written: str) -> str:
        return written


@dataclass(frozen=True)
class Between:
    """The gap between two elements of a list; ``behind`` says that an element stands before it."""

    command: Command
    behind: bool
    holes: Mapping[str, Hole] = field(default_factory=dict, hash=False)
    refusal: str = "the list of arguments can't hold the new ones"

    def read(self, raw: str) -> Cells | None:
        return None

    def says(self, raw: str, text: str) -> bool:
        return True

    def lead(self, raw: str) -> str | None:
        return None

    def write(self, content: str) -> str:
        return self.compose(content, ())

    def hole(self, written: str) -> str:
        return self.compose(written, (written,))

    def compose(self, content: str, holes: Collection[str]) -> str:
        if re.search(r"[$`]", re.sub(r"'[^']*'", "", content)):
            raise CannotWrite("the new argument names a variable of the shell")
        try:
            words = shlex.split(content)
        except ValueError as error:
            raise CannotWrite("the new arguments can't be told apart") from error
        written = [self.command.literal(self._value(word, holes)) for word in words]
        return "".join(f", {word}" if self.behind else f"{word}, " for word in written)

    def _value(self, word: str, holes: Collection[str]) -> Value:
        pieces = split(word, holes)
        return Value(tuple(self.holes[p] if p in holes else Literal(p) for p in pieces))
