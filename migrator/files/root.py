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
    if os.path.islink(path):
        path = os.path.realpath(path)
    return _root(os.path.dirname(path), os.getcwd())


@cache
def _root(folder: str, here: str) -> str:
    above = folder = os.path.realpath(os.path.join(here, folder))
    while not os.path.lexists(os.path.join(above, ".git")):
        parent = os.path.dirname(above)
        if parent == above:
            here = os.path.realpath(here)
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
