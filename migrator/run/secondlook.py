"""Files that name no address of the API, but may be given one by a file that they import."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from migrator.call.language import Language
from migrator.files.errors import Unreadable
from migrator.files.kind import Kind
from migrator.files.prefilter import may_call
from migrator.files.read import read
from migrator.files.root import covers, inside, root_of
from migrator.run.candidate import Candidate
from migrator.run.languages import language

_Needles = tuple[bytes, ...]


@dataclass
class SecondLook:
    """``paths`` are what the run was asked to look at."""

    paths: Collection[str]
    _kept: list[tuple[Candidate, _Needles]] = field(default_factory=list)
    _roots: set[tuple[str, Kind]] = field(default_factory=set)

    def found(self, path: str, kind: Kind) -> None:
        """The file at ``path`` holds a needle."""
        self._roots.add((root_of(path), kind))

    def keep(self, candidate: Candidate, needles: _Needles) -> None:
        """It holds none of ``needles`` itself."""
        self._kept.append((candidate, needles))

    def candidates(self) -> Iterator[Candidate]:
        """Those that were kept and reach a file with a needle."""
        kept: dict[tuple[str, Kind, _Needles], list[Candidate]] = defaultdict(list)
        for candidate, needles in self._kept:
            root, kind = root_of(candidate.path), candidate.kind
            # Of a whole project all files were seen, and if none of them holds a needle none will.
            all_seen = language(kind).own_kind and covers(self.paths, candidate.path)
            if (root, kind) in self._roots or not all_seen:
                kept[root, kind, needles].append(candidate)
        folders = Folders()
        for (root, kind, needles), those in kept.items():
            graph = _Graph(root, language(kind), needles, folders)
            for candidate in those:
                graph.add(candidate.path, candidate.data)
            reaching = graph.reaching()
            yield from (candidate for candidate in those if candidate.path in reaching)


@dataclass
class Folders:
    """What lies in the folders, each looked at once."""

    _names: dict[str, frozenset[str]] = field(default_factory=dict)
    _real: dict[str, str] = field(default_factory=dict)

    def names(self, folder: str) -> frozenset[str]:
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(os.listdir(folder or "."))
            except OSError:
                self._names[folder] = frozenset()
        return self._names[folder]

    def inside(self, path: str, root: str) -> bool:
        folder = os.path.dirname(path)
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder)
        if os.path.islink(path):
            return inside(os.path.realpath(path), root)
        return inside(self._real[folder], root)


@dataclass
class _Graph:
    """Which files of a project name which others, as far as those that were added lead."""

    root: str
    reader: Language
    needles: _Needles
    folders: Folders
    _named_by: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _holding: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)

    def add(self, path: str, data: bytes) -> None:
        self._seen.add(path)
        pending = self._look(path, data)
        while pending:
            path = pending.pop()
            if path in self._seen or not self.folders.inside(path, self.root):
                continue
            self._seen.add(path)
            try:
                data = read(path)
            except Unreadable:
                continue
            if may_call(data, self.needles):
                self._holding.add(path)
            else:
                pending += self._look(path, data)

    def _look(self, path: str, data: bytes) -> list[str]:
        found = list(self.reader.neighbours(path, data, self.folders.names))
        for other in found:
            self._named_by[other].add(path)
        return found

    def reaching(self) -> set[str]:
        """The files that lead to one with a needle."""
        pending, reached = list(self._holding), set(self._holding)
        while pending:
            fresh = self._named_by[pending.pop()] - reached
            reached |= fresh
            pending += fresh
        return reached
