"""Which files of a work tree hold a text, as git finds them: in C, and beside this process."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from migrator.files import worktree

if TYPE_CHECKING:
    from subprocess import Popen

_GREP = (
    *("-c", "grep.fullName=false", "grep"),
    *("--threads=4", "-lzaF", "--no-textconv", "--no-color"),
)
_UNTRACKED = ("--untracked", "--exclude-standard")
"""What git tracks although it ignores it is not found with these."""


class Search:
    """The files below ``folder`` that hold one of ``texts`` and are named as one of ``patterns``.

    Git begins at once; bytes are compared as they are, whatever attributes say of a file,
    and no other program is started.
    """

    def __init__(
        self,
        folder: str,
        texts: Iterable[bytes],
        patterns: Iterable[str],
        *,
        words: bool = False,
        untracked: bool = False,
    ) -> None:
        """``words`` asks for whole words, ``untracked`` also for files that git does not know."""
        given = [part for text in texts for part in ("-e", os.fsdecode(text))]
        asked = [*(["-w"] if words else ()), *given, "--", *patterns]
        searches = [asked, [*_UNTRACKED, *asked]] if untracked else [asked]
        self._running = [
            worktree.started(folder, *_GREP, *arguments, heard=True) for arguments in searches
        ]

    def found(self) -> frozenset[str] | None:
        """Paths relative to the folder; ``None`` where git does not know of all files."""
        names = [_names(running) for running in self._running]
        return None if None in names else frozenset().union(*(each or () for each in names))


def _names(running: Popen[bytes] | None) -> frozenset[str] | None:
    if running is None:
        return None
    with worktree.in_time(running):
        output, complaints = running.communicate()
    if running.returncode not in (0, 1) or complaints:
        return None
    return frozenset(os.fsdecode(name) for name in output.split(b"\0") if name)
