"""What can go wrong with a file. The text of each is one clause that says what to do."""

from __future__ import annotations


class Unreadable(Exception):
    """The file can't be taken as source text."""


class Unwritable(Exception):
    """The file was left as it was."""


class NotReplaced(Exception):
    """None of some files was replaced, because of the one at ``path``.

    ``lost`` are those that could not be put back as they were, each with the reason.
    """

    def __init__(self, path: str, reason: str, lost: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(reason)
        self.path = path
        self.lost = lost
