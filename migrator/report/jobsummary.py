"""The summary of a job of GitHub Actions, in its Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.report.applicability import Applicability
from migrator.report.concealed import concealed
from migrator.report.finding import Finding
from migrator.report.lines import closing
from migrator.report.printable import printable
from migrator.report.report import Report
from migrator.report.secrets import secrets_of
from migrator.report.view import View

MOST = 500
"""Rows; GitHub takes 1 MiB for a step, and a row may be a kilobyte long."""

_WIDEST = 400
_MARKUP = str.maketrans({c: f"&#{ord(c)};" for c in "&<>|`*_[]\\~#@:"})


def summary(report: Report, view: View) -> str:
    return "".join(f"{line}\n" for line in _lines(report, view))


def _lines(report: Report, view: View) -> Iterator[str]:
    report = concealed(report, secrets_of(report, shown=view.show_secrets))
    yield "### Calls of CircleCI's API v1"
    yield ""
    for line in closing(report, view):
        yield f"{_said(line)}  "
    for failed in report.failures:
        yield f"{_said(failed.path)}: {_said(failed.message)}  "
    if not report.findings:
        return
    yield ""
    yield "| severity | place | rule | becomes | fix |"
    yield "|---|---|---|---|---|"
    for finding in report.findings[:MOST]:
        yield _row(finding, report)
    if len(report.findings) > MOST:
        yield ""
        yield f"{len(report.findings) - MOST} more are in the log."


def _row(finding: Finding, report: Report) -> str:
    line = report.sources[finding.path].position(finding.span.start).line
    cells = (
        finding.severity.value,
        f"{finding.path}:{line}",
        finding.rule,
        finding.replacement or "no call of v2 is known",
        _fix(finding),
    )
    return f"| {' | '.join(map(_said, cells))} |"


def _fix(finding: Finding) -> str:
    if finding.fix is None:
        fix = "none"
    else:
        safe = finding.fix.applicability is Applicability.SAFE
        fix = "--fix" if safe else "--fix --unsafe-fixes"
    return f"{fix}; {finding.exposure}" if finding.exposure else fix


def _said(text: str) -> str:
    return printable(text[:_WIDEST]).translate(_MARKUP)
