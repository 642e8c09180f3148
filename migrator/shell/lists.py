"""Expansions that make a list: ``"$@"``, ``"${A[@]}"``, ``"${@:2}"``."""

from __future__ import annotations

import re

from migrator.records import dataclass
from migrator.shell.state import Field

_COUNT = r"\$(?:#|\{#@?\})"
_LIST = re.compile(
    r"\$[@*]|\$\{[@*]\}|\$\{(?P<array>[A-Za-z_]\w*)\[[@*]\]\}"
    rf"|\$\{{@:(?P<start>[1-9]|{_COUNT})"
    rf"(?::(?:(?P<count>[0-9]{{1,3}})|{_COUNT}-(?P<less>[1-9])))?\}}"
)


@dataclass(frozen=True)
class Part:
    """``${@:start:count}``; a negative number, or one of ``back``, counts from the end."""

    start: int = 1
    back: bool = False
    count: int | None = None

    def of(self, members: tuple[Field, ...]) -> tuple[Field, ...]:
        first = len(members) + self.start if self.back else self.start - 1
        if self.count is None:
            return members[max(first, 0) :]
        last = len(members) + self.count if self.count < 0 else first + self.count
        return members[max(first, 0) : max(last, 0)]


def read(written: str) -> tuple[str, Part] | None:
    """The array, or ``@`` for the arguments, that a whole word expands to, and the part of it."""
    match = _LIST.fullmatch(written.removeprefix('"').removesuffix('"'))
    if not match:
        return None
    if match["array"]:
        return match["array"], Part()
    if match["start"] is None:
        return "@", Part()
    if match["start"].startswith("$"):
        return "@", Part(-1, back=True)
    count = match["count"]
    less = match["less"]
    number = -int(less) if less else int(count) if count else None
    return "@", Part(int(match["start"]), count=number)
