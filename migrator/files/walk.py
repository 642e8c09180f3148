"""The files below a folder, without git."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrator.files.exclusion import Excluding
    from migrator.files.ignores import Ignores


def walk(folder: str, exclusion: Excluding, ignores: Ignores | None) -> Iterator[str]:
    """The names of all regular files below ``folder`` that nothing takes out.

    No link is followed and no ``.git`` entered. The name of a folder that can't be
    listed is yielded too, with ``/`` at its end, for whoever reads it to say why.
    """
    pending = [(folder, ignores)]
    while pending:
        above, patterns = pending.pop()
        try:
            entries = list(os.scandir(above))
        except OSError:
            yield f"{above}/"
            continue
        for entry in entries:
            name = join(above, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if entry.name != ".git" and not (
                    exclusion.folder(name) or (patterns and patterns.match(entry.name, folder=True))
                ):
                    pending.append((name, patterns and patterns.below(entry.name)))
            elif entry.is_file(follow_symlinks=False):
                if not (
                    exclusion.file(name) or (patterns and patterns.match(entry.name, folder=False))
                ):
                    yield name


def inner(folder: str) -> str:
    """What the names that a user gives to the files in ``folder`` begin with."""
    return "" if folder == "." else f"{folder.rstrip('/')}/"


def join(folder: str, name: str) -> str:
    """The name that a user gives to ``name`` in ``folder``."""
    return inner(folder) + name
