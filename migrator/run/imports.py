"""What files import, followed to those with an address."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import field

from migrator.call.language import Language
from migrator.files.errors import Unreadable
from migrator.files.folders import Folders
from migrator.files.prefilter import may_call
from migrator.files.read import read
from migrator.records import dataclass


@dataclass
class Imports:
    """Which files of a project name which others, as far as those that were added lead.

    ``most`` is the number of files that may be looked at; ``None``: as many as there are.
    """

    root: str
    reader: Language
    needles: tuple[bytes, ...]
    folders: Folders
    most: int | None = None
    _named_by: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _holding: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)

    def add(self, path: str, data: bytes) -> bool:
        """Whether all that it leads to was looked at."""
        self._seen.add(path)
        pending = deque(self._look(path, data))
        while pending:
            path = pending.popleft()
            if path in self._seen or not self.folders.inside(path, self.root):
                continue
            if self.most is not None and len(self._seen) >= self.most:
                return False
            self._seen.add(path)
            try:
                data = read(path)
            except Unreadable:
                continue
            if may_call(data, self.needles):
                self._holding.add(path)
            else:
                pending += self._look(path, data)
        return True

    def _look(self, path: str, data: bytes) -> list[str]:
        found = list(self.reader.neighbours(path, data, self.folders.names))
        for other in found:
            self._named_by[other].add(path)
        return found

    def reaching(self) -> set[str]:
        """The files that lead to one with a needle."""
        pending, reached = list(self._holding), set(self._holding)
        while pending:
            fresh = self._named_by[pending.pop()] - reached
            reached |= fresh
            pending += fresh
        return reached
