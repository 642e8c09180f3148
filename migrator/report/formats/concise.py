"""One line a finding."""

from __future__ import annotations

from migrator.report.colour import Paint
from migrator.report.finding import Finding
from migrator.report.lines import closing, failure, headline, statistics
from migrator.report.printable import printable
from migrator.report.report import Report
from migrator.report.secrets import Secrets
from migrator.report.view import View

COUNTS = True


def render(report: Report, view: View, _: Secrets) -> str:
    paint = Paint(on=view.colour)
    if view.statistics:
        lines = list(statistics(report))
    else:
        lines = [_line(finding, report, view) for finding in report.findings]
    lines += [failure(failed, paint) for failed in report.failures]
    return "".join(f"{line}\n" for line in [*lines, *closing(report, view)])


def _line(finding: Finding, report: Report, view: View) -> str:
    told = headline(finding, report.sources[finding.path], view)
    exposure = printable(finding.exposure)
    return f"{told} {exposure[0].upper()}{exposure[1:]}." if exposure else told
