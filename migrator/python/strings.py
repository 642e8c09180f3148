"""String tokens to pieces of text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.call.value import Literal
from migrator.records import dataclass

_TOKEN = re.compile(r"([A-Za-z]*)('''|\"\"\"|'|\")")
_ESCAPE = r"\\(?:\r\n|[0-7]{1,3}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|N\{[^}]*\}|.)"
_NEWLINE = r"\r\n?"
_BRACE = r"\{\{|\}\}"
_SHORT = {
    "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f",
    "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip

SEPARATOR = "separator "
"""Begins the style of what ``join`` puts between two elements; its place is the comma there."""

SUM = "sum"
"""The style of text that comes as a further term of a sum."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a literal is quoted, and through which kinds of formatting its text goes.

    ``marks`` holds ``%`` for a template of the ``%`` operator, ``{`` for one of
    ``format`` or the text of an f-string.
    """

    prefix: str
    quote: str
    marks: str = ""

    @property
    def raw(self) -> bool:
        return "r" in self.prefix

    @property
    def bytes(self) -> bool:
        return "b" in self.prefix

    @property
    def formatted(self) -> bool:
        return "f" in self.prefix

    def __str__(self) -> str:
        return f"{self.prefix}{self.quote}{self.marks}"

    @staticmethod
    def of(word: str) -> Style | None:
        """The style that ``str`` wrote as ``word``."""
        match = _TOKEN.match(word)
        return Style(match[1], match[2], word[match.end() :]) if match else None


def token(written: str) -> tuple[Style, int]:
    """The style of a string token and the length of its opening."""
    match = _TOKEN.match(written)
    assert match, written
    return Style(match[1].lower(), match[2]), match.end()


def pieces(source: Source, start: int, end: int, style: Style) -> Iterator[Literal]:
    """The text between the quotes, which stand outside ``start`` and ``end``."""
    word = str(style)
    inside = source.text[start:end]
    at = 0
    for match in _special(style).finditer(inside):
        character = _character(match[0], style)
        if character is None:
            continue
        if match.start() > at:
            yield Literal(
                inside[at : match.start()], source.span(start + at, start + match.start()), word
            )
        if character:
            yield Literal(character, source.span(start + match.start(), start + match.end()), word)
        at = match.end()
    if at < len(inside):
        yield Literal(inside[at:], source.span(start + at, end), word)


def _special(style: Style) -> re.Pattern[str]:
    """What does not stand for itself in text of that style."""
    patterns = [_NEWLINE]
    if not style.raw:
        patterns.append(_ESCAPE)
    if style.formatted:
        patterns.append(_BRACE)
    return re.compile("|".join(patterns), re.DOTALL)


def _character(written: str, style: Style) -> str | None:
    """What an escape stands for; ``None`` where it stands for itself."""
    if written.startswith("\r"):
        return "\n"
    if written[0] in "{}":
        return written[0]
    body = written[1:]
    if body in ("\n", "\r\n", "\r"):
        return ""
    if body in _SHORT:
        return _SHORT[body]
    if body[0] in "01234567":
        return chr(int(body, 8))
    if body[0] == "x" and len(body) == 3:
        return chr(int(body[1:], 16))
    if style.bytes or len(body) == 1:
        return None
    return _unicode(body)


def _unicode(body: str) -> str | None:
    if body[0] != "N":
        return chr(int(body[1:], 16))
    try:
        return unicodedata.lookup(body[2:-1])
    except KeyError:
        return None
