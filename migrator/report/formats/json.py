"""One JSON object, in ASCII."""

from __future__ import annotations

import json
from typing import Any

from migrator.call.source import Edit, Source
from migrator.report.finding import Finding, Fix
from migrator.report.report import Report
from migrator.report.secrets import Secrets
from migrator.report.summary import summarise
from migrator.report.view import View

VERSION = 1


def render(report: Report, view: View, secrets: Secrets) -> str:
    return json.dumps(_report(report, secrets, view), indent=2) + "\n"


def _report(report: Report, secrets: Secrets, view: View) -> dict[str, Any]:
    summary = summarise(report)
    return {
        "version": VERSION,
        "findings": [_finding(f, report.sources, secrets) for f in report.findings],
        "errors": [{"path": f.path, "line": f.line, "message": f.message} for f in report.failures],
        "summary": {
            "files_checked": summary.checked,
            "findings": {s.value: number for s, number in summary.severities.items()},
            "fixable": {"safe": summary.safe, "unsafe": summary.unsafe},
            "fixed": summary.fixed if view.written else 0,
            "suppressed": {"comment": summary.kept, "baseline": summary.listed},
            "rules": summary.rules,
        },
    }


def _finding(finding: Finding, sources: dict[str, Source], secrets: Secrets) -> dict[str, Any]:
    source = sources[finding.path]
    start, end = source.position(finding.span.start), source.position(finding.span.end)
    return {
        "path": finding.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "language": finding.language,
        "rule": finding.rule,
        "endpoint": finding.endpoint,
        "replacement": finding.replacement,
        "severity": finding.severity.value,
        "sunset": finding.sunset and finding.sunset.isoformat(),
        "message": f"{finding.message} {finding.advice}".strip(),
        "notes": list(finding.notes),
        "fix": finding.fix and _fix(finding.fix, sources, secrets),
    }


def _fix(fix: Fix, sources: dict[str, Source], secrets: Secrets) -> dict[str, Any]:
    return {
        "applicability": fix.applicability.value,
        "message": fix.message,
        "edits": [_edit(edit, sources[edit.span.path], secrets) for edit in fix.edits],
    }


def _edit(edit: Edit, source: Source, secrets: Secrets) -> dict[str, Any]:
    return {
        "path": edit.span.path,
        "start": _place(source, edit.span.start),
        "end": _place(source, edit.span.end),
        "content": secrets.mask(edit.content),
    }


def _place(source: Source, offset: int) -> dict[str, int]:
    position = source.position(offset)
    return {"line": position.line, "column": position.column}
