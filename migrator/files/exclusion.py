"""What ``--exclude`` takes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from migrator.files.patterns import Patterns


class Excluding(Protocol):
    """Whether a name, or a folder it is in, is taken out."""

    def file(self, name: str) -> bool: ...

    def folder(self, name: str) -> bool: ...


Below = Callable[[str], Excluding]
"""What is taken out below a folder; the folder itself is not."""


class Either:
    """What one of two takes out."""

    def __init__(self, one: Excluding, other: Excluding) -> None:
        self._one = one
        self._other = other

    def file(self, name: str) -> bool:
        return self._one.file(name) or self._other.file(name)

    def folder(self, name: str) -> bool:
        return self._one.folder(name) or self._other.folder(name)


class Exclusion:
    """Gitignore patterns, matched against names without the ``root`` they begin with.

    Raises ``BadPattern``.
    """

    def __init__(self, patterns: tuple[str, ...], root: str = "") -> None:
        self._patterns = Patterns(patterns) if patterns else None
        self._root = root
        self._folders: dict[str, bool] = {"": False}

    def file(self, name: str) -> bool:
        """Whether the file, or a folder it is in, is taken out."""
        if self._patterns is None:
            return False
        inner = name.removeprefix(self._root)
        folder = inner.rpartition("/")[0]
        return self._folder(folder, self._patterns) or bool(
            self._patterns.opinion(inner, folder=False)
        )

    def folder(self, name: str) -> bool:
        """Whether the folder, or one that it is in, is taken out."""
        if self._patterns is None:
            return False
        return self._folder(name.removeprefix(self._root), self._patterns)

    def _folder(self, inner: str, patterns: Patterns) -> bool:
        if inner in self._folders:
            return self._folders[inner]
        above = ""
        for part in inner.split("/"):
            below = f"{above}/{part}" if above else part
            if below not in self._folders:
                out = self._folders[above] or bool(patterns.opinion(below, folder=True))
                self._folders[below] = out
            above = below
        return self._folders[inner]


def nothing(_: str) -> Excluding:
    """Takes nothing out below any folder."""
    return Exclusion(())
