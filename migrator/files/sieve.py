"""Files that need not be read, because git finds none of the texts in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from migrator.files.walk import join

if TYPE_CHECKING:
    from migrator.files.search import Search
    from migrator.files.worktree import Listing

SUFFIXES = (".py", ".pyi")
"""Of the kinds of files that there are thousands of; all others are read."""
PATTERNS = tuple(f"*{suffix}" for suffix in SUFFIXES)

FEWEST = 1000
"""Files that are read sooner than git is started."""


class Sieve:
    """``texts`` gives for a folder what a file in it is read for if it holds it."""

    def __init__(self, texts: Callable[[str], tuple[bytes, ...]]) -> None:
        self._texts = texts
        self._searches: list[tuple[str, frozenset[str], Search, tuple[bytes, ...]]] = []
        self._absent: dict[str, tuple[bytes, ...]] = {}

    def listed(self, folder: str, listing: Listing) -> None:
        """Git lists those files in ``folder``."""
        asked = {name for name in listing.watched if name.endswith(SUFFIXES)}
        if len(asked) < FEWEST:
            return
        from migrator.files.search import Search

        texts = self._texts(folder)
        search = Search(folder, texts, PATTERNS)
        self._searches.append((folder, frozenset(asked), search, texts))

    def drops(self, name: str, texts: tuple[bytes, ...]) -> bool:
        """Whether it is known that the file holds none of ``texts``."""
        absent = self._absent.get(name, ())
        return texts == absent or (bool(absent) and set(texts) <= set(absent))

    def settle(self) -> None:
        """Waits for what git finds in the files that were listed."""
        for folder, asked, search, texts in self._searches:
            holding = search.found()
            if holding is not None:
                names = (join(folder, name) for name in asked - holding)
                self._absent.update(dict.fromkeys(names, texts))
