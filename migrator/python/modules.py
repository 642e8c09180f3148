"""Modules of the same project, read when they are imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from posixpath import dirname, join
from typing import TYPE_CHECKING

from migrator.call.language import Project, Trouble
from migrator.call.source import Source
from migrator.python.environment import Frame
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
_SMALL = 16_384
"""Code points of a module that is read whatever it holds."""
_LARGEST = 400_000
"""Code points of all of them together."""
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
    under way, ``read`` the code points that were read.
    """

    project: Project
    frames: dict[str, Frame] = field(default_factory=dict)
    depth: int = 0
    read: int = 0

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
        first = self.named(run, parts[:1], 0, path)
        if first or not whole or len(parts) == 1:
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
        if len(self.frames) > _MOST or self.depth >= _DEPTH or not _matters(source.text):
            return None
        self.read += len(source.text)
        if self.read > _LARGEST:
            return None
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


@lru_cache(maxsize=64)
def _parsed(source: Source) -> Tree | Trouble:
    """A settings module is imported by many files, and read again for each rewrite of one."""
    return parse(source)


def _matters(text: str) -> bool:
    return len(text) <= _SMALL or any(word in text for word in _TELLING)
