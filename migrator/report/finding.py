"""What a run found, did and could not do."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from migrator.call.source import Edit, Source, Span
from migrator.catalog.severity import Severity


class Applicability(Enum):
    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True)
class Fix:
    """``message`` says what it does and, when unsafe, what a person must look at."""

    applicability: Applicability
    message: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Finding:
    """One v1 or v1.1 call.

    ``message`` is one sentence or two, ``advice`` a paragraph on what to do,
    ``notes`` one clause each.
    """

    span: Span
    language: str
    rule: str
    endpoint: str
    replacement: str | None
    severity: Severity
    sunset: datetime.date | None
    message: str
    advice: str = ""
    notes: tuple[str, ...] = ()
    fix: Fix | None = None

    @property
    def path(self) -> str:
        return self.span.path


@dataclass(frozen=True)
class Suppressed:
    """A call that is not told of, since a comment or the baseline says so, for ``reason``."""

    finding: Finding
    by: Literal["comment", "baseline"]
    reason: str = ""


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


@dataclass(frozen=True)
class Change:
    path: str
    before: str
    after: str
