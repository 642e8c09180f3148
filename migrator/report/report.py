"""What a run found, did and could not do."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from migrator.catalog.severity import Severity
from migrator.records import dataclass

if TYPE_CHECKING:
    from migrator.call.source import Source
    from migrator.report.finding import Finding, Suppressed


@dataclass(frozen=True)
class Failure:
    """A file or folder the run could not do its work on; makes the exit status 2 if ``fatal``.

    ``unused`` says that all was done, and that something which was written to keep calls
    as they are keeps none.

    ``line`` counts from 1, ``None`` where no line is to blame.
    """

    path: str
    line: int | None
    message: str
    fatal: bool = True
    unused: bool = False

    @property
    def word(self) -> str:
        if self.unused:
            return "unused"
        return "failed" if self.fatal else "incomplete"

    @property
    def severity(self) -> Severity:
        if self.unused:
            return Severity.NOTE
        return Severity.ERROR if self.fatal else Severity.WARNING


@dataclass(frozen=True)
class Report:
    """``findings`` are those left after fixing, sorted by path, line and column.

    ``sources`` holds the text that the spans of the findings point into, by path.
    ``changes`` are the texts before and after of every file that was, or with
    ``--diff`` would be, rewritten. ``fixed`` are the findings that are gone by it.
    ``suppressed`` are sorted as the findings are. ``removed`` counts the
    suppressions taken out, ``looked_at`` are the paths of all files that could be read.
    """

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    fixed: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    removed: int = 0
    looked_at: frozenset[str] = frozenset()
    checked: int = 0


class Change(NamedTuple):
    path: str
    before: str
    after: str
