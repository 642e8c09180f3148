"""Text of a scanned file as a terminal may see it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from migrator.report.secrets import MASK

if TYPE_CHECKING:
    import re

_TAB = "    "
_RAW_BYTES = range(0xDC80, 0xDD00)
"""The surrogates by which a byte that no encoding knew stands in a text."""


@cache
def _escaped() -> re.Pattern[str]:
    import re

    return re.compile(r"[^ -~]")


def printable(text: str) -> str:
    """``text`` on one line, its control characters, also invisible ones, as escapes."""
    return _escaped().sub(lambda match: cell(match[0]), text)


def cell(character: str) -> str:
    """What stands for one character."""
    if character.isprintable():
        return character
    if character == "\t":
        return _TAB
    code = ord(character)
    if code in _RAW_BYTES:
        code -= 0xDC00
    return ascii(chr(code))[1:-1]


def cells(text: str, secrets: list[tuple[int, int]]) -> list[str]:
    """What stands for each character of ``text``; a secret's characters share one mask."""
    shown = [cell(character) for character in text]
    for start, end in secrets:
        shown[start:end] = [MASK] + [""] * (end - start - 1)
    return shown


def width(shown: str) -> int:
    """Columns that ``shown`` takes on a terminal."""
    if shown.isascii():
        return len(shown)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(character) else 1 + (east_asian_width(character) in "WF")
        for character in shown
    )
