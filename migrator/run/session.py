"""The files with calls, from the first look to the last rewrite."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from migrator.call.source import Source
from migrator.catalog.rulefile import ids
from migrator.files.discover import shown
from migrator.report.finding import Finding, Suppressed
from migrator.report.report import Change, Failure, Report
from migrator.run import tidy
from migrator.run.looking import Looking
from migrator.run.planning import Planning
from migrator.run.request import Mode, Request
from migrator.run.rewriting import Rewriting
from migrator.run.saving import save
from migrator.run.strangers import Strangers


class _Told(NamedTuple):
    findings: list[Finding]
    suppressed: tuple[Suppressed, ...]
    idle: tuple[Failure, ...]


class Session:
    """``looking`` has been through all files when ``report`` is asked for.

    ``failures`` are those of before, to which its own are added. ``named`` are the paths of
    all files of the run: no other is ever written.
    """

    def __init__(self, request: Request, failures: list[Failure], named: Collection[str]) -> None:
        self._request = request
        self._failures = failures
        files = frozenset((*named, *map(shown, request.config_for.values())))
        strangers = Strangers(request.paths, files)
        self.looking = Looking(request, failures, files)
        self._planning = Planning(self.looking, files, strangers)
        self._rewriting = Rewriting(self.looking, self._planning, failures, unsafe=request.unsafe)

    def report(self, checked: int) -> Report:
        """Does what the request's mode asks for; ``checked`` is the number of all files."""
        if self._request.mode is Mode.CHECK:
            return self._report(checked, self._told())
        told = self._told() if self._request.mode is Mode.DIFF else None
        sources = dict(self.looking.texts.sources)
        self._rewriting.rewrite()
        self._rewriting.tidy_up()
        if told:
            return self._report(checked, told, sources)
        if self._request.stdin is None:
            self._save()
        return self._report(checked, self._told())

    def _save(self) -> None:
        failures, unsaved = save(self.looking.texts.changed(), self._rewriting.fixed)
        self._failures += failures
        if unsaved:
            self._rewriting.take_back(unsaved)

    def _told(self) -> _Told:
        idle = (
            failure
            for path, file in self.looking.files.items()
            for failure in tidy.told(file.now, self.looking.scopes.of(path), ids())
        )
        findings = self._planning.findings(unsafe=self._request.unsafe)
        return _Told(findings, self._planning.suppressed(), tuple(idle))

    def _report(
        self,
        checked: int,
        told: _Told,
        sources: dict[str, Source] | None = None,
    ) -> Report:
        texts = self.looking.texts
        changes = [Change(path, text.before, text.after) for path, text in texts.changed().items()]
        failures = (*self._failures, *told.idle)
        return Report(
            findings=tuple(sorted(told.findings, key=lambda f: f.span)),
            failures=tuple(sorted(failures, key=lambda f: (f.path, f.line or 0))),
            sources=sources or dict(texts.sources),
            changes=tuple(changes),
            fixed=tuple(sorted(self._rewriting.fixed, key=lambda f: f.span)),
            suppressed=told.suppressed,
            removed=sum(self._rewriting.removed.values()),
            checked=checked,
        )
