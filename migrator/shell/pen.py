"""How new text is written in each kind of quoting."""

from __future__ import annotations

import re

from migrator.call.language import CannotWrite
from migrator.call.value import Hole, Value
from migrator.shell.quoting import ANSI, BARE, DOUBLE, HEREDOC, SINGLE, VERBATIM

_UNSAFE = re.compile(r"[^\w./:=,@%+-]", re.ASCII)
_NAME = re.compile(r"\$(\w+)")


class Pen:
    """Writes inside literals; raises ``CannotWrite`` where their quoting can't hold it."""

    def text(self, content: str, style: str) -> str:
        if style == SINGLE:
            return content.replace("'", "'\\''")
        if style in (DOUBLE, HEREDOC):
            special = '[\\\\"$`]' if style == DOUBLE else "[\\\\$`]"
            return re.sub(special, r"\\\g<0>", content)
        if style == ANSI:
            return re.sub(r"[\\']", r"\\\g<0>", content).replace("\n", "\\n")
        if style == BARE:
            if "\n" in content:
                raise CannotWrite("a word without quotes can't hold a new line")
            return _UNSAFE.sub(r"\\\g<0>", content)
        return content

    def hole(self, hole: Hole, style: str) -> str:
        if hole.filled:
            return f'"{hole.source}"' if style == BARE else hole.source
        expression = _expression(hole)
        if not expression.startswith("$"):
            return self.text(expression, style)
        if style == SINGLE:
            return f"'\"{expression}\"'"
        if style == ANSI:
            return f"'\"{expression}\"$'"
        if style == BARE:
            return f'"{expression}"'
        if style == VERBATIM:
            raise CannotWrite("a here-document whose mark is quoted expands nothing")
        return expression


PEN = Pen()


def word(value: Value) -> str:
    """One whole argument that says ``value``. Raises ``CannotWrite``."""
    known = value.known
    if known is not None:
        return f"'{PEN.text(known, SINGLE)}'"
    parts: list[str] = []
    for piece in value.pieces:
        if isinstance(piece, Hole):
            parts.append(PEN.hole(piece, DOUBLE))
            continue
        if parts and re.match(r"[\w\[]", piece.text) and (name := _NAME.fullmatch(parts[-1])):
            parts[-1] = f"${{{name[1]}}}"
        parts.append(PEN.text(piece.text, DOUBLE))
    return f'"{"".join(parts)}"'


def _expression(hole: Hole) -> str:
    if not hole.here:
        what = "may mean something else where the command stands" if hole.plain else "is encoded"
        raise CannotWrite(f"`{hole.plain or hole.source}` {what}")
    expression = hole.plain or hole.source
    if not expression.startswith("`"):
        return expression
    if "\\" in expression:
        raise CannotWrite(f"{expression} would have to be quoted another way")
    return f"$({expression[1:-1]})"
