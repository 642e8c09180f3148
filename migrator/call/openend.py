"""Paths of which whoever calls a function says the end, and with it the endpoint."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from migrator.call.value import HOLE

_OPEN = re.compile(rf"/project/(?:{HOLE}|[^/]+/[^/]+/[^/]+)(?:/job)?/{HOLE}")
"""With what v2 puts before the number of a build."""

_END = re.compile(r"[?#]")
_LETTER = re.compile(r"[A-Za-z]")


def says_endpoint(closed: str, opened: str) -> bool:
    """Whether the URL ``opened`` says which endpoint of a project is meant where ``closed``,
    the same before a caller is known, has a hole behind the project.

    Both are shapes of values. A number alone says no more than the hole does.
    """
    at = _steps_before(closed)
    return at is not None and _says(at, opened)


def any_says(closed: Iterable[str], opened: Collection[str]) -> bool:
    """The same of any two of them."""
    ends = {at for at in map(_steps_before, closed) if at is not None}
    return any(_says(at, full) for at in ends for full in opened)


def doubt(closed: Iterable[str], others: Collection[str]) -> str | None:
    """What a person must look at where the URLs of a request leave the end open, and
    ``others`` go through the same function.
    """
    if any_says(closed, others):
        return "what ends its URL may name another endpoint, as other calls of the function do"
    return None


def _steps_before(closed: str) -> int | None:
    """How many slashes stand before the open end, ``None`` where there is none."""
    path = _END.split(closed)[0]
    found = _OPEN.search(path)
    return path.count("/") if found is not None and found.end() == len(path) else None


def _says(at: int, opened: str) -> bool:
    return bool(_LETTER.search("/".join(_END.split(opened)[0].split("/")[at:])))
