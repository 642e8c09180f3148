"""Text in whole lines of a host, behind marks that stand before each of them."""

from __future__ import annotations

import re

from migrator.embedded.cells import Cell, Cells, Read, cells, run
from migrator.records import dataclass

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Lines(Read):
    """``mark`` stands before each line but the first, or as much of it as is there.

    It is made of blanks, or ends with them.
    """

    mark: str
    newline: str = "\n"
    refusal: str = "the lines of this block can't hold the new text"

    def lead(self, raw: str) -> str:
        return ""

    def read(self, raw: str) -> Cells | None:
        found: list[Cell] = []
        at = 0
        for ending in _BREAK.finditer(raw):
            found += run(raw, at, ending.start())
            at = self._behind_mark(raw, ending.end())
            found.append(("\n", ending.start(), at))
        found += run(raw, at, len(raw))
        return cells(found)

    def write(self, content: str) -> str:
        return content.replace("\n", self.newline + self.mark)

    def _behind_mark(self, raw: str, at: int) -> int:
        if raw.startswith(self.mark, at):
            return at + len(self.mark)
        if self.mark.strip():
            bare = self.mark.rstrip()
            return at + len(bare) if raw.startswith(bare, at) else at
        blanks = len(raw[at : at + len(self.mark)]) - len(
            raw[at : at + len(self.mark)].lstrip(" \t")
        )
        return at + blanks


def newline_of(text: str) -> str:
    found = _BREAK.search(text)
    return found.group() if found else "\n"
