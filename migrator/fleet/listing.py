"""The list of a fleet: a repository a line."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from migrator.fleet.place import Place, place
from migrator.fleet.repository import Repository, named

_NAMED = re.compile(r"(?P<name>\w[\w./-]*)\s*=\s*(?P<place>\S.*)")
_COMMENT = re.compile(r"(?:^|\s)#.*")


class BadList(ValueError):
    """Its text says what is wrong, and in which line."""


@dataclass(frozen=True)
class Listing:
    """``again`` counts the lines that name what another has named before."""

    repositories: tuple[Repository, ...]
    again: int


def parse(text: str, folder: str, source: str) -> Listing:
    """What ``text`` lists. Folders are relative to ``folder``; ``source`` names the list.

    Raises ``BadList``.
    """
    rows: dict[str, tuple[int, str | None, Place]] = {}
    lines: dict[str, int] = {}
    again = 0
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        entry = _COMMENT.sub("", line).strip()
        if not entry:
            continue
        try:
            name, found = _read(entry, folder)
        except ValueError as error:
            raise BadList(f"{source}:{number}: {error}") from error
        if found.shown in rows:
            again += 1
            continue
        if name is not None and lines.setdefault(name, number) != number:
            raise BadList(
                f"{source}:{number}: `{name}` is also the name in line {lines[name]};"
                " give one of them another"
            )
        rows[found.shown] = number, name, found
    if not rows:
        raise BadList(f"{source}: names no repository; give a folder or a git URL a line")
    repositories = sorted(named(rows.values()), key=lambda each: (each.name, each.line))
    return Listing(tuple(repositories), again)


def _read(entry: str, folder: str) -> tuple[str | None, Place]:
    found = _NAMED.fullmatch(entry)
    if found and not os.path.exists(os.path.join(folder, entry)):
        return found["name"], place(found["place"], folder)
    return None, place(entry, folder)
