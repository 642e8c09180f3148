"""What a run has rewritten, as a branch with one commit. No hook sees it, no program signs it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from migrator.fleet.git import Git
from migrator.fleet.refused import Refused
from migrator.report.finding import Finding
from migrator.report.report import Change


def identity(git: Git) -> None:
    """Raises ``Refused`` if git does not know in whose name to commit."""
    if git.ask("var", "GIT_AUTHOR_IDENT") and git.ask("var", "GIT_COMMITTER_IDENT"):
        return
    raise Refused(
        "git knows no name and address to commit under; set them with"
        " `git config --global user.name` and `git config --global user.email`"
    )


def write(
    git: Git, name: str, parent: str, changes: Sequence[Change], fixed: Sequence[Finding]
) -> None:
    """Makes the branch ``name`` of ``changes``, which are on disk where ``git`` runs.

    Where the branch is there already with these very contents, all is done. Raises
    ``Refused``.
    """
    paths = b"".join(os.fsencode(change.path) + b"\0" for change in changes)
    git("update-index", "-z", "--stdin", stdin=paths)
    tree = git("write-tree")
    ref = f"refs/heads/{name}"
    if not _is(git, ref, tree, parent):
        message = _message(fixed).encode()
        commit = git("commit-tree", tree, "-p", parent, "-F", "-", stdin=message)
        try:
            # An empty value says that it must not be there yet.
            git("update-ref", ref, commit, "")
        except Refused as error:
            if not _is(git, ref, tree, parent):
                raise _taken(git, name, error) from error


def _is(git: Git, ref: str, tree: str, parent: str) -> bool:
    return git.ask("rev-parse", "--verify", "--quiet", f"{ref}^{{tree}}") == tree and (
        git.ask("rev-list", "--parents", "--max-count=1", ref) or ""
    ).split()[1:] == [parent]


def _taken(git: Git, name: str, error: Refused) -> Refused:
    if git.ask("rev-parse", "--verify", "--quiet", f"refs/heads/{name}") is None:
        return Refused(f"the branch `{name}` can't be made: {error}; --branch gives another name")
    return Refused(
        f"there is a branch `{name}` already, with something else in it, and it is left as it"
        f" is; merge it, delete it (`git branch -D {name}`) or give another name with --branch"
    )


def _message(fixed: Sequence[Finding]) -> str:
    rules = Counter(finding.rule for finding in fixed)
    listed = "".join(f"- {rule}: {number}\n" for rule, number in sorted(rules.items()))
    return f"Move calls of CircleCI's API v1 to v2\n\nMade by `migrator fleet --fix`:\n\n{listed}"
