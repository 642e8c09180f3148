"""Files that may use a definition although no call speaks of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import field

from migrator.call.call import Binding
from migrator.files.errors import Unreadable
from migrator.files.read import read
from migrator.files.root import covers, root_of
from migrator.records import dataclass


@dataclass
class Strangers:
    """``migrator.plan.bindings.Strangers`` for a run over ``paths`` that names the files ``named``.

    Only where the run is over a whole project can it be told who uses a name, and only of a
    name that a file of the project is seen to import: another may be made for other projects.
    """

    paths: Collection[str]
    named: Collection[str]
    known: dict[tuple[str, frozenset[str]], bool] = field(default_factory=dict)

    def __call__(self, binding: Binding, heard: frozenset[str]) -> bool | None:
        home = binding.definition.path
        if heard <= {home} or not covers(self.paths, root_of(home)):
            return None
        asked = binding.name, heard | {home}
        if asked not in self.known:
            self.known[asked] = self._any(*asked)
        return self.known[asked]

    def _any(self, name: str, heard: Collection[str]) -> bool:
        word = re.compile(rb"\b%b\b" % re.escape(name.encode()))
        return any(self._holds(path, word) for path in self.named if path not in heard)

    def _holds(self, path: str, word: re.Pattern[bytes]) -> bool:
        try:
            return bool(word.search(read(path)))
        except Unreadable:
            return True
