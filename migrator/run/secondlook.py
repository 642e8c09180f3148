"""Files that name no address of the API, but may be given one by a file that they import."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from migrator.files.errors import Unreadable
from migrator.files.prefilter import may_call
from migrator.files.read import read
from migrator.files.root import covers, inside, root_of
from migrator.run.candidate import Candidate
from migrator.run.languages import language

_FARTHEST = 256
"""Files that are looked at for the sake of one; with more it is read, whatever they hold."""

_Needles = tuple[bytes, ...]


@dataclass
class SecondLook:
    """``paths`` are what the run was asked to look at."""

    paths: Collection[str]
    _kept: list[tuple[Candidate, _Needles]] = field(default_factory=list)
    _roots: set[str] = field(default_factory=set)
    _folders: dict[str, frozenset[str]] = field(default_factory=dict)
    _neighbours: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _holding: dict[tuple[str, _Needles], bool] = field(default_factory=dict)

    def found(self, path: str) -> None:
        """The file at ``path`` holds a needle."""
        self._roots.add(root_of(path))

    def keep(self, candidate: Candidate, needles: _Needles) -> None:
        """It holds none of ``needles`` itself."""
        self._kept.append((candidate, needles))

    def candidates(self) -> Iterator[Candidate]:
        """Those that were kept and reach a file with a needle."""
        for candidate, needles in self._kept:
            path = candidate.path
            # Of a whole project all files were seen, and if none of them holds a needle none will.
            if root_of(path) not in self._roots and covers(self.paths, path):
                continue
            if self._reaches(candidate, needles):
                yield candidate

    def _reaches(self, candidate: Candidate, needles: _Needles) -> bool:
        reader, root = language(candidate.kind), root_of(candidate.path)
        pending = deque(reader.neighbours(candidate.path, candidate.data, self._exists))
        seen = {candidate.path}
        while pending:
            path = pending.popleft()
            if path in seen or not inside(os.path.realpath(path), root):
                continue
            seen.add(path)
            if len(seen) > _FARTHEST:
                return True
            if self._holds(path, needles, candidate):
                return True
            pending.extend(self._neighbours[path])
        return False

    def _holds(self, path: str, needles: _Needles, candidate: Candidate) -> bool:
        if (path, needles) not in self._holding:
            try:
                data = read(path)
            except Unreadable:
                data = b""
            self._holding[path, needles] = may_call(data, needles)
            reader = language(candidate.kind)
            self._neighbours[path] = tuple(reader.neighbours(path, data, self._exists))
        return self._holding[path, needles]

    def _exists(self, path: str) -> bool:
        folder, name = os.path.split(path)
        if folder not in self._folders:
            try:
                self._folders[folder] = frozenset(os.listdir(folder or "."))
            except OSError:
                self._folders[folder] = frozenset()
        return name in self._folders[folder]
