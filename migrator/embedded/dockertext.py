"""Text of an instruction of a Dockerfile."""

from __future__ import annotations

import re

from migrator.embedded.cells import Cell, Cells, Read, cells, run
from migrator.records import dataclass

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_END = re.compile(r"[ \t]*(\r\n|\r|\n)\Z")
_LEFT_OUT = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")


@dataclass(frozen=True)
class Instruction(Read):
    """Lines that a backslash joins; comments and blank lines between them are left out."""

    newline: str = "\n"
    refusal: str = "an instruction of this Dockerfile can't hold the new text"

    def read(self, raw: str) -> Cells | None:
        found: list[Cell] = []
        at = 0
        while at < len(raw):
            line = _LINE.match(raw, at)
            assert line
            ending = _END.search(raw, at, line.end())
            stop = ending.start() if ending else line.end()
            found += run(raw, at, stop)
            if ending:
                if not found or raw[stop - 1] != "\\":
                    return None
                after = line.end()
                while skipped := _LEFT_OUT.match(raw, after):
                    after = skipped.end()
                found.append(("\n", ending.start(1), after))
                at = after
            else:
                at = line.end()
        return cells(found)

    def write(self, content: str) -> str:
        return content.replace("\n", self.newline)


@dataclass(frozen=True)
class Document(Read):
    """The lines of a here-document."""

    newline: str = "\n"
    refusal: str = "a here-document of this Dockerfile can't hold the new text"

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
