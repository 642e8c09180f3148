"""Gitignore patterns, asked folder by folder from the top as git does."""

from __future__ import annotations

from collections.abc import Iterable

from migrator.files.wildmatch import BadPattern as BadPattern
from migrator.files.wildmatch import Pattern, pattern


class Patterns:
    """The lines of one ``.gitignore``. Raises ``BadPattern``; ``lenient`` leaves such lines out."""

    def __init__(self, lines: Iterable[str], *, lenient: bool = False) -> None:
        self._latest_first: list[Pattern] = []
        for line in lines:
            try:
                one = pattern(line)
            except BadPattern:
                if not lenient:
                    raise
                continue
            if one is not None:
                self._latest_first.append(one)
        self._latest_first.reverse()

    def opinion(self, path: str, *, folder: bool) -> bool | None:
        """Whether ``path`` is ignored, ``False`` if it is taken back, ``None`` if neither.

        The folders above it must not be ignored.
        """
        for one in self._latest_first:
            if one.matches(path, folder=folder):
                return one.includes
        return None
