"""Annotations of GitHub Actions, and the report for people below them.

The form and its escapes: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from migrator.catalog.severity import Severity
from migrator.report.checkout import GITHUB, from_root
from migrator.report.finding import Finding
from migrator.report.fingerprint import digest
from migrator.report.formats import text
from migrator.report.printable import printable
from migrator.report.report import Failure, Report
from migrator.report.secrets import Secrets
from migrator.report.view import View

COUNTS = True

MOST = 10
"""GitHub shows no more of one level for a step."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, view: View, secrets: Secrets) -> str:
    # The report shows names and lines of the scanned files: none may be a command to the runner.
    plain = text.render(report, view, secrets)
    if not plain:
        return "".join(_annotations(report, view))
    mark = f"migrator-{digest(plain)}"
    told = f"::stop-commands::{mark}\n{plain}::{mark}::\n"
    return "".join(_annotations(report, view)) + told


def _annotations(report: Report, view: View) -> Iterator[str]:
    shown: Counter[str] = Counter()
    for failed in report.failures:
        level = _LEVELS[failed.severity]
        shown[level] += 1
        if shown[level] <= MOST:
            yield _command(level, _place(failed), failed.message)
    for finding in report.findings:
        level = _LEVELS[finding.severity]
        shown[level] += 1
        if shown[level] <= MOST:
            said = "\n".join((finding.message, *finding.notes))
            yield _command(level, _span(finding, report), said)


def _place(failed: Failure) -> dict[str, object]:
    place: dict[str, object] = {"file": from_root(failed.path, GITHUB)}
    if failed.line is not None:
        place["line"] = failed.line
    return place


def _span(finding: Finding, report: Report) -> dict[str, object]:
    """Columns only where the call stands on one line: GitHub refuses them elsewhere."""
    source = report.sources[finding.path]
    start, end = source.position(finding.span.start), source.position(finding.span.end)
    file = from_root(finding.path, GITHUB)
    span: dict[str, object] = {"file": file, "line": start.line, "endLine": end.line}
    if start.line == end.line:
        span |= {"col": start.column, "endColumn": end.column}
    return span | {"title": finding.rule}


def _command(level: str, properties: dict[str, object], message: str) -> str:
    written = ",".join(
        f"{name}={printable(str(value)).translate(_PROPERTY)}" for name, value in properties.items()
    )
    lines = "\n".join(printable(line) for line in message.split("\n"))
    return f"::{level} {written}::{lines.translate(_DATA)}\n"
