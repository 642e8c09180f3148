"""What git knows of a folder. Nothing that its configuration names is run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from migrator.records import dataclass

if TYPE_CHECKING:
    from subprocess import Popen

# A hook runs with variables that tie git to the index of the commit in the making;
# the folder that was asked for may belong to another work tree.
TIES = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_COMMON_DIR GIT_NAMESPACE"
    " GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_SHALLOW_FILE"
    " GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS".split()
)
_LINK, _TREE = "120000", "160000"
_UNTRACKED = "? "
_PLAIN = "H 100"
"""How git tags a file in the index: others are links, or tell of ``--skip-worktree`` and such."""
_NOWHERE = os.path.join(os.devnull, "git")
_PIECE = 1 << 20
"""Bytes that are read at once."""
PATIENCE = 60.0
"""Seconds for one command: where its configuration or a ``.gitignore`` is a pipe, git waits for
ever."""
_STUCK: list[bool] = []
"""Whether it did once. It is not started again: without it the files are found too."""


@dataclass(frozen=True)
class Listing:
    """Paths relative to the folder that was listed; ``trees`` are other work trees in it.

    ``watched`` are files that are tracked, but for what git was told not to look at;
    ``others`` are the rest. ``empty`` says that git lists nothing at all.
    """

    watched: tuple[str, ...]
    others: tuple[str, ...]
    trees: tuple[str, ...]
    empty: bool = False


def listed(folder: str, wanted: Callable[[str], bool]) -> Listing | None:
    """All that git tracks below ``folder``, but links, and all that it does not ignore.

    Of the files only those whose names are ``wanted``. ``None`` where git is missing or
    refuses the folder.
    """
    running = started(folder, "ls-files", "-v", "-s", "-co", "--exclude-standard", "-z")
    if running is None:
        return None
    with running, in_time(running):
        assert running.stdout
        listing = _listing(_records(running.stdout), wanted)
    return listing if running.returncode == 0 else None


@contextmanager
def in_time(running: Popen[bytes]) -> Iterator[None]:
    """Ends it, by a signal, if it takes too long; then git is not started again."""
    from threading import Timer

    def end() -> None:
        _STUCK.append(True)
        running.kill()

    timer = Timer(PATIENCE, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _records(pipe: IO[bytes]) -> Iterator[list[str]]:
    """What git says of one file each, some at a time: all together they may be megabytes."""
    rest = b""
    while piece := pipe.read(_PIECE):
        whole, ended, rest = (rest + piece).rpartition(b"\0")
        if ended:
            yield os.fsdecode(whole).split("\0")


def _listing(records: Iterable[list[str]], wanted: Callable[[str], bool]) -> Listing:
    watched: list[str] = []
    others: dict[str, None] = {}
    trees: dict[str, None] = {}
    empty = True
    for some in records:
        empty = False
        plain = [record.partition("\t")[2] for record in some if record.startswith(_PLAIN)]
        watched += filter(wanted, plain)
        if len(plain) == len(some):
            continue
        for record in some:
            if record.startswith(_PLAIN):
                continue
            facts, _, name = record.partition("\t")
            if record.startswith(_UNTRACKED):
                facts, name = "", record.removeprefix(_UNTRACKED)
            mode = facts[2:8]
            if mode == _TREE or name.endswith("/"):
                trees[name.rstrip("/")] = None
            elif mode != _LINK and wanted(name):
                others[name] = None
    return Listing(tuple(watched), tuple(others), tuple(trees), empty)


def ignored(folder: str, paths: Iterable[str]) -> frozenset[str] | None:
    """Those of ``paths``, relative to ``folder``, that git ignores.

    ``None`` where git is missing or refuses one of them.
    """
    names = b"".join(os.fsencode(path) + b"\0" for path in paths)
    status, output = _git(folder, ["check-ignore", "-z", "--stdin"], names) if names else (1, b"")
    if status not in (0, 1):
        return None
    return frozenset(os.fsdecode(name) for name in output.split(b"\0") if name)


def untracked(folder: str, patterns: Iterable[str]) -> frozenset[str] | None:
    """The files below ``folder`` that git neither tracks nor ignores, named as a pattern says.

    ``None`` where git is missing or refuses the folder.
    """
    arguments = ["ls-files", "-o", "--exclude-standard", "-z", "--", *patterns]
    status, output = _git(folder, arguments)
    return None if status else frozenset(filter(None, os.fsdecode(output).split("\0")))


def program() -> str:
    """Where git is, in the absolute folders of ``PATH`` alone; if nowhere, a path of no file.

    Others are seen from the folder that git is started in, and what lies there is not run.
    """
    places = (os.path.join(folder, "git") for folder in os.get_exec_path() if os.path.isabs(folder))
    return next((place for place in places if os.access(place, os.X_OK)), _NOWHERE)


def command(*arguments: str) -> list[str]:
    # A file system monitor is a program that the scanned repository could name.
    return [program(), "-c", "core.fsmonitor=false", "-c", "submodule.recurse=false", *arguments]


def started(
    folder: str, *arguments: str, told: bool = False, heard: bool = False
) -> Popen[bytes] | None:
    """Git at work in ``folder``; ``None``: it is missing, or did not end before.

    ``told`` opens its stdin, ``heard`` what it complains of.
    """
    import subprocess

    if _STUCK:
        return None
    try:
        return subprocess.Popen(
            command(*arguments),
            cwd=folder,
            env=environment(),
            stdin=subprocess.PIPE if told else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if heard else subprocess.DEVNULL,
        )
    except OSError:
        return None


def environment() -> dict[str, str]:
    untied = {name: value for name, value in os.environ.items() if name not in TIES}
    # A clone may lack contents, and would fetch them by a program that its configuration names.
    never = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
    return {**untied, **never, "GIT_OPTIONAL_LOCKS": "0"}


def _git(folder: str, arguments: list[str], stdin: bytes = b"") -> tuple[int, bytes]:
    running = started(folder, *arguments, told=True)
    if running is None:
        return 127, b""
    with running, in_time(running):
        output, _ = running.communicate(stdin)
    return running.returncode, output
