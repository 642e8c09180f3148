"""Strings of Groovy."""

from __future__ import annotations

import re

from migrator.embedded.cells import Cell, Cells, Read, cells, run
from migrator.records import dataclass

_NAMED = dict(zip("btnfrs\\'\"$", "\b\t\n\f\r \\'\"$", strict=True))
_UNICODE = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_FILLED = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}|\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)


@dataclass(frozen=True)
class Groovy(Read):
    """A string in ``quote``; double ones hold expressions, which are holes."""

    quote: str
    newline: str = "\n"
    refusal: str = "this string of Groovy can't hold the new text"

    def read(self, raw: str) -> Cells | None:
        quote = self.quote
        if not raw.startswith(quote) or not raw.endswith(quote) or len(raw) < 2 * len(quote):
            return None
        shown: list[Cell] = []
        holes: list[tuple[int, int]] = []
        at, end = len(quote), len(raw) - len(quote)
        while at < end:
            if raw.startswith(quote, at):
                return None
            filled = _FILLED.match(raw, at, end) if quote[0] == '"' else None
            if filled:
                holes.append((len(shown), len(shown) + len(filled.group())))
                shown += run(raw, at, filled.end())
                at = filled.end()
                continue
            character = _character(raw, at)
            if character[0]:
                shown.append(character)
            at = character[2]
        return cells(shown, holes)

    def write(self, content: str) -> str:
        special = "\\\\$" if self.quote[0] == '"' else "\\\\"
        if len(self.quote) == 1:
            special += self.quote
        escaped = re.sub(f"[{special}]", r"\\\g<0>", content)
        return escaped.replace("\n", self.newline if len(self.quote) == 3 else "\\n")


def _one(raw: str, at: int) -> Cell:
    return raw[at], at, at + 1


def _character(raw: str, at: int) -> Cell:
    if raw.startswith("\r\n", at):
        return "\n", at, at + 2
    if raw[at] != "\\":
        return _one(raw, at)
    if code := _UNICODE.match(raw, at):
        return chr(int(code[1], 16)), at, code.end()
    if raw[at + 1 : at + 2] == "\n":
        return "", at, at + 2
    if raw.startswith("\r\n", at + 1):
        return "", at, at + 3
    return _NAMED.get(raw[at + 1 : at + 2], raw[at + 1 : at + 2]), at, at + 2
