"""Which files a run looks at."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from migrator.files.exclusion import Below, Either, Excluding, Exclusion, nothing
from migrator.files.folders import Folders
from migrator.files.kind import HEAD, kind_by_head, kind_by_name, may_be_read
from migrator.files.root import project_of
from migrator.files.walk import inner, walk

if TYPE_CHECKING:
    from migrator.files.ignores import Ignores
    from migrator.files.sieve import Sieve


def discover(
    paths: Iterable[str],
    *,
    exclude: tuple[str, ...] = (),
    configured: Below = nothing,
    force_exclude: bool = False,
    gitignore: bool = True,
    sieve: Sieve | None = None,
) -> Iterator[str]:
    """The Python and shell files among ``paths`` and below them, each once, sorted.

    They are named relative to the working directory where they lie in it. A file
    named by itself is taken whatever ``exclude``, ``configured`` and ``.gitignore``
    say of it, a folder is entered even if the latter two name it, unless
    ``force_exclude``. What can't be looked at is yielded too, so that reading it
    says why. Links are followed where they are named, not where they are met. ``sieve``
    hears of what git lists. Raises ``BadPattern``.
    """
    named = list(dict.fromkeys(shown(path) for path in paths))
    if force_exclude:
        dropped = _dropped(named, exclude, configured, gitignore)
        named = [name for name in named if name not in dropped]

    def below(folder: str) -> Iterator[str]:
        exclusion = Either(_exclusion(exclude, folder), configured(folder))
        return _below(folder, exclusion, gitignore, sieve)

    if len(named) == 1 and os.path.isdir(named[0]):
        yield from sorted(below(named[0]))
        return
    regular = frozenset(filter(is_regular, named))
    if sieve and gitignore:
        sieve.named(regular)
    found: dict[str, str] = {}
    folders = Folders()
    for name in named:
        if name in regular:
            if _may_be_source(name):
                found.setdefault(folders.unlinked(name), name)
        elif os.path.isdir(name):
            for source in below(name):
                found.setdefault(folders.unlinked(source), source)
        elif _may_be_source(name):
            found.setdefault(folders.real(name), name)
    yield from sorted(found.values())


def excluded(
    path: str,
    *,
    exclude: tuple[str, ...] = (),
    configured: Below = nothing,
    gitignore: bool = True,
) -> bool:
    """Whether ``force_exclude`` drops the file named ``path``, which need not exist."""
    return bool(_dropped([shown(path)], exclude, configured, gitignore))


def shown(path: str) -> str:
    """``path`` as it is reported: relative to the working directory if it lies in it."""
    here = os.path.join(os.getcwd(), "")
    if os.path.isabs(path) and os.path.join(path, "").startswith(here):
        path = path[len(here) :]
    path = path.replace(os.sep, "/")
    start = "/" if path.startswith("/") else ""
    return start + "/".join(part for part in path.split("/") if part not in ("", ".")) or "."


def _dropped(
    named: list[str], exclude: tuple[str, ...], configured: Below, gitignore: bool
) -> frozenset[str]:
    inside = Exclusion(exclude)
    projects: dict[str, Excluding] = {}
    dropped = set()
    for name in named:
        typed = _exclusion(exclude, os.path.dirname(name)) if _outside(name) else inside
        project = project_of(os.path.dirname(os.path.abspath(name)))
        if project not in projects:
            projects[project] = configured(project)
        exclusion = Either(typed, projects[project])
        if exclusion.file(name) or exclusion.folder(name):
            dropped.add(name)
    # pre-commit names files that git tracks, and what git tracks it never ignores.
    if gitignore and not os.environ.get("PRE_COMMIT"):
        dropped |= _ignored([name for name in named if name not in dropped])
    return frozenset(dropped)


def _ignored(named: list[str]) -> frozenset[str]:
    from migrator.files import worktree

    by_git = worktree.ignored(".", named)
    if by_git is not None:
        return by_git
    from migrator.files.ignores import ignored

    return frozenset(name for name in named if ignored(os.path.abspath(name)))


def _outside(name: str) -> bool:
    return os.path.isabs(name) or name.split("/")[0] == ".."


def _exclusion(exclude: tuple[str, ...], folder: str) -> Exclusion:
    """Outside of the working directory the patterns speak of ``folder``."""
    return Exclusion(exclude, folder + "/" if _outside(folder) else "")


def _below(
    folder: str, exclusion: Excluding, gitignore: bool, sieve: Sieve | None
) -> Iterator[str]:
    """The sources below ``folder`` that neither git nor ``exclusion`` takes out."""
    from migrator.files import worktree

    pending = [folder]
    while pending:
        tree = pending.pop()
        if sieve and gitignore:
            sieve.begin(tree)
        listing = worktree.listed(tree, may_be_read) if gitignore else None
        if listing is None or (listing.empty and worktree.ignored(tree, ["."])):
            # Also of a folder that it ignores git lists nothing, yet it was asked for.
            met = walk(tree, exclusion, _ignores(tree) if gitignore else None)
            yield from filter(_is_source, met)
            continue
        below = inner(tree)
        sifted = sieve.listed(tree, listing) if sieve else frozenset[str]()
        for file in (*listing.watched, *listing.others):
            name = below + file
            if not exclusion.file(name) and (file in sifted or _is_source(name)):
                yield name
        for file in listing.trees:
            name = below + file
            if not exclusion.folder(name) and os.path.lexists(os.path.join(name, ".git")):
                pending.append(name)


def _ignores(folder: str) -> Ignores:
    from migrator.files.ignores import ignores_at, ignores_from

    real = os.path.realpath(folder)
    return ignores_at(real) or ignores_from(real)


def _is_source(name: str) -> bool:
    """Whether a file met below a folder is one to read; if need be, by how it begins."""
    if name.endswith("/"):
        return True
    if not may_be_read(name):
        return False
    known = kind_by_name(name) is not None
    return is_regular(name) and (known or kind_by_head(name, _head(name) or b"") is not None)


def is_regular(name: str) -> bool:
    """Whether it is a file and no link to one."""
    try:
        return stat.S_ISREG(os.lstat(name).st_mode)
    except OSError:
        return False


def _may_be_source(name: str) -> bool:
    """Whether a file named by itself is one to read, or one of which nobody can tell."""
    if kind_by_name(name) is not None:
        return True
    head = _head(name) if os.path.isfile(name) else None
    return head is None or kind_by_head(name, head) is not None


def _head(name: str) -> bytes | None:
    try:
        descriptor = os.open(name, os.O_RDONLY)
    except OSError:
        return None
    try:
        return os.read(descriptor, HEAD)
    except OSError:
        return None
    finally:
        os.close(descriptor)
