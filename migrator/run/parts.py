"""The programs of a file: the file itself, or those that are embedded in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrator.call.call import Call
from migrator.call.command import Command
from migrator.call.language import Language, Layout, Trouble
from migrator.call.source import Source
from migrator.files.kind import Kind
from migrator.records import dataclass
from migrator.run.foreign import Foreign
from migrator.run.languages import language


@dataclass(frozen=True)
class Part:
    """``command`` is what another program starts, where that is what it is."""

    source: Source
    language: Language
    command: Command | None = None

    def whole(self, call: Call) -> Call:
        """``call`` with what it owes to the program that starts it."""
        if self.command is None:
            return call
        return replace(
            call,
            uses=(*call.uses, *self.command.uses),
            doubts=(*call.doubts, *self.command.doubts),
            obstacles=(*call.obstacles, *self.command.obstacles),
        )

    def started(self, commands: tuple[Command, ...]) -> Iterator[Part]:
        """The programs that this one starts."""
        if not commands:
            return
        from migrator.embedded.commands import started

        for source, command in started(self.source, commands):
            yield Part(source, language("shell"), command)


@dataclass(frozen=True)
class Parts:
    """``trouble`` says why a host file has none."""

    all: tuple[Part, ...] = ()
    trouble: Trouble | None = None

    def __iter__(self) -> Iterator[Part]:
        return iter(self.all)


def parts(source: Source, kind: Kind) -> Parts:
    if kind == "python" or kind == "shell":
        return Parts((Part(source, language(kind)),))
    from migrator.embedded import CannotRead, snippets

    try:
        found = {snippet.source.path: snippet for snippet in snippets(kind, source)}
    except CannotRead as error:
        return Parts(trouble=Trouble(error.offset, error.reason))
    return Parts(tuple(Part(each.source, _inner(each.language)) for each in found.values()))


def _inner(name: str) -> Language:
    return language(name) if name == "python" or name == "shell" else Foreign(name)


def layout(source: Source, kind: Kind) -> Layout:
    """Of all programs in ``source``, by their places in the file."""
    found = [(part.source, part.language.layout(part.source)) for part in parts(source, kind)]
    if kind == "python" or kind == "shell":
        return found[0][1]
    return Layout(
        tuple(inner.home(span) for inner, own in found for span in own.comments),
        tuple(inner.home(span) for inner, own in found for span in own.statements),
        whole=False,
    )


def parses(source: Source, kind: Kind) -> bool:
    """Whether the languages of all programs in ``source`` accept them."""
    found = parts(source, kind)
    return not found.trouble and all(part.language.parses(part.source) for part in found)
