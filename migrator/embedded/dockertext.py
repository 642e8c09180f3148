"""Text of an instruction of a Dockerfile."""

from __future__ import annotations

import re

from migrator.embedded.cells import Cell, Cells, Read, cells, run
from migrator.records import dataclass

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_END = re.compile(r"(?<![ \t])[ \t]*(\r\n|\r|\n)\Z")
_LEFT_OUT = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")


@dataclass(frozen=True)
class Instruction(Read):
    """Lines that a backslash joins; comments and blank lines between them are left out."""

    newline: str = "\n"
    refusal: str = "an instruction of this Dockerfile can't hold the new text"

    def lead(self, raw: str) -> str:
        return ""

    def read(self, raw: str) -> Cells | None:
        lines = self._lines(raw)
        if lines is None:
            return None
        found: list[Cell] = []
        for start, end, newline, behind in lines:
            found += run(raw, start, end)
            if newline < behind:
                found.append(("\n", newline, behind))
        return cells(found)

    def says(self, raw: str, text: str) -> bool:
        lines = self._lines(raw)
        if lines is None:
            return False
        ended = ("\n" if newline < behind else "" for _, _, newline, behind in lines)
        told = zip(lines, ended, strict=True)
        return text == "".join(f"{raw[line[0] : line[1]]}{ending}" for line, ending in told)

    def _lines(self, raw: str) -> list[tuple[int, int, int, int]] | None:
        """Where the text of each begins and ends, and the bounds of the break that follows."""
        found: list[tuple[int, int, int, int]] = []
        at = 0
        while at < len(raw):
            line = _LINE.match(raw, at)
            assert line
            ending = _END.search(raw, at, line.end())
            after = line.end()
            if not ending:
                found.append((at, after, after, after))
            else:
                stop = ending.start()
                if (stop == at and not found) or raw[stop - 1] != "\\":
                    return None
                while skipped := _LEFT_OUT.match(raw, after):
                    after = skipped.end()
                found.append((at, stop, ending.start(1), after))
            at = after
        return found

    def write(self, content: str) -> str:
        return content.replace("\n", self.newline)


@dataclass(frozen=True)
class Document(Read):
    """The lines of a here-document."""

    newline: str = "\n"
    refusal: str = "a here-document of this Dockerfile can't hold the new text"

    def lead(self, raw: str) -> str:
        return ""

    def read(self, raw: str) -> Cells | None:
        found: list[Cell] = []
        at = 0
        while at < len(raw):
            size = 2 if raw.startswith("\r\n", at) else 1
            found.append(("\n" if size == 2 else raw[at], at, at + size))
            at += size
        return cells(found)

    def write(self, content: str) -> str:
        return content.replace("\n", self.newline)
