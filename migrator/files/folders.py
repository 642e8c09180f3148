"""What lies in the folders, each looked at once."""

from __future__ import annotations

import os
from dataclasses import field

from migrator.files.root import inside, real_folder
from migrator.records import dataclass


@dataclass
class Folders:
    _names: dict[str, frozenset[str]] = field(default_factory=dict)

    def names(self, folder: str) -> frozenset[str]:
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(os.listdir(folder or "."))
            except OSError:
                self._names[folder] = frozenset()
        return self._names[folder]

    def real(self, path: str) -> str:
        if os.path.islink(path):
            return os.path.realpath(path)
        folder, name = os.path.split(path)
        return os.path.join(real_folder(folder, os.getcwd()), name)

    def inside(self, path: str, root: str) -> bool:
        return inside(self.real(path), root)
