"""A repository of a fleet, and the list that names it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from migrator.fleet.place import Place

_FOLDER = re.compile(r"[/\\]+")
_URL = re.compile(r"[/:]+")


@dataclass(frozen=True)
class Repository:
    """``line`` of the list (from 1) names it; ``name`` is its own among all of the list."""

    name: str
    place: Place
    line: int

    @property
    def key(self) -> str:
        """A short word for its place, good as the name of a folder."""
        word = re.sub(r"[^\w.-]", "-", self.name)[-40:].strip(".-") or "repository"
        raw = self.place.shown.encode("utf-8", "surrogateescape")
        return f"{word}-{sha256(raw).hexdigest()[:12]}"


def named(places: Iterable[tuple[int, str | None, Place]]) -> Iterator[Repository]:
    """Each with the name that it was given, or with as much of its path's end as tells it apart."""
    rows = list(places)
    taken = Counter(name for _, name, _ in rows if name)
    parts = [
        (_URL if place.scheme else _FOLDER).split(place.shown.rstrip("/")) for _, _, place in rows
    ]
    depths = [1] * len(rows)
    names: list[str] = []
    for _ in range(max(map(len, parts), default=0)):
        names = [
            name or "/".join(part[-depth:]).removesuffix(".git")
            for (_, name, _), part, depth in zip(rows, parts, depths, strict=True)
        ]
        counted = Counter(names)
        again = [
            name is None and (counted[shown] > 1 or shown in taken)
            for (_, name, _), shown in zip(rows, names, strict=True)
        ]
        if not any(again):
            break
        depths = [depth + more for depth, more in zip(depths, again, strict=True)]
    for (line, _, place), name in zip(rows, names, strict=True):
        yield Repository(name or place.shown, place, line)
