"""Code Quality of GitLab: a list of issues, in ASCII.

Fields as in https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format;
GitLab shows the description and not the name of the check, and of issues with one
fingerprint only the first.
"""

from __future__ import annotations

from typing import Any

from migrator.catalog.severity import Severity
from migrator.report.checkout import GITLAB, from_root
from migrator.report.finding import Finding
from migrator.report.fingerprint import Fingerprint, digest, fingerprints
from migrator.report.report import Failure, Report
from migrator.report.secrets import Secrets
from migrator.report.view import View

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}

_FAILURES = {Severity.ERROR: "blocker", Severity.WARNING: "major", Severity.NOTE: "info"}


def render(report: Report, view: View, _: Secrets) -> str:
    import json

    known = fingerprints(report)
    issues = [_issue(f, known[f], report) for f in report.findings]
    issues += [_failure(number, f) for number, f in enumerate(report.failures)]
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, known: Fingerprint, report: Report) -> dict[str, Any]:
    source = report.sources[finding.path]
    start = source.position(finding.span.start).line
    end = source.position(max(finding.span.start, finding.span.end - 1)).line
    said = " ".join((finding.message, *finding.notes))
    return {
        "description": f"{finding.rule}: {said}",
        "check_name": finding.rule,
        "fingerprint": known.text,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": from_root(finding.path, GITLAB),
            "lines": {"begin": start, "end": end},
        },
    }


def _failure(number: int, failed: Failure) -> dict[str, Any]:
    return {
        "description": failed.message,
        "check_name": failed.word,
        "fingerprint": digest(f"{failed.path}\0{failed.line}\0{failed.message}\0{number}"),
        "severity": _FAILURES[failed.severity],
        "location": {"path": from_root(failed.path, GITLAB), "lines": {"begin": failed.line or 1}},
    }
