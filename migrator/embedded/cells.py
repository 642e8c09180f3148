"""Text with the place of every character of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Protocol

from migrator.records import dataclass

Cell = tuple[str, int, int]
"""A character, and the code points of the written form that stand for it: from, up to."""


@dataclass(frozen=True)
class Cells:
    """``starts`` and ``ends`` hold one offset for each character of ``text``.

    ``holes`` are the bounds, in ``text``, of what the host itself fills in, ``fixed``
    those of blanks that stand for what must stay.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    holes: tuple[tuple[int, int], ...] = ()
    fixed: tuple[tuple[int, int], ...] = ()


def cells(found: Iterable[Cell], holes: Iterable[tuple[int, int]] = ()) -> Cells:
    every = list(found)
    text = "".join([cell[0] for cell in every])
    starts, ends = [cell[1] for cell in every], [cell[2] for cell in every]
    return Cells(text, tuple(starts), tuple(ends), tuple(holes))


def run(raw: str, start: int, end: int) -> Iterator[Cell]:
    """``raw`` from ``start`` up to ``end``, where each character stands for itself."""
    return zip(raw[start:end], range(start, end), range(start + 1, end + 1), strict=True)


def unescaped(found: Cells, escape: re.Pattern[str]) -> tuple[Cells, Callable[[int], int]]:
    """``found`` without the first character of every ``escape``, and where the others are now.

    What is left of an escape stands for the whole of it.
    """
    dropped = {match.start() for match in escape.finditer(found.text)}
    kept = [index for index in range(len(found.text)) if index not in dropped]
    place = {index: at for at, index in enumerate(kept)}
    rest = Cells(
        "".join(found.text[index] for index in kept),
        tuple(found.starts[index - 1 if index - 1 in dropped else index] for index in kept),
        tuple(found.ends[index] for index in kept),
    )
    return rest, place.__getitem__


class Notation(Protocol):
    """A way in which a host writes text down."""

    @property
    def refusal(self) -> str:
        """A clause that says why a text can't be written, and what to do about it."""

    def read(self, raw: str) -> Cells | None:
        """The text that ``raw`` stands for, ``None`` where it is not in this notation."""

    def write(self, content: str) -> str:
        """How ``content``, in which no hole stands, is written in the middle of a text.

        Raises ``CannotWrite``, or gives what reads back as something else.
        """

    def hole(self, written: str) -> str:
        """How what the host fills in, ``written`` as the program sees it, is written."""

    def compose(self, content: str, holes: Collection[str]) -> str:
        """As ``write``, where ``holes`` stand in ``content``."""

    def says(self, raw: str, text: str) -> bool:
        """Whether ``raw`` stands for ``text``."""

    def lead(self, raw: str) -> str | None:
        """What, put before whole lines out of the middle of ``raw``, lets them be read alone.

        ``None`` where other lines may change what they say.
        """


def split(content: str, holes: Collection[str]) -> list[str]:
    """``content`` in pieces, those of ``holes`` apart."""
    if not holes:
        return [content]
    return [piece for piece in re.split(f"({'|'.join(map(re.escape, holes))})", content) if piece]


class Composed:
    """What follows for a notation from how it writes texts and holes."""

    def lead(self, raw: str) -> str | None:
        return None

    def write(self, content: str) -> str:
        raise NotImplementedError

    def hole(self, written: str) -> str:
        raise NotImplementedError

    def compose(self, content: str, holes: Collection[str]) -> str:
        pieces = split(content, holes)
        return "".join(self.hole(p) if p in holes else self.write(p) for p in pieces)


class Read(Composed):
    """What follows for a notation from how it is read."""

    def read(self, raw: str) -> Cells | None:
        raise NotImplementedError

    def hole(self, written: str) -> str:
        return written

    def says(self, raw: str, text: str) -> bool:
        found = self.read(raw)
        return found is not None and found.text == text


@dataclass(frozen=True)
class Within(Read):
    """Text in the notation ``inner``, with marks of its own."""

    inner: Notation

    @property
    def refusal(self) -> str:
        return self.inner.refusal

    def write(self, content: str) -> str:
        return self.inner.write(content)

    def hole(self, written: str) -> str:
        return self.inner.hole(written)
