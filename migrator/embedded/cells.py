"""Text with the place of every character of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
