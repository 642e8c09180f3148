"""One line a finding."""

from __future__ import annotations

from migrator.report.colour import Paint
from migrator.report.lines import closing, failure, headline, statistics
from migrator.report.report import Report
from migrator.report.secrets import Secrets
from migrator.report.view import View

COUNTS = True


def render(report: Report, view: View) -> str:
    secrets = Secrets((s.text for s in report.sources.values()), shown=view.show_secrets)
    paint = Paint(on=view.colour)
    if view.statistics:
        lines = list(statistics(report))
    else:
        lines = [headline(f, report.sources[f.path], secrets, view) for f in report.findings]
    lines += [failure(f, secrets, paint) for f in report.failures]
    return "".join(f"{line}\n" for line in [*lines, *closing(report, view)])
