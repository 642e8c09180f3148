"""What the configurations exclude."""

from __future__ import annotations

import os

from migrator.config.configuration import Configuration


class Configured:
    """``migrator.files.exclusion.Excluding`` for what lies below the folder ``start``.

    That folder itself, and those above it, are not asked about.
    """

    def __init__(self, configuration: Configuration, start: str) -> None:
        self._configuration = configuration
        self._folders = {os.path.abspath(start): False}
        self._named: dict[str, tuple[str, bool, bool]] = {}

    def file(self, name: str) -> bool:
        named = name[: name.rfind("/") + 1]
        if named not in self._named:
            folder, config = self._configuration.holding(named)
            self._named[named] = folder, self._folder(folder), config.excluding is None
        folder, out, silent = self._named[named]
        if out or silent:
            return out
        return self._says(folder, os.path.join(folder, os.path.basename(name)), folder=False)

    def folder(self, name: str) -> bool:
        return self._folder(os.path.abspath(name))

    def _folder(self, path: str) -> bool:
        unknown = []
        while path not in self._folders:
            above = os.path.dirname(path)
            if above == path:
                break
            unknown.append((above, path))
            path = above
        out = self._folders.get(path, False)
        for above, below in reversed(unknown):
            out = out or self._says(above, below, folder=True)
            self._folders[below] = out
        return out

    def _says(self, holder: str, path: str, *, folder: bool) -> bool:
        """What the configuration of the folder ``holder`` says of ``path`` in it."""
        config = self._configuration.at(holder)
        if config.excluding is None:
            return False
        inner = config.inner(path)
        if inner is None:
            return False
        return bool(config.excluding.opinion(inner, folder=folder))
