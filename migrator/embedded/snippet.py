"""What a host format hands on."""

from __future__ import annotations

from typing import Literal

from migrator.call.source import Source
from migrator.records import dataclass

Inner = Literal["python", "shell"]


class CannotRead(Exception):
    """The host file can't be read; ``offset`` is the code point to look at, the text a clause."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset
        self.reason = reason


@dataclass(frozen=True)
class Snippet:
    """One program. ``source`` knows where it stands.

    ``language`` is the name of what runs it, where that is neither Python nor a shell.
    """

    language: str
    source: Source
