"""The folder that a file's project begins in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache

# By loops: a tree may be deeper than the interpreter lets a function call itself.
_REAL: dict[tuple[str, str], str] = {}
_WORK_TREES: dict[str, str | None] = {}


def root_of(path: str) -> str:
    """The real path of the root of the work tree that the file at ``path`` lies in.

    Outside of any work tree it is the working directory, or the file's own folder
    where it lies elsewhere.
    """
    if os.path.islink(path):
        path = os.path.realpath(path)
    return root_in(os.path.dirname(path))


def root_in(folder: str) -> str:
    """The same for the files in ``folder``."""
    return _root(folder, os.getcwd())


def real_folder(folder: str, here: str) -> str:
    """The real path of ``folder``, seen from the folder ``here``; each is looked at once."""
    passed = []
    while (folder, here) not in _REAL:
        above, _, name = folder.rstrip("/").rpartition("/")
        if name in ("", ".", "..") or not (above or folder[:1] != "/"):
            _REAL[folder, here] = os.path.realpath(os.path.join(here, folder))
            break
        passed.append((folder, name))
        folder = above
    real = _REAL[folder, here]
    for below, name in reversed(passed):
        path = os.path.join(real, name)
        real = os.path.realpath(path) if os.path.islink(path) else path
        _REAL[below, here] = real
    return real


@cache
def _root(folder: str, here: str) -> str:
    folder = real_folder(folder, here)
    return _work_tree(folder) or _outside(folder, os.path.realpath(here))


@cache
def is_work_tree(folder: str) -> bool:
    """Whether ``folder`` holds ``.git``."""
    return os.path.lexists(f"{folder}/.git")


def _work_tree(folder: str) -> str | None:
    """The nearest folder from ``folder`` upwards that is one."""
    passed = []
    while folder not in _WORK_TREES:
        passed.append(folder)
        above = os.path.dirname(folder)
        if is_work_tree(folder) or above == folder:
            _WORK_TREES[folder] = folder if is_work_tree(folder) else None
            break
        folder = above
    found = _WORK_TREES[folder]
    _WORK_TREES.update(dict.fromkeys(passed, found))
    return found


def _outside(folder: str, here: str) -> str:
    return here if inside(folder, here) else folder


def project_of(folder: str) -> str:
    """The nearest folder from ``folder`` (absolute) upwards that holds ``.git``.

    Else the working directory if ``folder`` lies in it, else ``folder`` itself.
    """
    return _work_tree(folder) or _outside(folder, os.getcwd())


def absolute(folder: str) -> str:
    """The absolute path of ``folder``, which is empty or ends with ``/``, and has no ``//``."""
    if os.path.isabs(folder) or "./" in folder:
        return os.path.abspath(folder)
    return os.path.join(os.getcwd(), folder).rstrip("/") or "/"


def leads_out(path: str) -> bool:
    """Whether ``path`` lies in the project that the run works in, but by a link elsewhere."""
    project = project_of(os.getcwd())
    if not inside(os.path.abspath(path), project):
        return False
    return not inside(os.path.realpath(path), os.path.realpath(project))


def covers(folders: Iterable[str], root: str) -> bool:
    """Whether one of ``folders`` holds all of ``root``."""
    return any(inside(root, os.path.realpath(each)) for each in folders if os.path.isdir(each))


def inside(path: str, folder: str) -> bool:
    """Whether ``path`` is ``folder`` or lies in it; both are real paths."""
    return path == folder or path.startswith(os.path.join(folder, ""))
