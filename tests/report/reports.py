"""Reports to render."""

from __future__ import annotations

import datetime
from dataclasses import replace

from migrator.call.source import Edit, Source
from migrator.catalog.severity import Severity
from migrator.report.applicability import Applicability
from migrator.report.finding import Finding, Fix
from migrator.report.report import Report
from migrator.report.view import View

TODAY = datetime.date(2026, 11, 24)
SUNSET = datetime.date(2027, 2, 1)
VIEW = View(today=TODAY)


def finding(source: Source, text: str, **changes: object) -> Finding:
    """A finding at the first place of ``text`` in ``source``."""
    start = source.text.index(text)
    found = Finding(
        span=source.span(start, start + len(text)),
        language="shell",
        rule="trigger-job",
        endpoint="POST /project/:vcs-type/:username/:project",
        replacement="POST /project/{project-slug}/pipeline",
        severity=Severity.ERROR,
        sunset=SUNSET,
        message="Trigger a job: use a pipeline.",
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def fix(source: Source, old: str, new: str, *, safe: bool = True) -> Fix:
    start = source.text.index(old)
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    edit = Edit(source.span(start, start + len(old)), new)
    return Fix(applicability, "Becomes another call.", (edit,))


def report(source: Source, *findings: Finding, **others: object) -> Report:
    made = Report(findings=findings, sources={source.path: source}, checked=3)
    return replace(made, **others)  # type: ignore[arg-type]
