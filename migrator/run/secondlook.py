"""Files that name no address of the API, but may be given one by a file that they import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import field

from migrator.call.language import Language
from migrator.files.errors import Unreadable
from migrator.files.folders import Folders
from migrator.files.kind import Kind
from migrator.files.prefilter import may_call
from migrator.files.read import read
from migrator.files.root import covers, root_of
from migrator.records import dataclass
from migrator.run.candidate import Candidate
from migrator.run.languages import language

_Needles = tuple[bytes, ...]

MANY = 500
"""Files above which it is quicker to ask who imports the few with an address."""


@dataclass(frozen=True)
class _Kept:
    path: str
    kind: Kind
    needles: _Needles
    data: bytes | None = None

    def read(self) -> bytes:
        """Empty where it can't be read any more."""
        try:
            return read(self.path) if self.data is None else self.data
        except Unreadable:
            return b""


@dataclass
class SecondLook:
    """``paths`` are what the run was asked to look at.

    A file without one of ``hints`` makes no call with what it imports.
    """

    paths: Collection[str]
    hints: tuple[bytes, ...]
    many: int = MANY
    _kept: list[_Kept] = field(default_factory=list)
    _roots: set[tuple[str, str]] = field(default_factory=set)

    def found(self, path: str, kind: Kind) -> None:
        """The file at ``path`` holds a needle."""
        self._roots.add((root_of(path), language(kind).name))

    def keep(self, path: str, kind: Kind, needles: _Needles, data: bytes | None = None) -> None:
        """The file at ``path`` holds none of ``needles``; ``data`` only where it lies nowhere."""
        self._kept.append(_Kept(path, kind, needles, data))

    def candidates(self) -> Iterator[Candidate]:
        """Those that were kept and reach a file with a needle."""
        groups: dict[tuple[str, str, _Needles], list[_Kept]] = defaultdict(list)
        whole: dict[str, bool] = {}
        for file in self._kept:
            root, reader = root_of(file.path), language(file.kind)
            if root not in whole:
                whole[root] = covers(self.paths, file.path)
            # Of a whole project all files were seen, and if none of them holds a needle none will.
            all_seen = reader.suffixes and whole[root]
            if (root, reader.name) in self._roots or not all_seen:
                groups[root, reader.name, file.needles].append(file)
        folders = Folders()
        for (root, _, needles), those in groups.items():
            look = _Look(root, language(those[0].kind), needles, folders, self.hints)
            reaching = look.reaching(those, self.many)
            for file in those:
                if file.path in reaching and may_call(data := file.read(), self.hints):
                    yield Candidate(file.path, file.kind, data)


@dataclass(frozen=True)
class _Look:
    root: str
    reader: Language
    needles: _Needles
    folders: Folders
    hints: tuple[bytes, ...]

    def reaching(self, files: Collection[_Kept], many: int) -> Collection[str]:
        """The paths of those of ``files`` that lead to one with a needle."""
        found = self._forwards(files, many)
        if found is None and self.reader.suffixes:
            from migrator.run.importers import importers

            paths = [file.path for file in files]
            found = importers(self.root, self.reader, self.needles, self.folders, paths)
        return self._forwards(files) or () if found is None else found

    def _forwards(self, files: Collection[_Kept], most: int | None = None) -> set[str] | None:
        """``None`` where more than ``most`` files would have to be looked at."""
        from migrator.run.imports import Imports

        imports = Imports(self.root, self.reader, self.needles, self.folders, most)
        if most is not None and len(files) > most:
            return None
        for file in files:
            data = file.read()
            if may_call(data, self.hints) and not imports.add(file.path, data):
                return None
        return imports.reaching()
