"""``.gitignore`` files where git does not answer."""

from __future__ import annotations

import os
import stat

from migrator.files.patterns import Patterns
from migrator.files.root import project_of
from migrator.records import dataclass


@dataclass(frozen=True)
class Ignores:
    """The patterns that hold in one folder: its own, then those of the folders above.

    ``base`` is the folder's absolute path with ``/`` at its end.
    """

    base: str
    patterns: Patterns | None
    above: Ignores | None = None

    def match(self, name: str, *, folder: bool) -> bool:
        """Whether ``name`` in this folder is ignored: the nearest opinion counts."""
        path = self.base + name
        level: Ignores | None = self
        while level is not None:
            if level.patterns is not None:
                opinion = level.patterns.opinion(path.removeprefix(level.base), folder=folder)
                if opinion is not None:
                    return opinion
            level = level.above
        return False

    def below(self, name: str) -> Ignores:
        return ignores_from(f"{self.base}{name}", self)


def ignores_from(folder: str, above: Ignores | None = None) -> Ignores:
    """The patterns of ``folder`` (absolute), and of ``above`` behind them."""
    base = os.path.join(folder, "")
    return Ignores(base, _patterns(base), above)


def ignores_at(folder: str) -> Ignores | None:
    """The patterns of ``folder`` (absolute) and of those above it in the same project.

    ``None`` if ``folder`` itself is ignored.
    """
    top = project_of(folder)
    level = ignores_from(top)
    for name in folder.removeprefix(top).split("/"):
        if name and level.match(name, folder=True):
            return None
        level = level.below(name) if name else level
    return level


def ignored(path: str) -> bool:
    """Whether the file at the absolute ``path``, or a folder it is in, is ignored."""
    folder, name = os.path.split(path)
    level = ignores_at(folder)
    return level is None or level.match(name, folder=False)


def _patterns(base: str) -> Patterns | None:
    path = base + ".gitignore"
    try:
        # git takes no link for a .gitignore, and a pipe of that name would block.
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            lines = file.read().removeprefix("\ufeff").split("\n")
        return Patterns((line.removesuffix("\r") for line in lines), lenient=True)
    except OSError:
        return None
