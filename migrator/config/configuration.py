"""Which configuration speaks of which file."""

from __future__ import annotations

import os

from migrator.config.config import PYPROJECT, Config, load
from migrator.config.errors import BadConfig
from migrator.files.discover import shown
from migrator.files.root import absolute, is_work_tree

NAMES = ("migrator.toml", PYPROJECT)
"""In the order in which they count in one folder."""

NONE = Config()


class Configuration:
    """Of the folders from a file upwards the first with a configuration has it all.

    The search ends at the root of the repository; each folder is looked into once.
    """

    def __init__(self, only: Config | None = None) -> None:
        """``only`` stands for all files, wherever they lie."""
        self._only = only
        self._folders: dict[str, Config] = {}
        self._named: dict[str, tuple[str, Config]] = {}

    def of(self, path: str) -> Config:
        """What speaks of the file at ``path``, or of the files in it if it ends with ``/``.

        Raises ``BadConfig``.
        """
        return self.holding(path[: path.rfind("/") + 1])[1]

    def holding(self, named: str) -> tuple[str, Config]:
        """The absolute path of the folder ``named``, and what speaks of the files in it.

        Raises ``BadConfig``.
        """
        if named not in self._named:
            folder = absolute(named)
            self._named[named] = folder, self.at(folder)
        return self._named[named]

    def at(self, folder: str) -> Config:
        """What speaks of the files in ``folder`` (absolute). Raises ``BadConfig``."""
        known = self._only or self._folders.get(folder)
        if known:
            return known
        passed = []
        found = None
        while found is None:
            found = self._folders.get(folder) or _in(folder)
            passed.append(folder)
            above = os.path.dirname(folder)
            if above == folder or is_work_tree(folder):
                break
            folder = above
        for each in passed:
            self._folders[each] = found or NONE
        return found or NONE


ISOLATED = Configuration(NONE)


def chosen(path: str | None, *, isolated: bool) -> Configuration:
    """What ``--config`` and ``--isolated`` ask for. Raises ``BadConfig``."""
    if isolated:
        return ISOLATED
    return named(path) if path else Configuration()


def named(path: str) -> Configuration:
    """The configuration at ``path`` for all files. Raises ``BadConfig``.

    Its patterns speak of the working directory: it may lie anywhere.
    """
    config = load(path, os.getcwd())
    if config is None:
        raise BadConfig(f"{shown(path)}: has no table [tool.migrator]")
    return Configuration(config)


def _in(folder: str) -> Config | None:
    for name in NAMES:
        path = f"{folder}/{name}"
        # What is not there is told without an exception, which counts in thousands of folders.
        if os.access(path, os.F_OK) and os.path.isfile(path) and (config := load(path, folder)):
            return config
    return None
