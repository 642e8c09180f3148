"""What can go wrong with a file. The text of each is one clause that says what to do."""

from __future__ import annotations


class Unreadable(Exception):
    """The file can't be taken as source text."""


class Unwritable(Exception):
    """The file was left as it was."""
