"""What git knows of a folder. Nothing that its configuration names is run."""

from __future__ import annotations

import os
from collections.abc import Iterable

from migrator.records import dataclass

# A hook runs with variables that tie git to the index of the commit in the making;
# the folder that was asked for may belong to another work tree.
TIES = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_COMMON_DIR GIT_NAMESPACE"
    " GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_SHALLOW_FILE"
    " GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS".split()
)
_LINK, _TREE = b"120000", b"160000"
_WATCHED = b"H"
"""The tag of a file in the index; others tell of ``--skip-worktree`` and the like."""


@dataclass(frozen=True)
class Listing:
    """Paths relative to the folder that was listed; ``trees`` are other work trees in it.

    ``watched`` are those of ``files`` that are tracked, but for what git was told not to look at.
    """

    files: tuple[str, ...]
    trees: tuple[str, ...]
    watched: frozenset[str] = frozenset()


NOTHING = Listing((), ())


def listed(folder: str) -> Listing | None:
    """All that git tracks below ``folder``, but links, and all that it does not ignore.

    ``None`` where git is missing or refuses the folder.
    """
    status, output = _git(folder, ["ls-files", "-v", "-s", "-co", "--exclude-standard", "-z"])
    if status != 0:
        return None
    files: dict[str, None] = {}
    trees: dict[str, None] = {}
    watched = set()
    for record in output.split(b"\0"):
        if record.startswith(b"? "):
            mode, name = b"", record[2:]
        else:
            facts, _, name = record.partition(b"\t")
            mode = facts[2:8]
        if mode == _TREE or name.endswith(b"/"):
            trees[os.fsdecode(name.rstrip(b"/"))] = None
        elif name and mode != _LINK:
            path = os.fsdecode(name)
            files[path] = None
            if record[:1] == _WATCHED:
                watched.add(path)
    return Listing(tuple(files), tuple(trees), frozenset(watched))


def ignored(folder: str, paths: Iterable[str]) -> frozenset[str] | None:
    """Those of ``paths``, relative to ``folder``, that git ignores.

    ``None`` where git is missing or refuses one of them.
    """
    names = b"".join(os.fsencode(path) + b"\0" for path in paths)
    status, output = _git(folder, ["check-ignore", "-z", "--stdin"], names) if names else (1, b"")
    if status not in (0, 1):
        return None
    return frozenset(os.fsdecode(name) for name in output.split(b"\0") if name)


def command(*arguments: str) -> list[str]:
    # A file system monitor is a program that the scanned repository could name.
    return ["git", "-c", "core.fsmonitor=false", "-c", "submodule.recurse=false", *arguments]


def environment() -> dict[str, str]:
    untied = {name: value for name, value in os.environ.items() if name not in TIES}
    # A clone may lack contents, and would fetch them by a program that its configuration names.
    return {**untied, "GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "none"}


def _git(folder: str, arguments: list[str], stdin: bytes = b"") -> tuple[int, bytes]:
    import subprocess

    try:
        done = subprocess.run(
            command(*arguments),
            cwd=folder,
            env=environment(),
            input=stdin,
            capture_output=True,
            check=False,
        )
    except OSError:
        return 127, b""
    return done.returncode, done.stdout
