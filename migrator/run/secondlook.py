"""Files that name no address of the API, but may be given one by a file that they import."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import field
from itertools import chain
from typing import TYPE_CHECKING

from migrator.call.language import Language
from migrator.files.errors import Unreadable
from migrator.files.folders import Folders
from migrator.files.kind import Kind
from migrator.files.prefilter import may_call
from migrator.files.read import read
from migrator.files.root import covers, root_in, root_of
from migrator.files.sieve import Sifted, Texts
from migrator.records import dataclass
from migrator.run.candidate import Candidate
from migrator.run.languages import language

if TYPE_CHECKING:
    from migrator.run.importers import Importers

MANY = 100
"""Files above which it is quicker to ask who imports the few with an address."""


@dataclass
class _Group:
    """Files of one project and one language; the ``unread`` are Python, and no links."""

    files: dict[str, Kind] = field(default_factory=dict)
    unread: dict[Sifted, list[str]] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[str, Kind]:
        return {**dict.fromkeys(chain(*self.unread.values()), "python"), **self.files}

    def __len__(self) -> int:
        return len(self.files) + sum(map(len, self.unread.values()))


@dataclass
class SecondLook:
    """``paths`` are what the run was asked to look at.

    A file without one of ``hints`` makes no call with what it imports. Of more than ``many``,
    or where fewer lead to five times as many, it is asked who leads to them. ``stdin`` is the
    one file that lies nowhere.
    """

    paths: Collection[str]
    hints: tuple[bytes, ...]
    many: int = MANY
    stdin: bytes | None = None
    _groups: dict[tuple[str, Language, Texts], _Group] = field(
        default_factory=lambda: defaultdict(_Group)
    )
    _roots: set[tuple[str, Language]] = field(default_factory=set)
    _looks: list[_Look] = field(default_factory=list)

    def found(self, path: str, kind: Kind) -> None:
        """The file at ``path`` holds a needle."""
        self._roots.add((root_of(path), language(kind)))

    def keep(self, path: str, kind: Kind, needles: Texts) -> None:
        """The file at ``path`` holds none of ``needles``."""
        self._groups[root_of(path), language(kind), needles].files[path] = kind

    def drop(self, sifted: Sifted, needles: Texts, paths: list[str]) -> None:
        """The Python files at ``paths`` hold none of ``needles``: that is what git knows."""
        self._groups[root_in(sifted.folder), language("python"), needles].unread[sifted] = paths

    def begin(self) -> None:
        """Lets git look for those who import what was found, where there are many."""
        folders = Folders()
        for (root, reader, needles), group in self._groups.items():
            # Of a whole project all files were seen, and if none of them holds a needle none will.
            all_seen = reader.suffixes and covers(self.paths, root)
            if (root, reader) in self._roots or not all_seen:
                look = _Look(self, root, reader, needles, folders, group)
                look.begin()
                self._looks.append(look)

    def candidates(self) -> Iterator[Candidate]:
        """Those that were kept and reach a file with a needle."""
        for look in self._looks:
            reaching = look.reaching()
            for path, kind in look.group.kinds.items() if reaching else ():
                if path in reaching and may_call(data := self.data(path), self.hints):
                    yield Candidate(path, kind, data)

    def data(self, path: str) -> bytes:
        """Empty where it can't be read any more."""
        try:
            return read(path) if self.stdin is None else self.stdin
        except Unreadable:
            return b""


@dataclass
class _Look:
    whole: SecondLook
    root: str
    reader: Language
    needles: Texts
    folders: Folders
    group: _Group
    _importers: Importers | None = None

    def begin(self) -> None:
        if len(self.group) > self.whole.many:
            self._importers = self._asked()

    def reaching(self) -> Collection[str]:
        """The paths of the files that lead to one with a needle."""
        found = None
        if len(self.group) <= self.whole.many:
            found = self._forwards(5 * self.whole.many)
        if found is None:
            importers = self._importers or self._asked()
            found = importers.found() if importers else None
        return self._forwards() or () if found is None else found

    def _asked(self) -> Importers | None:
        if not self.reader.suffixes:
            return None
        from migrator.run.importers import Importers, Named

        group = self.group
        named = Named(group.files, group.unread, self.folders)
        whole = (each for each in group.unread if os.path.realpath(each.folder) == self.root)
        known = next(whole, None)
        return Importers(self.root, self.reader, self.needles, self.folders, named, known)

    def _forwards(self, most: int | None = None) -> set[str] | None:
        """``None`` where more than ``most`` files would have to be looked at."""
        from migrator.run.imports import Imports

        imports = Imports(self.root, self.reader, self.needles, self.folders, most)
        for path in self.group.kinds:
            data = self.whole.data(path)
            if may_call(data, self.whole.hints) and not imports.add(path, data):
                return None
        return imports.reaching()
