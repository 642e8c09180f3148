"""The work on one repository, whatever process it is done in."""

from __future__ import annotations

import os
from dataclasses import replace

from migrator import __version__
from migrator.baseline.file import BadBaseline
from migrator.catalog.errors import BadRule
from migrator.config.errors import BadConfig
from migrator.files.patterns import BadPattern
from migrator.fleet import branch
from migrator.fleet.asked import Asked, Job
from migrator.fleet.check import branched, check
from migrator.fleet.checkout import checkout
from migrator.fleet.clone import TIP, clone
from migrator.fleet.git import Git
from migrator.fleet.inside import inside
from migrator.fleet.outcome import Outcome
from migrator.fleet.place import Place
from migrator.fleet.refused import Refused
from migrator.report.printable import printable
from migrator.report.secrets import Secrets

CLONES, TREES = "clones", "worktrees"
"""Folders of a fleet's output."""


def work(job: Job) -> Outcome:
    """What became of it; whatever goes wrong is told in a sentence."""
    place = Place(job.where, job.shown, job.scheme)
    try:
        if job.asked.version != __version__:
            raise Refused(f"migrator is {__version__} here, not {job.asked.version}")
        outcome = _cloned(place, job) if place.scheme else _local(place, job)
    except (Refused, BadRule, BadConfig, BadBaseline, BadPattern) as error:
        outcome = Outcome(problems=(str(error),))
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        outcome = Outcome(problems=(f"{what}{(error.strerror or str(error)).lower()}",))
    except Exception as error:
        if os.environ.get("MIGRATOR_TRACEBACK"):
            raise
        what = f"internal error: {type(error).__name__}: {error}"
        how = "please report it; MIGRATOR_TRACEBACK=1 shows where it comes from"
        outcome = Outcome(problems=(f"{what}; {how}",))
    secrets = Secrets(())
    masked = (printable(secrets.mask(place.mask(each))) for each in outcome.problems)
    return replace(outcome, problems=tuple(masked))


def _cloned(place: Place, job: Job) -> Outcome:
    path = os.path.join(job.folder, CLONES, f"{job.key}.git")
    git = clone(place, path)
    commit = git("rev-parse", "--verify", TIP)
    with checkout(git, commit, _tree(job)) as inner:
        if job.asked.fix:
            return _fixed(inner, inner.folder, commit, path, job.asked)
        with inside(inner.folder):
            return check(job.asked)[1]


def _local(place: Place, job: Job) -> Outcome:
    folder = place.where
    refused: tuple[str, ...] = ()
    if not os.path.isdir(folder):
        what = "is a file, not a folder" if os.path.exists(folder) else "there is no such folder"
        raise Refused(what)
    if _is_bare(folder):
        raise Refused(f"is a bare repository, which has no files; give it as file://{folder}")
    if job.asked.fix:
        try:
            return _on_a_branch(folder, job)
        except Refused as error:
            refused = (str(error),)
    with inside(folder):
        return replace(check(job.asked)[1], problems=refused)


def _is_bare(folder: str) -> bool:
    parts = (os.path.join(folder, name) for name in ("HEAD", "objects", "refs"))
    return all(map(os.path.exists, parts))


def _on_a_branch(folder: str, job: Job) -> Outcome:
    git = Git(folder)
    if git.ask("rev-parse", "--is-inside-work-tree") != "true":
        raise Refused("--fix writes branches, and this is no work tree of git")
    git = git.at(folder)
    commit = git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if commit is None:
        raise Refused("has no commit yet; make one for the branch to begin at")
    _is_clean(git)
    prefix = git("rev-parse", "--show-prefix")
    outcome = Outcome()
    with checkout(git, commit, _tree(job)) as inner:
        below = os.path.join(inner.folder, prefix)
        outcome = _fixed(inner, below, commit, folder, job.asked)
    if outcome.branch and git.ask("symbolic-ref", "--quiet", "HEAD") is None:
        note = f"the head is detached: the branch begins at {commit[:12]}, which no branch may hold"
        outcome = replace(outcome, notes=(*outcome.notes, note))
    return outcome


def _is_clean(git: Git) -> None:
    changed = git(
        "status", "--porcelain", "-z", "--untracked-files=no", "--ignore-submodules=dirty",
        "--no-renames",
    )  # fmt: skip
    names = [record[3:] for record in changed.split("\0") if record]
    if names:
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        raise Refused(
            f"has changes that are not committed ({names[0]}{more}), so no branch is made;"
            " commit or stash them and run again"
        )


def _fixed(git: Git, folder: str, commit: str, repository: str, asked: Asked) -> Outcome:
    """The branch, made of what a fix in ``folder``, a part of the work tree, changes."""
    branch.identity(git)
    with inside(folder):
        report, outcome = check(asked, fix=True)
        if report.changes:
            here = git.below(folder)
            branch.write(here, asked.branch, commit, report.changes, report.fixed)
            made = branched(asked.branch, repository, report)
            outcome = replace(outcome, branch=made)
    return outcome


def _tree(job: Job) -> str:
    """A path of its own for each try: a try that was given up may still be at work."""
    return os.path.join(job.folder, TREES, f"{job.key}-{os.urandom(4).hex()}")
