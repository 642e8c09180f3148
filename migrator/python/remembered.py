"""Readings that are asked for again: what proves a rewrite is read once more when it is made."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import field

from migrator.call.language import Project, Reading
from migrator.call.source import Source
from migrator.records import dataclass

_MOST = 400_000
"""Code points of all texts whose readings are kept."""


@dataclass(eq=False)
class _Asked:
    """``project``, and what a reading has seen of it; its calls keep this one."""

    project: Project
    seen: dict[str, Source | None] = field(default_factory=dict)

    def source(self, path: str) -> Source | None:
        found = self.seen[path] = self.project.source(path)
        return found

    def is_still(self, project: Project) -> bool:
        """Whether ``project`` shows the same; what was read speaks of it from now on."""
        if any(project.source(path) != source for path, source in list(self.seen.items())):
            return False
        self.project = project
        return True


class Remembered:
    """The latest readings, by the source; one is good where its project looks the same."""

    def __init__(self, read: Callable[[Source, Project], Reading], most: int = _MOST) -> None:
        self._read = read
        self._left = most
        self._known: OrderedDict[Source, tuple[_Asked, Reading]] = OrderedDict()

    def __call__(self, source: Source, project: Project) -> Reading:
        known = self._known.get(source)
        if known and known[0].is_still(project):
            self._known.move_to_end(source)
            return known[1]
        asked = _Asked(project)
        reading = self._read(source, asked)
        self._keep(source, asked, reading)
        return reading

    def _keep(self, source: Source, asked: _Asked, reading: Reading) -> None:
        if source not in self._known:
            self._left -= len(source.text)
        self._known[source] = asked, reading
        self._known.move_to_end(source)
        while self._left < 0:
            oldest, _ = self._known.popitem(last=False)
            self._left += len(oldest.text)
