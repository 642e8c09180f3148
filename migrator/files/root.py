"""The folder that a file's project begins in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache


def root_of(path: str) -> str:
    """The real path of the root of the work tree that the file at ``path`` lies in.

    Outside of any work tree it is the working directory, or the file's own folder
    where it lies elsewhere.
    """
    return _root(os.path.dirname(os.path.realpath(path)))


@cache
def _root(folder: str) -> str:
    above = folder
    while not os.path.lexists(os.path.join(above, ".git")):
        parent = os.path.dirname(above)
        if parent == above:
            here = os.path.realpath(os.getcwd())
            return here if inside(folder, here) else folder
        above = parent
    return above


def covers(folders: Iterable[str], path: str) -> bool:
    """Whether one of ``folders`` holds the whole project of the file at ``path``."""
    root = root_of(path)
    return any(inside(root, os.path.realpath(each)) for each in folders if os.path.isdir(each))


def inside(path: str, folder: str) -> bool:
    """Whether ``path`` is ``folder`` or lies in it; both are real paths."""
    return path == folder or path.startswith(os.path.join(folder, ""))
