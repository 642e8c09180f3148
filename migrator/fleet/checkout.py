"""A work tree for one job, beside those that people work in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from migrator.fleet.git import Git
from migrator.fleet.refused import Refused


@contextmanager
def checkout(git: Git, commit: str, path: str) -> Iterator[Git]:
    """The files of ``commit`` at ``path``, as long as it is open. Raises ``Refused``."""
    try:
        # Filters are looked for in the new work tree: what it includes may be its own.
        git("worktree", "add", "--detach", "--no-checkout", path, commit)
        inner = git.at(path)
        inner("reset", "--hard", "--quiet")
        yield inner
    finally:
        remove(path)


def remove(path: str) -> None:
    """The work tree at ``path``, and what its repository knows of it."""
    if os.path.isdir(path):
        with suppress(Refused):
            Git(path).ask("worktree", "remove", "--force", "--force", path)
        shutil.rmtree(path, ignore_errors=True)
