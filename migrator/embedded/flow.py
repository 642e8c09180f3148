"""Plain and quoted scalars of YAML, and the strings of JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.embedded.cells import Cell, Cells, Read, cells, run
from migrator.records import dataclass

_SPACE = re.compile(r"[ \t\r\n]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_JOINED = re.compile(r"\\(?:\r\n|\r|\n)([ \t\r\n]*)")
_LETTERS = "0abtnvfreN_LP"
_NAMED = dict(zip(_LETTERS, "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_CODED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_LOW = re.compile(r"\\u([dD][c-fC-F][0-9A-Fa-f]{2})")
_ENDS_PLAIN = re.compile(r":(?=[ \t\r\n]|\Z)|(?<=[ \t\r\n])#|^[ \t]|[ \t]\Z")
_ENDS_IN_FLOW = re.compile(r"[,\[\]{}]|:(?=[,\[\]{}])")
_NO_START = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|[-?:](?:[ \t\r\n]|\Z)")
_UNWRITTEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def _folded(raw: str, match: re.Match[str], breaks: int) -> Iterator[Cell]:
    """The character, or characters, that white space with line breaks in it stands for."""
    text = " " if breaks == 1 else "\n" * (breaks - 1)
    for index, character in enumerate(text, 1):
        whole = index == len(text)
        yield character, match.start(), match.end() if whole else match.start()


def _read(raw: str, start: int, end: int, escape: str) -> Iterator[Cell]:
    at = start
    while at < end:
        if space := _SPACE.match(raw, at, end):
            breaks = len(_BREAK.findall(space.group()))
            yield from _folded(raw, space, breaks) if breaks else run(raw, *space.span())
            at = space.end()
        elif escape and raw[at] == escape:
            found = list(_single(raw, at) if escape == "'" else _escaped(raw, at, end))
            yield from found
            at = _end_of_escape(raw, at, end, found)
        else:
            yield raw[at], at, at + 1
            at += 1


def _end_of_escape(raw: str, at: int, end: int, found: list[Cell]) -> int:
    if joined := _JOINED.match(raw, at, end):
        return joined.end()
    return found[-1][2] if found else end


def _single(raw: str, at: int) -> Iterator[Cell]:
    yield "'", at, at + 2


def _escaped(raw: str, at: int, end: int) -> Iterator[Cell]:
    if joined := _JOINED.match(raw, at, end):
        for _ in _BREAK.findall(joined[1]):
            yield "\n", at, joined.end()
        return
    if coded := _CODED.match(raw, at, end):
        code = int(next(group for group in coded.groups() if group), 16)
        low = _LOW.match(raw, coded.end(), end) if 0xD800 <= code < 0xDC00 else None
        if low:
            code = 0x10000 + ((code - 0xD800) << 10) + (int(low[1], 16) - 0xDC00)
        yield chr(code) if code < 0x110000 else "\ufffd", at, (low or coded).end()
        return
    yield _NAMED.get(raw[at + 1 : at + 2], raw[at + 1 : at + 2]), at, at + 2


@dataclass(frozen=True)
class Plain(Read):
    """``flow`` says that it stands in brackets or braces."""

    flow: bool
    refusal: str = "a plain YAML scalar can't hold the new text: write it as a block (`|`) first"

    def read(self, raw: str) -> Cells | None:
        if not raw or _NO_START.match(raw) or _ENDS_PLAIN.search(raw):
            return None
        if self.flow and _ENDS_IN_FLOW.search(raw):
            return None
        return cells(_read(raw, 0, len(raw), ""))

    def write(self, content: str) -> str:
        return content


@dataclass(frozen=True)
class Single(Read):
    refusal: str = "a quoted scalar can't hold the new text: write it as a block (`|`) first"

    def read(self, raw: str) -> Cells | None:
        inner = raw[1:-1]
        if (
            len(raw) < 2
            or raw[0] != "'"
            or raw[-1] != "'"
            or re.search("(?<!')(?:'')*'(?!')", inner)
        ):
            return None
        return cells(_read(raw, 1, len(raw) - 1, "'"))

    def write(self, content: str) -> str:
        return content.replace("'", "''")

    def hole(self, written: str) -> str:
        return self.write(written)


@dataclass(frozen=True)
class Double(Read):
    """``json`` says that no line break stands in it."""

    json: bool = False
    refusal: str = "this string can't hold the new text"

    def read(self, raw: str) -> Cells | None:
        if not _DOUBLE.fullmatch(raw):
            return None
        if self.json and _BREAK.search(raw):
            return None
        return cells(_read(raw, 1, len(raw) - 1, "\\"))

    def write(self, content: str) -> str:
        def escaped(match: re.Match[str]) -> str:
            character = match.group()
            short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
            return short.get(character, f"\\u{ord(character):04x}")

        quoted = re.sub(r'[\\"]', r"\\\g<0>", content)
        return _UNWRITTEN.sub(escaped, quoted.replace("\t", "\\t") if self.json else quoted)

    def hole(self, written: str) -> str:
        return self.write(written)
