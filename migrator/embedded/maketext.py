"""Text of a Makefile: what make leaves of it for the shell."""

from __future__ import annotations

import re

from migrator.embedded.cells import Cell, Cells, Read, cells
from migrator.records import dataclass

_JOINED = re.compile(r"\\(\r\n|\r|\n)(\t?)")
_BREAK = re.compile(r"\r\n|\r|\n")
_NAMED = re.compile(r"\$(?:\((\w+)\)|\{(\w+)\})", re.ASCII)
_SHELLS = re.compile(r"\$\{(\w+)\}", re.ASCII)


def reference(text: str, at: int) -> int:
    """Where what make expands at ``at``, a dollar, ends."""
    pairs = {"(": ")", "{": "}"}
    opening = text[at + 1 : at + 2]
    if opening not in pairs:
        return min(at + 2, len(text))
    depth = 0
    for index in range(at + 1, len(text)):
        if text[index] == opening:
            depth += 1
        elif text[index] == pairs[opening]:
            depth -= 1
            if not depth:
                return index + 1
    return len(text)


@dataclass(frozen=True)
class Recipe(Read):
    """A line of a recipe, or a value. ``known`` are the variables that the shell is told of.

    Others are holes, and so are all of them inside single quotes, which mean nothing to
    make. ``value`` says that no tab leads the lines that go on.
    """

    known: frozenset[str] = frozenset()
    value: bool = False
    newline: str = "\n"
    refusal: str = "a line of this Makefile can't hold the new text"

    def read(self, raw: str) -> Cells | None:
        shown: list[Cell] = []
        holes: list[tuple[int, int]] = []
        at, quote = 0, ""
        while at < len(raw):
            stop = at + 1
            found = [(raw[at], at, at + 1)]
            if joined := _JOINED.match(raw, at):
                stop = joined.end(1) if self.value else joined.end()
                found = [("\\", at, at + 1), ("\n", at + 1, stop)]
            elif raw[at] == "\\" and quote != "'" and raw[at + 1 : at + 2] not in ("", "$"):
                stop = at + 2
                found = [(raw[at], at, at + 1), (raw[at + 1], at + 1, stop)]
            elif _BREAK.match(raw, at):
                return None
            elif raw.startswith("$$", at):
                stop = at + 2
                found = [("$", at, stop)]
            elif raw[at] == "$":
                stop = reference(raw, at)
                named = _NAMED.fullmatch(raw, at, stop)
                text = raw[at:stop]
                if named and quote != "'" and (named[1] or named[2]) in self.known:
                    text = f"${{{text[2:-1]}}}"
                else:
                    holes.append((len(shown), len(shown) + stop - at))
                found = list(zip(text, range(at, stop), range(at + 1, stop + 1), strict=True))
            elif raw[at] in "'\"" and quote in ("", raw[at]):
                quote = "" if quote else raw[at]
            shown += found
            at = stop
        return cells(shown, holes)

    def write(self, content: str) -> str:
        def ours(match: re.Match[str]) -> str:
            return f"\0({match[1]})" if match[1] in self.known else match[0]

        tab = "" if self.value else "\t"
        text = _SHELLS.sub(ours, content).replace("$", "$$").replace("\0", "$")
        return text.replace("\n", f"{self.newline}{tab}")
