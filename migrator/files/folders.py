"""What lies in the folders, each looked at once."""

from __future__ import annotations

import os
from dataclasses import field

from migrator.files.root import inside, real_folder
from migrator.records import dataclass


@dataclass
class Folders:
    _names: dict[str, frozenset[str]] = field(default_factory=dict)
    _real: dict[str, str] = field(default_factory=dict)

    def names(self, folder: str) -> frozenset[str]:
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(os.listdir(folder or "."))
            except OSError:
                self._names[folder] = frozenset()
        return self._names[folder]

    def real(self, path: str) -> str:
        return os.path.realpath(path) if os.path.islink(path) else self.unlinked(path)

    def unlinked(self, path: str) -> str:
        """The real path of what is no link itself."""
        folder, slash, name = path.rpartition("/")
        if folder not in self._real:
            self._real[folder] = os.path.join(real_folder(folder or slash, os.getcwd()), "")
        return self._real[folder] + name

    def inside(self, path: str, root: str) -> bool:
        return inside(self.real(path), root)
