"""A report without the secrets that stand in what it says, and in the names of its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.call.source import Edit, Source, Span
from migrator.report.report import Change

if TYPE_CHECKING:
    from migrator.report.finding import Finding, Fix, Suppressed
    from migrator.report.report import Failure, Report
    from migrator.report.secrets import Secrets


def concealed(report: Report, secrets: Secrets) -> Report:
    """The texts of the sources stay as they are: the places of the findings are places in them."""
    hiding = _Hiding(secrets, _names(report, secrets))
    return replace(
        report,
        findings=tuple(map(hiding.finding, report.findings)),
        fixed=tuple(map(hiding.finding, report.fixed)),
        suppressed=tuple(map(hiding.suppressed, report.suppressed)),
        failures=tuple(map(hiding.failure, report.failures)),
        sources=hiding.sources(report.sources),
        changes=tuple(map(hiding.change, report.changes)),
    )


def _names(report: Report, secrets: Secrets) -> dict[str, str]:
    """What is shown in the place of each path that holds a secret; each is another."""
    paths = {*report.sources, *(failed.path for failed in report.failures)}
    names: dict[str, str] = {}
    for path in sorted(paths):
        shown = secrets.name(path)
        if shown != path:
            again = sum(each.partition(" (")[0] == shown for each in names.values())
            names[path] = f"{shown} ({again + 1})" if again else shown
    return names


class _Hiding:
    def __init__(self, secrets: Secrets, names: Mapping[str, str]) -> None:
        self._mask = secrets.mask
        self._names = names

    def finding(self, finding: Finding) -> Finding:
        return replace(
            finding,
            span=self._span(finding.span),
            endpoint=self._mask(finding.endpoint),
            message=self._mask(finding.message),
            advice=self._mask(finding.advice),
            notes=tuple(map(self._mask, finding.notes)),
            fix=finding.fix and self._fix(finding.fix),
        )

    def _fix(self, fix: Fix) -> Fix:
        return replace(fix, message=self._mask(fix.message), edits=tuple(self._edits(fix.edits)))

    def _edits(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        return (Edit(self._span(edit.span), edit.content) for edit in edits)

    def suppressed(self, each: Suppressed) -> Suppressed:
        return replace(each, finding=self.finding(each.finding), reason=self._mask(each.reason))

    def failure(self, failed: Failure) -> Failure:
        return replace(failed, path=self._name(failed.path), message=self._mask(failed.message))

    def sources(self, sources: Mapping[str, Source]) -> dict[str, Source]:
        shown = dict(sources)
        for path in self._names.keys() & sources.keys():
            shown[self._names[path]] = replace(shown.pop(path), path=self._names[path])
        return shown

    def change(self, change: Change) -> Change:
        return change._replace(path=self._name(change.path))

    def _span(self, span: Span) -> Span:
        return replace(span, path=self._names[span.path]) if span.path in self._names else span

    def _name(self, path: str) -> str:
        return self._names.get(path, path)
