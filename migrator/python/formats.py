"""The placeholders of ``%`` and ``format`` templates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.records import dataclass

_PERCENT = re.compile(
    r"%(?:\((?P<key>[^()]*)\))?(?P<flags>[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?)[hlL]?(?P<kind>.)",
    re.DOTALL,
)
_BRACES = re.compile(
    r"\{\{|\}\}|\{(?P<name>[^{}\[\].!:]*+)(?P<rest>[^{}!:]*)(?P<how>(?:![rsa])?(?::[^{}]*)?)\}|[{}]"
)


class Unreadable(Exception):
    """The template can't be taken apart for certain."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Cells ``start`` to ``end`` of a template.

    ``key`` is the name or number as written, empty for the next argument,
    ``None`` for a doubled escape. ``plain`` says the argument's text goes in as it is.
    """

    start: int
    end: int
    key: str | None
    plain: bool = True


def percent(shape: str) -> Iterator[Placeholder]:
    """The placeholders of a ``%`` template, in order. Raises ``Unreadable``."""
    at = shape.find("%")
    while at >= 0:
        match = _PERCENT.match(shape, at)
        if not match:
            raise Unreadable
        kind, flags = match["kind"], match["flags"]
        if kind == "%":
            yield Placeholder(at, match.end(), None)
        elif kind not in "diouxXeEfFgGcrsa" or "*" in flags:
            raise Unreadable
        else:
            yield Placeholder(at, match.end(), match["key"] or "", kind in "sd" and not flags)
        at = shape.find("%", match.end())


def braces(shape: str) -> Iterator[Placeholder]:
    """The placeholders of a ``format`` template, in order. Raises ``Unreadable``."""
    for match in _BRACES.finditer(shape):
        written = match[0]
        if written in ("{{", "}}"):
            yield Placeholder(match.start(), match.end(), None)
        elif match["name"] is None:
            raise Unreadable
        else:
            plain = not match["rest"] and match["how"] in ("", "!s")
            yield Placeholder(match.start(), match.end(), match["name"], plain)
