"""New text inside an existing string literal, and new string literals."""

from __future__ import annotations

from migrator.call.language import CannotWrite
from migrator.call.value import Hole
from migrator.python.strings import SEPARATOR, SUM, Style
from migrator.records import dataclass

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}


@dataclass(frozen=True)
class StringPen:
    """Writes text so that a literal of the given style says exactly it.

    New literals stand in ``quote``.
    """

    quote: str = '"'

    def text(self, content: str, style: str) -> str:
        """Raises ``CannotWrite`` where the style can't hold ``content``."""
        if style.startswith(SEPARATOR):
            between = style.removeprefix(SEPARATOR)
            if content.startswith(between):
                return ", " + literal(content.removeprefix(between), self.quote)
            if content.endswith(between):
                return ", " + literal(content.removesuffix(between), self.quote)
        if style == SUM:
            return " + " + literal(content, self.quote)
        form = Style.of(style)
        if form is None:
            raise CannotWrite(f"`{content}` would have to stand outside a string")
        if form.bytes and not content.isascii():
            raise CannotWrite("a bytes literal can't hold that text")
        if form.formatted or "{" in form.marks:
            content = content.replace("{", "{{").replace("}", "}}")
        if "%" in form.marks:
            content = content.replace("%", "%%")
        if form.raw:
            return _raw(content, form)
        return "".join(_escaped(character, form.quote) for character in content)

    def hole(self, hole: Hole, style: str) -> str:
        """Raises ``CannotWrite`` outside f-strings, and where the quotes clash."""
        form = Style.of(style)
        if form is None or not form.formatted or form.marks:
            raise CannotWrite(f"`{hole.source}` can't stand in that string")
        clash = form.quote[0] in hole.source or "\\" in hole.source or "\n" in hole.source
        if clash or "#" in hole.source:
            raise CannotWrite(f"the quotes of `{hole.source}` clash with the string around it")
        space = " " if hole.source.startswith("{") else ""
        return f"{{{space}{hole.source}}}"


def _raw(content: str, form: Style) -> str:
    if form.quote[0] in content or "\\" in content or not content.isprintable():
        raise CannotWrite("a raw string can't hold that text")
    return content


def _escaped(character: str, quote: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character == quote[0]:
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\U{code:08x}"


def literal(content: str, quote: str) -> str:
    """A new string literal that says ``content``."""
    return quote + "".join(_escaped(character, quote) for character in content) + quote
