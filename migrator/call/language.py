"""What a language must offer, and what it says when it can't."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from posixpath import split
from typing import Protocol

from migrator.call.call import Call
from migrator.call.command import Command
from migrator.call.source import Edit, Source, Span
from migrator.records import dataclass

MISSING = "a call may be missing here, or its address not in view"
"""What follows where a reader does not follow all that there is."""

_TELLING = re.compile(r"circleci|/api/v\d", re.IGNORECASE)


def may_hold_address(text: str) -> bool:
    """Whether it is news that ``text`` can't be read: of the API it may name an address."""
    return bool(_TELLING.search(text))


class CannotWrite(Exception):
    """The language can't say a request at that place; the text is the reason, a clause."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file, or a part of it, that could not be read.

    ``offset`` is the code point where it begins, ``reason`` one clause.
    """

    offset: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """``trouble`` set means that a part of the file, or all of it, could not be read.

    ``commands`` are those that the program starts, ``beyond`` what of it was not followed
    because that goes beyond a bound of the reader.
    """

    calls: tuple[Call, ...] = ()
    trouble: Trouble | None = None
    commands: tuple[Command, ...] = ()
    beyond: tuple[Trouble, ...] = ()


Listing = Callable[[str], Collection[str]]
"""The names of what lies in a folder, whose path is written as that of a source is."""


def exists_in(listing: Listing) -> Callable[[str], bool]:
    """Whether something lies at a path."""

    def exists(path: str) -> bool:
        folder, name = split(path)
        return name in listing(folder)

    return exists


class Project(Protocol):
    """The other files of the program that a source is a part of."""

    def source(self, path: str) -> Source | None:
        """The file at ``path``, which is written as the source's own path is.

        ``None`` where no file is there, where it is no text, too large, or outside
        of the project. Every file is read once, and only when it is asked for.
        """


class Alone:
    """The project of a source that has no other files in view."""

    def source(self, path: str) -> Source | None:
        return None


@dataclass(frozen=True, slots=True)
class Mention:
    """What a source holds that leads to a file: one of ``words``, unless it lies ``below``."""

    words: frozenset[str]
    below: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where comments stand, and the statements that hold no other but what they run inside.

    A statement is a pipeline, a list or a command of shell, a logical line of Python.
    ``whole`` says that there is no comment besides.
    """

    comments: tuple[Span, ...] = ()
    statements: tuple[Span, ...] = ()
    whole: bool = True


def one_by_one(
    write: Callable[[Source, Call, Call], tuple[Edit, ...]],
    source: Source,
    changes: Iterable[Change],
) -> Iterator[Written]:
    """What ``write``, which may raise ``CannotWrite``, makes of each of ``changes``."""
    for old, new in changes:
        try:
            yield write(source, old, new)
        except CannotWrite as refusal:
            yield refusal


Change = tuple[Call, Call]
"""A call as it is, and as it is to become."""

Written = tuple[Edit, ...] | CannotWrite


class Language(Protocol):
    """Source text to calls, and back."""

    @property
    def name(self) -> str: ...

    def read(self, source: Source, project: Project) -> Reading:
        """All calls in the source, in order. Never raises for any text."""

    def neighbours(self, path: str, data: bytes, listing: Listing) -> Iterator[str]:
        """The paths of other files that ``read`` may ask for; more than it does, but no fewer.

        Nothing is parsed: ``data`` are the bytes of the file at ``path``.
        """

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Of the files that ``neighbours`` leads to, which a run over their folder reads too.

        None where they may have any name.
        """

    def mention(self, path: str) -> Mention:
        """What every source holds for which ``neighbours`` has the file at ``path``."""

    def write(self, source: Source, changes: Sequence[Change]) -> tuple[Written, ...]:
        """For each of ``changes`` the edits that make it, or why there are none."""

    def layout(self, source: Source) -> Layout:
        """The comments and statements of the source, in order. Never raises for any text."""

    def parses(self, source: Source) -> bool:
        """Whether the language accepts the text."""
