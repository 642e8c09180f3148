"""Where new arguments of a command go: to itself, or to a call of a function that leads to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tree_sitter import Node

from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Span
from migrator.call.value import Hole, Value
from migrator.records import dataclass
from migrator.shell import lists
from migrator.shell.calls import Origin
from migrator.shell.folding import cells_of, named
from migrator.shell.layout import Layout
from migrator.shell.parse import Script
from migrator.shell.request import Datum
from migrator.shell.settle import Reference, Settled
from migrator.shell.text import Through


@dataclass(frozen=True)
class Ground:
    """``index`` counts the calls of functions in front of it: with all of them it is the
    command itself, with fewer the call that comes next.
    """

    origin: Origin
    index: int

    @property
    def is_command(self) -> bool:
        return self.index == len(self.origin.sites)

    def insert(self, arguments: Sequence[str]) -> Edit:
        if self.is_command:
            return self.layout.insert(arguments)
        return self.layout.append(arguments)

    @property
    def layout(self) -> Layout:
        origin = self.origin
        if not origin.uniform:
            raise CannotWrite("the command gets other options each time it runs")
        if self.is_command:
            return Layout(origin.script.source, origin.command, origin.name, origin.request)
        site = origin.sites[self.index]
        return Layout(site.script.source, site.span, origin.name, origin.request)

    def named(self, value: Value) -> Value:
        """``value`` in the words that hold here. Raises ``CannotWrite``."""
        for settled in (*self.origin.urls, *self.origin.body):
            value = named(self._heard(settled), value)
        value = Value(tuple(self._here(p) if isinstance(p, Hole) else p for p in value.pieces))
        self._admit(value)
        return value

    def _heard(self, settled: Settled) -> Settled:
        """``settled`` with the names that mean here what they mean there."""
        kept = tuple(r for r in settled.references if self._hears(r))
        return replace(settled, references=kept)

    def _hears(self, reference: Reference) -> bool:
        if self.is_command:
            inner = self.origin.level + self.index - 1
            return reference.level in (None, inner)
        return reference.level is None and self._holds(reference.hole)

    def _here(self, hole: Hole) -> Hole:
        if self.is_command:
            return hole
        if not self._holds(hole):
            raise CannotWrite(f"`{hole.source}` means nothing where `{self._function}` is called")
        return replace(hole, here=True)

    def _holds(self, hole: Hole) -> bool:
        return hole.span is not None and self.origin.sites[self.index].span.holds(hole.span)

    @property
    def _function(self) -> str:
        return self.origin.sites[min(self.index, len(self.origin.sites) - 1)].function.name

    def _admit(self, value: Value) -> None:
        """A function must not be told what only one of those that call it says."""
        told = self.origin.level + self.index
        barred = {
            cell
            for settled in (*self.origin.urls, *self.origin.body)
            for r in settled.references
            if r.level is not None and self.origin.level <= r.level < told
            for cell in cells_of(settled.value)[r.start : r.end]
        }
        for piece in value.pieces:
            if barred.intersection(cells_of(Value((piece,)))):
                said = piece.source if isinstance(piece, Hole) else piece.text
                raise CannotWrite(
                    f"`{said}` is said where `{self._function}` is called, which takes no argument"
                    " for it"
                )


def of_command(origin: Origin) -> Ground:
    return Ground(origin, len(origin.sites))


def of_arguments(origin: Origin) -> Ground:
    """Where more arguments can be given: as far out as all of them are handed on."""
    index = len(origin.sites)
    commands = [*((site.script, site.node) for site in origin.sites), origin.place]
    while index and _hands_on(*commands[index]):
        index -= 1
    return Ground(origin, index)


def of_words(origin: Origin, spans: Sequence[Span]) -> Ground:
    """Where the text at ``spans`` stands."""
    for index, site in enumerate(origin.sites):
        if spans and all(site.span.holds(span) for span in spans):
            return Ground(origin, index)
    return of_command(origin)


def argument(origin: Origin, datum: Datum) -> tuple[Ground, Span] | None:
    """The argument of a function that is all of ``datum``, and the call that gives it."""
    found: tuple[int, Span] | None = None
    text = datum.text
    while len(text.parts) == 1 and isinstance(through := text.parts[0], Through):
        text = through.text
        if through.definition and through.level is not None and through.level >= origin.level:
            found = through.level - origin.level, through.definition.statement
    if found is None or of_words(origin, [datum.words[-1].span]).index <= found[0]:
        return None
    return Ground(origin, found[0]), found[1]


def _hands_on(script: Script, command: Node) -> bool:
    """Whether all further arguments of the function around ``command`` become its own."""
    for child in command.children:
        listed = lists.read(script.text(child))
        if listed and listed[0] == "@" and listed[1].count is None and not listed[1].back:
            return True
    return False


def refuse_lost_arguments(origin: Origin, edits: Sequence[Edit]) -> None:
    """An argument of a function that would be nothing any more makes others of the rest."""
    for site in origin.sites:
        for child in site.node.named_children:
            span = site.script.span(child)
            inside = [edit for edit in edits if span.holds(edit.span)]
            gone = sum(edit.span.end - edit.span.start for edit in inside)
            if inside and gone == span.end - span.start and not any(e.content for e in inside):
                raise CannotWrite(f"an argument of `{site.function.name}` would be lost")
