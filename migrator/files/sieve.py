"""Files that need not be read, because git finds none of the texts in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.files.kind import may_be_read
from migrator.files.root import project_of
from migrator.files.walk import inner
from migrator.records import dataclass

if TYPE_CHECKING:
    from migrator.files.search import Search
    from migrator.files.worktree import Listing

SUFFIXES = (".py", ".pyi")
"""Of the kinds of files that there are thousands of; all others are read."""
PATTERNS = tuple(f"*{suffix}" for suffix in SUFFIXES)

FEWEST = 1000
"""Files that are read sooner than git is started."""
_ENTRY = 72
"""Bytes that a file takes in git's index, at the least (gitformat-index(5))."""

Texts = tuple[bytes, ...]


@dataclass(frozen=True, eq=False)
class Sifted:
    """What git knows of the files below ``folder``: who holds one of ``texts``.

    Nobody looked into ``others``, which it does not track or does not look at. All
    are relative to the folder.
    """

    folder: str
    texts: Texts
    holding: frozenset[str]
    others: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Asked:
    folder: str
    texts: Texts
    search: Search
    watched: frozenset[str]
    others: tuple[str, ...]


class Sieve:
    """``texts`` gives for a folder what a file in it is read for if it holds it."""

    def __init__(self, texts: Callable[[str], Texts]) -> None:
        self._texts = texts
        self._begun: dict[str, tuple[Texts, Search]] = {}
        self._asked: list[_Asked] = []
        self._absent: dict[str, Sifted] = {}
        self.unsure: set[str] = set()
        """Files that hold a text, or may, and that need not be there any more."""

    def begin(self, folder: str) -> None:
        """Lets git look while it lists the files, if there may be many."""
        if _many(folder):
            self._begun[folder] = self._search(folder)

    def named(self, files: Collection[str]) -> None:
        """Asks git about ``files``, which are there and are no links, if they are many."""
        if len(files) < FEWEST:
            return
        from migrator.files import worktree

        self.begin(".")
        listing = worktree.listed(".", may_be_read)
        if listing:
            watched = tuple(name for name in listing.watched if name in files)
            self.listed(".", replace(listing, watched=watched))

    def listed(self, folder: str, listing: Listing) -> frozenset[str]:
        """Those of the files in ``folder`` that git is asked about."""
        watched = frozenset([name for name in listing.watched if name.endswith(SUFFIXES)])
        begun = self._begun.pop(folder, None)
        if len(watched) < FEWEST:
            return frozenset()
        texts, search = begun or self._search(folder)
        others = tuple(name for name in listing.others if name.endswith(SUFFIXES))
        self._asked.append(_Asked(folder, texts, search, watched, others))
        return watched

    def drops(self, name: str, texts: Texts) -> Sifted | None:
        """From where it is known that the file holds none of ``texts``, if it is."""
        sifted = self._absent.get(name)
        known = sifted and (texts is sifted.texts or set(texts) <= set(sifted.texts))
        return sifted if known else None

    def settle(self) -> None:
        """Waits for what git finds in the files that were listed."""
        for asked in self._asked:
            holding = asked.search.found()
            below = inner(asked.folder)
            if holding is None:
                self.unsure.update(below + name for name in asked.watched)
                continue
            self.unsure.update(below + name for name in holding)
            names = [below + name for name in asked.watched - holding]
            sifted = Sifted(asked.folder, asked.texts, holding, asked.others)
            self._absent.update(dict.fromkeys(names, sifted))

    def _search(self, folder: str) -> tuple[Texts, Search]:
        from migrator.files.search import Search

        texts = self._texts(folder)
        return texts, Search(folder, texts, PATTERNS)


def _many(folder: str) -> bool:
    """Whether git's index is large, where it lies in the work tree itself."""
    project = project_of(os.path.abspath(folder))
    try:
        return os.path.getsize(os.path.join(project, ".git", "index")) >= FEWEST * _ENTRY
    except OSError:
        return False
