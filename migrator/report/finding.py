"""A call that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from migrator.records import dataclass

if TYPE_CHECKING:
    import datetime

    from migrator.call.source import Edit, Span
    from migrator.catalog.severity import Severity
    from migrator.report.applicability import Applicability


@dataclass(frozen=True)
class Fix:
    """``message`` says what it does and, when unsafe, what a person must look at."""

    applicability: Applicability
    message: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Finding:
    """One v1 or v1.1 call; ``current`` says that it names v2.

    ``message`` is one sentence or two, ``advice`` a paragraph on what to do,
    ``notes`` one clause each; ``exposure`` is the one that speaks of a token in the source.
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
    current: bool = False
    exposure: str = ""

    @property
    def path(self) -> str:
        return self.span.path


@dataclass(frozen=True)
class Suppressed:
    """A call that is not told of, since a comment or the baseline says so, for ``reason``."""

    finding: Finding
    by: Literal["comment", "baseline"]
    reason: str = ""
