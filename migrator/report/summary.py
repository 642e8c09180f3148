"""The counts of a report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from migrator.catalog.severity import Severity
from migrator.records import dataclass

if TYPE_CHECKING:
    from migrator.report.finding import Finding
    from migrator.report.report import Report


@dataclass(frozen=True, eq=False, repr=False)
class Summary:
    """``safe`` and ``unsafe`` count the findings left that have a fix of that kind.

    ``kept`` counts the calls that comments suppress, ``listed`` those that a baseline does.
    """

    checked: int
    severities: dict[Severity, int]
    rules: dict[str, int]
    safe: int
    unsafe: int
    fixed: int
    kept: int = 0
    listed: int = 0

    @property
    def left(self) -> int:
        return sum(self.severities.values())


def summarise(report: Report) -> Summary:
    found = Counter(finding.severity for finding in report.findings)
    rules = Counter(finding.rule for finding in report.findings)
    return Summary(
        checked=report.checked,
        severities={severity: found[severity] for severity in reversed(Severity)},
        rules=dict(sorted(rules.items(), key=lambda counted: (-counted[1], counted[0]))),
        safe=_fixable(report.findings, "safe"),
        unsafe=_fixable(report.findings, "unsafe"),
        fixed=len(report.fixed),
        kept=sum(each.by == "comment" for each in report.suppressed),
        listed=sum(each.by == "baseline" for each in report.suppressed),
    )


def count(number: int, noun: str) -> str:
    """``1 call``, ``2 calls``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _fixable(findings: tuple[Finding, ...], applicability: str) -> int:
    return sum(f.fix is not None and f.fix.applicability.value == applicability for f in findings)
