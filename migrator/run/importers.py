"""Who imports the few files with an address, in a project that git knows."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from functools import cached_property

from migrator.call.language import Language
from migrator.files.discover import shown
from migrator.files.errors import Unreadable
from migrator.files.folders import Folders
from migrator.files.prefilter import may_call
from migrator.files.read import read
from migrator.files.search import Search
from migrator.files.sieve import PATTERNS, SUFFIXES
from migrator.records import dataclass

_ANY = {b""}
_MOST_WORDS = 40
"""Git looks for each of them apart: for more, all files are looked at."""


def importers(
    root: str,
    reader: Language,
    needles: tuple[bytes, ...],
    folders: Folders,
    paths: Iterable[str],
) -> set[str] | None:
    """Those of ``paths`` that lead to a file of ``root`` with a needle; ``None``: git can't tell.

    The same that following the imports of ``paths`` finds, but for files that git ignores.
    """
    importing = _Importing(root, reader, folders, list(paths))
    frontier = importing.holding(needles)
    reached: set[str] = set()
    while frontier:
        reached |= frontier
        if not importing.look(frontier):
            return None
        frontier = importing.of(frontier) - reached
    if frontier is None:
        return None
    if not importing.looked:
        return set()
    return {importing.named[path] for path in reached if path in importing.named}


@dataclass
class _Importing:
    """All paths are real ones, but ``paths``: those that are asked about."""

    root: str
    reader: Language
    folders: Folders
    paths: list[str]
    _importers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    looked: set[str] = field(default_factory=set)

    @cached_property
    def named(self) -> dict[str, str]:
        """The paths that are asked about, by the real ones."""
        return {self.folders.real(path): path for path in self.paths}

    def holding(self, needles: tuple[bytes, ...]) -> set[str] | None:
        """The files with a needle that others may import."""
        patterns = [f"*{suffix}" for suffix in self.reader.suffixes]
        found = self._search(self.root, needles, patterns)
        return None if found is None else {p for p in found if may_call(_data(p), needles)}

    def look(self, files: Collection[str]) -> bool:
        """Looks at all that may import one of ``files``; false where git can't tell."""
        mentions = [self.reader.mention(path) for path in files]
        words = {os.fsencode(word) for each in mentions for word in each.words if word}
        words = words if len(words) <= _MOST_WORDS else _ANY
        places = {each.below for each in mentions if each.below is not None}
        if not (words or places):
            return True
        found = {path for path in self.named if not path.endswith(SUFFIXES)}
        for folder, texts in [(self.root, words), *((place, _ANY) for place in places)]:
            if texts:
                holding = self._search(folder, texts, PATTERNS, words=texts is not _ANY)
                if holding is None:
                    return False
                found |= holding
        for path in found - self.looked:
            self.looked.add(path)
            for other in self._neighbours(path):
                self._importers[self.folders.real(other)].add(path)
        return True

    def of(self, files: Iterable[str]) -> set[str]:
        """Those that were looked at and import one of ``files``."""
        return {importer for path in files for importer in self._importers.get(path, ())}

    def _search(
        self, folder: str, texts: Iterable[bytes], patterns: Iterable[str], *, words: bool = False
    ) -> set[str] | None:
        found = Search(folder, texts, patterns, words=words, untracked=True).found()
        return None if found is None else {os.path.join(folder, name) for name in found}

    def _neighbours(self, path: str) -> Iterator[str]:
        name = self.named.get(path) or shown(path)
        return self.reader.neighbours(name, _data(path), self.folders.names)


def _data(path: str) -> bytes:
    """Empty where it can't be read."""
    try:
        return read(path)
    except Unreadable:
        return b""
