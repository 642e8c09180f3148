"""Where a module may lie, seen from the file that imports it. Names and paths only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath

from migrator.python.clients import CLIENTS, FUNCTIONS

KNOWN = frozenset(
    {path.partition(".")[0] for path in (*FUNCTIONS, *CLIENTS)} | sys.stdlib_module_names
)
"""Libraries, which only a module right beside the program can stand in for."""

Exists = Callable[[str], bool]
"""Whether a file of the project is at that path."""

LAYOUTS = ("", "src", "lib", "python")
"""Folders below a project's own that modules are imported from."""


def forms(folder: str, parts: tuple[str, ...]) -> tuple[str, str]:
    """The file of a module in ``folder``: a package first, as Python looks."""
    path = join(folder, *parts)
    return join(path, "__init__.py"), f"{path}.py"


def relative(path: str, level: int) -> str:
    """The folder that ``level`` dots mean in the file at ``path``."""
    folder = dirname(path)
    for _ in range(level - 1):
        folder = normpath(join(folder, "..")) if folder else ".."
    return "" if folder == "." else folder


def roots(path: str, exists: Exists, known: bool = False) -> Iterator[str]:
    """The folders from which the file at ``path`` may import, nearest first.

    A script imports from its own folder, a module of a package from the folder around
    the package, and both from the folders above, where tests and tools stand beside
    the program. Where the name is that of a ``known`` library only the first counts:
    further up it is more likely the library that is meant.
    """
    folder = dirname(path)
    while exists(join(folder, "__init__.py")):
        parent = _above(folder)
        if parent is None:
            break
        folder = parent
    yield folder
    if known:
        return
    above: str | None = folder
    while above is not None:
        for layout in LAYOUTS:
            found = join(above, layout) if layout else above
            if found != folder:
                yield found
        above = _above(above)


def _above(folder: str) -> str | None:
    """The folder around, ``None`` where the project ends."""
    if folder in ("", "/") or folder.endswith(".."):
        return None
    return dirname(folder)
