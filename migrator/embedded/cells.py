"""Text with the place of every character of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

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


def cells(found: Iterable[Cell]) -> Cells:
    texts, starts, ends = [], [], []
    for character, start, end in found:
        texts.append(character)
        starts.append(start)
        ends.append(end)
    return Cells("".join(texts), tuple(starts), tuple(ends))


def run(raw: str, start: int, end: int) -> Iterator[Cell]:
    """``raw`` from ``start`` up to ``end``, where each character stands for itself."""
    return zip(raw[start:end], range(start, end), range(start + 1, end + 1), strict=True)


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


def split(content: str, holes: Collection[str]) -> list[str]:
    """``content`` in pieces, those of ``holes`` apart."""
    if not holes:
        return [content]
    return [piece for piece in re.split(f"({'|'.join(map(re.escape, holes))})", content) if piece]


class Composed:
    """What follows for a notation from how it writes texts and holes."""

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
