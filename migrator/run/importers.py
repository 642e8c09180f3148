"""Who imports the few files with an address, in a project that git knows."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from migrator.call.language import Language
from migrator.files import worktree
from migrator.files.discover import shown
from migrator.files.errors import Unreadable
from migrator.files.folders import Folders
from migrator.files.prefilter import may_call
from migrator.files.read import read
from migrator.files.search import Search
from migrator.files.sieve import PATTERNS, SUFFIXES, Sifted, Texts
from migrator.files.walk import inner
from migrator.records import dataclass

_ANY = {b""}
_MOST_WORDS = 40
"""Git looks for each of them apart: for more, all files are looked at."""
_MOST_OTHERS = 500
"""Files that git does not track and that are read sooner than it looks for more than it tracks."""


class Named:
    """The files that are asked about, by their real paths; no link leads to the ``unread``."""

    def __init__(
        self, files: Iterable[str], unread: Mapping[Sifted, Collection[str]], folders: Folders
    ) -> None:
        self._files = {folders.real(path): path for path in files}
        self._unread = frozenset(chain.from_iterable(unread.values()))
        self._places = [
            (os.path.join(os.path.realpath(sifted.folder), ""), inner(sifted.folder))
            for sifted in unread
        ]

    def get(self, real: str) -> str | None:
        if real in self._files:
            return self._files[real]
        for place, begin in self._places:
            path = begin + real.removeprefix(place)
            if real.startswith(place) and path in self._unread:
                return path
        return None

    def without_suffix(self) -> set[str]:
        return {real for real in self._files if not real.endswith(SUFFIXES)}


@dataclass(frozen=True, eq=False)
class _Asked:
    """Git looks through ``folder``; ``others`` are to be looked at whatever it finds."""

    folder: str
    search: Search
    others: frozenset[str]

    def found(self) -> frozenset[str] | None:
        names = self.search.found()
        if names is None:
            return None
        return self.others | {os.path.join(self.folder, name) for name in names}


class Importers:
    """Those of ``named`` that lead to a file of ``root`` with a needle.

    They are the same that following the imports of ``named`` finds, but for files that
    git ignores. Git begins at once; ``sifted`` is what it knows of ``root`` already. All
    paths are real ones, but those that are named.
    """

    def __init__(
        self,
        root: str,
        reader: Language,
        needles: Texts,
        folders: Folders,
        named: Named,
        sifted: Sifted | None = None,
    ) -> None:
        self._root = root
        self._reader = reader
        self._needles = needles
        self._folders = folders
        self._named = named
        self._importers: dict[str, set[str]] = defaultdict(set)
        self._looked: set[str] = set()
        self._others: frozenset[str] | None = None
        self._holding: set[str] | None = None
        if sifted and {*needles} <= {*sifted.texts}:
            self._others = self._few(sifted.others)
            found = (os.path.join(root, name) for name in (*sifted.holding, *sifted.others))
            self._holding = self._held(found)
            self._asked = self._about(self._holding)
        else:
            # It looks through what it tracks while it lists the others.
            search = Search(root, needles, PATTERNS)
            self._others = self._few(worktree.untracked(root, PATTERNS))
            self._asked = [_Asked(root, search, self._others or frozenset())]
            if self._others is None:
                self._asked.append(self._ask(root, needles))

    def _few(self, names: Collection[str] | None) -> frozenset[str] | None:
        """``None`` where git looks through the files that it does not track sooner than we do."""
        if names is None or len(names) > _MOST_OTHERS:
            return None
        return frozenset(os.path.join(self._root, name) for name in names)

    def found(self) -> set[str] | None:
        """``None``: git can't tell."""
        frontier = self._holding
        if frontier is None:
            holding = self._answers()
            if holding is None:
                return None
            frontier = self._held(holding)
            self._asked = self._about(frontier)
        reached: set[str] = set()
        while frontier:
            reached |= frontier
            found = self._answers()
            if found is None:
                return None
            self._look(found)
            importing = (self._importers.get(path, ()) for path in frontier)
            frontier = set().union(*importing) - reached
            self._asked = self._about(frontier)
        if not self._looked:
            return set()
        return {name for path in reached if (name := self._named.get(path))}

    def _held(self, paths: Iterable[str]) -> set[str]:
        modules = (path for path in paths if path.endswith(self._reader.suffixes))
        return {path for path in modules if may_call(_data(path), self._needles)}

    def _about(self, files: Collection[str]) -> list[_Asked]:
        """Asks for all that may import one of ``files``."""
        mentions = [self._reader.mention(path) for path in files]
        words = {os.fsencode(word) for each in mentions for word in each.words if word}
        words = words if len(words) <= _MOST_WORDS else _ANY
        places = {each.below for each in mentions if each.below is not None}
        return [
            self._ask(folder, texts, words=texts is not _ANY)
            for folder, texts in [(self._root, words), *((place, _ANY) for place in places)]
            if texts
        ]

    def _answers(self) -> set[str] | None:
        answers = [asked.found() for asked in self._asked]
        return None if None in answers else set().union(*(each or () for each in answers))

    def _ask(self, folder: str, texts: Iterable[bytes], *, words: bool = False) -> _Asked:
        others = self._others
        search = Search(folder, texts, PATTERNS, words=words, untracked=others is None)
        return _Asked(folder, search, others or frozenset())

    def _look(self, found: Collection[str]) -> None:
        """At what the files import, and those that bear no suffix."""
        for path in {*found, *(self._named.without_suffix() if self._asked else ())} - self._looked:
            self._looked.add(path)
            for other in self._neighbours(path):
                self._importers[self._folders.real(other)].add(path)

    def _neighbours(self, path: str) -> Iterator[str]:
        name = self._named.get(path) or shown(path)
        return self._reader.neighbours(name, _data(path), self._folders.names)


def _data(path: str) -> bytes:
    """Empty where it can't be read."""
    try:
        return read(path)
    except Unreadable:
        return b""
