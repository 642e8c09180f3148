"""Literal and folded scalars of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.embedded.cells import Cell, Cells, Read, cells, run
from migrator.records import dataclass

_HEADER = re.compile(r"(?P<style>[|>])(?P<marks>[+\-1-9]*)[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_BREAK = re.compile(r"\r\n|\r|\n")
_Bounds = tuple[int, int]


@dataclass(frozen=True)
class Block(Read):
    """``indent`` is the number of blanks before every line, ``newline`` what ends one.

    Nothing can be written where no line shows how deep they are indented.
    """

    indent: int
    newline: str
    refusal: str = "this block of YAML can't hold the new text"

    def lead(self, raw: str) -> str | None:
        return f"|1+\n{' ' * self.indent}" if raw.startswith("|") else None

    def read(self, raw: str) -> Cells | None:
        header = _HEADER.match(raw)
        if not header or not self.indent:
            return None
        found = tuple(self._lines(raw, header.end()))
        return None if None in found else cells(cell for cell in found if cell)

    def write(self, content: str) -> str:
        """A line without text gets no blanks; what stands behind the last goes on in its line."""
        first, *others = _BREAK.split(content)
        blanks = " " * self.indent
        inner = [f"{blanks}{line}" if line else "" for line in others[:-1]]
        return self.newline.join([first, *inner, *(f"{blanks}{line}" for line in others[-1:])])

    def _lines(self, raw: str, at: int) -> Iterator[Cell | None]:
        header = _HEADER.match(raw)
        assert header
        folded, marks = header["style"] == ">", header["marks"]
        explicit = bool(re.search("[1-9]", marks))
        breaks: list[_Bounds] = []
        flush = None
        while at < len(raw):
            line = _LINE.match(raw, at)
            assert line
            text, ends = line[1], line.span(2)
            blank = not text.strip(" ") and len(text) <= self.indent
            if not blank:
                if text[: self.indent].strip(" "):
                    yield None
                    return
                start = at + self.indent
                here = raw[start] not in " \t"
                if flush is None and not (here or explicit or raw[start] == "\t"):
                    yield None
                    return
                yield from _between(breaks, start, folded=folded and here and flush is True)
                yield from run(raw, start, line.end(1))
                breaks, flush = [], here
            if ends[0] < ends[1]:
                breaks.append(ends)
            at = line.end()
        if flush is None:
            yield None  # no line would show how deep the block is indented
        elif "+" in marks:
            yield from (("\n", *bounds) for bounds in breaks)
        elif "-" not in marks:
            yield from (("\n", *bounds) for bounds in breaks[:1])


def _between(breaks: list[_Bounds], start: int, *, folded: bool) -> Iterator[Cell]:
    """What the breaks between two lines say, the second of which begins at ``start``."""
    begins = [bounds[0] for bounds in breaks]
    text = "\n" * len(breaks)
    if folded:
        text = " " if len(breaks) == 1 else text[1:]
        begins = begins[:1] + begins[2:]
    ends = [*begins[1:], start][: len(begins)]
    yield from zip(text, begins, ends, strict=True)
