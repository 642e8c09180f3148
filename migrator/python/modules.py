"""Modules of the same project, read when they are imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from posixpath import dirname, join
from typing import TYPE_CHECKING

import libcst as cst

from migrator.call.language import Project, Trouble
from migrator.call.source import Source
from migrator.python.environment import Frame
from migrator.python.imported import named
from migrator.python.resolving import KNOWN, forms, relative, roots
from migrator.python.things import Thing
from migrator.python.tree import Tree, parse
from migrator.records import dataclass

if TYPE_CHECKING:
    from migrator.python.run import Run

_MOST = 32
"""Modules that are read for the sake of one file."""
_DEPTH = 8
"""Imports of imports that are followed."""
_MOST_ASKED = 200
"""Modules in which an address is looked for because they are not followed."""
_SMALL = 16_384
"""Code points of a module that is read whatever it holds."""
_LARGEST = 400_000
"""Code points of all of them together."""
_ADDRESS = ("circleci", "api/v1")
_TELLING = ("circle", "CIRCLE", "Circle", "project/", "api/v", "requests", "urllib", "http")
"""A larger one is read if it holds one of these: else it can't have to do with a call."""


@dataclass(frozen=True, eq=False)
class Module(Thing):
    """``folder`` is where its own modules lie, ``path`` its dotted name as it was imported."""

    frame: Frame
    folder: str
    path: str


@dataclass(eq=False)
class Modules:
    """Those that one reading looks into.

    ``frames`` are their names, by the path of the file; ``depth`` counts the imports that are
    under way, ``read`` the code points that were read. ``beyond`` is the first statement
    of the file that leads to more than is followed where that may hold an address, and a clause.
    """

    project: Project
    frames: dict[str, Frame] = field(default_factory=dict)
    depth: int = 0
    read: int = 0
    beyond: tuple[cst.CSTNode | None, str] | None = None
    _outset: cst.CSTNode | None = None
    _harmless: set[str] = field(default_factory=set)

    def named(self, run: Run, parts: tuple[str, ...], level: int, path: str) -> Module | None:
        """The module that the file at ``path`` means by those names behind ``level`` dots."""
        shown = "." * level + ".".join(parts)
        for folder in self._folders(parts, level, path):
            found = self._at(run, folder, parts, shown)
            if found:
                return found
        return None

    def _folders(self, parts: tuple[str, ...], level: int, path: str) -> Iterator[str]:
        if level:
            yield relative(path, level)
        elif parts:
            yield from roots(path, self._exists, parts[0] in KNOWN)

    def _at(self, run: Run, folder: str, parts: tuple[str, ...], shown: str) -> Module | None:
        if not parts:
            return self._file(run, join(folder, "__init__.py"), folder, shown)
        for path in forms(folder, parts):
            found = self._file(run, path, join(folder, *parts), shown)
            if found:
                return found
        return None

    def below(self, run: Run, module: Module, name: str) -> Module | None:
        """The module ``name`` of a package."""
        return self._at(run, module.folder, (name,), f"{module.path}.{name}")

    def package(self, run: Run, parts: tuple[str, ...], path: str) -> Module | None:
        """What ``import a.b`` binds to ``a``: a folder without a file of its own counts too."""
        whole = self.named(run, parts, 0, path)
        if len(parts) == 1:
            return whole
        first = self.named(run, parts[:1], 0, path)
        if first or not whole:
            return first
        folder = whole.folder
        for _ in parts[1:]:
            folder = dirname(folder)
        return Module(Frame(), folder, parts[0])

    def _exists(self, path: str) -> bool:
        return self.project.source(path) is not None

    def _file(self, run: Run, path: str, folder: str, shown: str) -> Module | None:
        source = self.project.source(path)
        if source is None:
            return None
        frame = self.frames.get(source.path)
        if frame is None:
            frame = self._load(run, source)
        return Module(frame, folder, shown) if frame else None

    def _load(self, run: Run, source: Source) -> Frame | None:
        if not self.depth:
            self._outset = run.statement
        if not _matters(source.text):
            return None
        if bound := self._bound(source):
            if self.beyond is None and self._leads(source):
                self.beyond = self._outset, f"`{source.path}` is not followed: {bound}"
            return None
        self.read += len(source.text)
        tree = _parsed(source)
        if isinstance(tree, Trouble):
            return None
        frame = self.frames[source.path] = Frame()
        run.tree.others.append(tree)
        self.depth += 1
        try:
            with run.elsewhere():
                run.execute(tree.module, frame)
        finally:
            self.depth -= 1
        return frame

    def _bound(self, source: Source) -> str:
        """Which bound the module goes beyond, empty where it goes beyond none."""
        if len(self.frames) > _MOST:
            return f"{_MOST} modules are read for one file at most"
        if self.depth >= _DEPTH:
            return f"imports are followed {_DEPTH} deep at most"
        if self.read + len(source.text) > _LARGEST:
            return f"{_LARGEST:,} characters of other modules are read for one file at most"
        return ""

    def _leads(self, source: Source) -> bool:
        """Whether the module, or one that it imports, names an address, or may do so."""
        waiting, asked = [source], {source.path}
        while waiting:
            here = waiting.pop()
            if len(asked) > _MOST_ASKED or any(word in here.text for word in _ADDRESS):
                return True
            for level, parts in _imports(here):
                found = self._nearest(parts, level, here.path)
                if found and not self._is_known(found.path, asked):
                    asked.add(found.path)
                    waiting.append(found)
        self._harmless.update(asked)
        return False

    def _is_known(self, path: str, asked: set[str]) -> bool:
        return path in asked or path in self._harmless or path in self.frames

    def _nearest(self, parts: tuple[str, ...], level: int, path: str) -> Source | None:
        """The file of a module."""
        for folder in self._folders(parts, level, path):
            for place in forms(folder, parts) if parts else (join(folder, "__init__.py"),):
                if source := self.project.source(place):
                    return source
        return None


@lru_cache(maxsize=512)
def _imports(source: Source) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(dict.fromkeys(named(source.text.encode(errors="replace"))))


@lru_cache(maxsize=64)
def _parsed(source: Source) -> Tree | Trouble:
    """A settings module is imported by many files, and read again for each rewrite of one."""
    return parse(source)


def _matters(text: str) -> bool:
    return len(text) <= _SMALL or any(word in text for word in _TELLING)
