"""A big tree to look through, made of the files of the running interpreter.

The same interpreter gives the same tree: names are sorted, nothing is drawn by
chance, nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures"
CALLERS = (
    "trigger-pipeline/python-requests",
    "trigger-job-branch/shell-variables",
    "build-artifacts/python-loop",
    "recent-builds/shell-jq",
)
_AS_MODULE = str.maketrans("/-", "__")
"""So that others may import them: who does is looked for as in a real tree."""
_SCRIPTS = 400
_LINES = 120


@dataclass(frozen=True)
class Size:
    """The least that there is to be: the library is copied whole until both are reached.

    Git keeps as much again beside it.
    """

    files: int = 40_000
    megabytes: int = 1_000


@dataclass(frozen=True)
class Tree:
    """``digest`` is of all names and sizes."""

    root: Path
    files: int
    bytes: int
    digest: str


def build(root: Path, size: Size, *, git: bool = True) -> Tree:
    """Makes the tree at ``root``, which must not exist, and commits it."""
    root.mkdir(parents=True)
    sources = list(_sources())
    files = total = 0
    for number in count():
        for source, name in sources:
            target = root / f"part{number:02}" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            files += 1
            total += target.stat().st_size
        if files >= size.files and total >= size.megabytes * 1_000_000:
            break
    for number in range(_SCRIPTS):
        script = root / "scripts" / f"step{number:03}.sh"
        script.parent.mkdir(exist_ok=True)
        script.write_text(_script(number))
    put_callers(root / "callers")
    if git:
        commit(root)
    return describe(root)


def put_callers(folder: Path) -> None:
    """A handful of programs with calls, each in a folder of its own."""
    for caller in CALLERS:
        for program in sorted((FIXTURES / caller).rglob("before*")):
            if program.is_file():
                folder.mkdir(parents=True, exist_ok=True)
                name = caller.translate(_AS_MODULE) + program.suffix
                shutil.copyfile(program, folder / name)


def commit(root: Path) -> None:
    identity = ("-c", "user.name=bench", "-c", "user.email=bench@example.com")
    fast = ("-c", "core.compression=0", "-c", "gc.auto=0")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "tree")):
        subprocess.run(["git", *identity, *fast, *arguments], cwd=root, check=True)


def describe(root: Path) -> Tree:
    digest = hashlib.sha256()
    files = total = 0
    for path in sorted(p for p in root.rglob("*") if ".git" not in p.parts and p.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(root)}\0{size}\n".encode())
        files += 1
        total += size
    return Tree(root, files, total, digest.hexdigest()[:16])


def _sources() -> Iterator[tuple[Path, Path]]:
    """The library and the packages; a name that tools leave out by default is changed."""
    library = Path(sysconfig.get_path("stdlib"))
    for path in sorted(library.rglob("*")):
        name = path.relative_to(library)
        if "__pycache__" in name.parts or path.is_symlink() or not path.is_file():
            continue
        yield path, Path(*(_plain(part) for part in name.parts))


def _plain(part: str) -> str:
    return {"site-packages": "packages", "build": "builds", "dist": "dists"}.get(part, part)


def _script(number: int) -> str:
    lines = [f'echo "step {number} line {line}" >>"$LOG"' for line in range(_LINES)]
    return "\n".join(["#!/bin/bash", "set -euo pipefail", *lines, ""])
