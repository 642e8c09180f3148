"""Rewritten texts put into their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from migrator.files.errors import NotReplaced, Unwritable
from migrator.files.signals import as_interrupts
from migrator.files.write import Replacement, replace_together
from migrator.report.finding import Finding
from migrator.report.report import Failure
from migrator.run.groups import groups
from migrator.run.texts import Text


def save(
    changed: Mapping[str, Text], fixed: Iterable[Finding]
) -> tuple[list[Failure], frozenset[str]]:
    """What went wrong, and the paths of the files that are therefore as they were.

    Files that one rewrite changes together are written all or none.
    """
    failures: list[Failure] = []
    unsaved: set[str] = set()
    with as_interrupts():
        for group in groups(changed, fixed):
            try:
                replace_together([_replacement(path, changed[path]) for path in group])
            except NotReplaced as error:
                failures.append(Failure(error.path, None, str(error)))
                for path, reason in error.lost:
                    what = f"could not be put back as it was: {reason}"
                    failures.append(Failure(path, None, f"{what}; compare it with its history"))
                unsaved.update(group)
    return failures, frozenset(unsaved)


def _replacement(path: str, text: Text) -> Replacement:
    try:
        return path, text.data, text.decoded.encode(text.after)
    except Unwritable as error:
        raise NotReplaced(path, str(error)) from error
