"""Findings with their source lines, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrator.report.applicability import Applicability
from migrator.report.colour import Paint
from migrator.report.lines import closing, failure, headline, statistics
from migrator.report.printable import printable
from migrator.report.view import View

if TYPE_CHECKING:
    from migrator.report.finding import Finding, Fix
    from migrator.report.report import Report
    from migrator.report.secrets import Secrets

COUNTS = True


def render(report: Report, view: View, secrets: Secrets) -> str:
    return "".join(f"{line}\n" for line in Text(report, view, secrets).lines())


class Text:
    """``finding`` gives the lines of one, ``lines`` those of all and what closes them."""

    def __init__(self, report: Report, view: View, secrets: Secrets) -> None:
        self._report = report
        self._view = view
        self._secrets = secrets
        self._paint = Paint(on=view.colour)

    def lines(self) -> Iterator[str]:
        if self._view.statistics:
            yield from statistics(self._report)
        else:
            for finding in self._report.findings:
                yield from self.finding(finding)
                yield ""
        for failed in self._report.failures:
            yield failure(failed, self._paint)
        yield from closing(self._report, self._view)

    def finding(self, finding: Finding) -> Iterator[str]:
        from migrator.report.excerpt import excerpt

        source = self._report.sources[finding.path]
        yield headline(finding, source, self._view)
        excerpted = list(excerpt(source, finding.span, self._secrets.within(source)))
        yield from excerpted
        indent = excerpted[0].index("|") * " "
        for name, text in self._facts(finding):
            label = self._paint.bold(f"{name}:")
            first, *more = text.split("\n")
            yield f"{indent}= {label} {printable(first)}"
            # What is there to paste stands at the margin, as it must be pasted.
            yield from map(printable, more)

    def _facts(self, finding: Finding) -> Iterator[tuple[str, str]]:
        yield "is", finding.endpoint
        yield "becomes", finding.replacement or "no call of v2 is known"
        if finding.sunset:
            from migrator.report.countdown import countdown

            yield "sunset", countdown(finding.sunset, self._view.today)
        if finding.advice:
            yield "help", finding.advice
        yield "fix", _offer(finding.fix)
        for note in finding.notes:
            yield "note", note


def _offer(fix: Fix | None) -> str:
    if fix is None:
        return "none; the source stays as it is"
    if fix.applicability is Applicability.SAFE:
        return f"--fix: {fix.message}"
    return f"--fix --unsafe-fixes: {fix.message}"
