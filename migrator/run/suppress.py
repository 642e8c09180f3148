"""Suppressions put into sources."""

from __future__ import annotations

from dataclasses import field
from itertools import groupby

from migrator.call.source import Source
from migrator.catalog.load import catalog
from migrator.files.errors import Unreadable, Unwritable
from migrator.files.kind import kind
from migrator.files.read import read
from migrator.files.write import replace
from migrator.records import dataclass
from migrator.report.finding import Finding
from migrator.report.report import Failure, Report
from migrator.run.examine import examine
from migrator.run.folder import Folder
from migrator.run.remarks import Remarks
from migrator.run.request import Request
from migrator.run.scope import Scopes
from migrator.run.texts import Neighbours, Text, Texts
from migrator.run.viewed import Viewed


@dataclass
class Outcome:
    """``done`` counts the calls that are suppressed now by path, ``left`` tells of the others."""

    done: dict[str, int] = field(default_factory=dict)
    left: list[Failure] = field(default_factory=list)


def suppress(report: Report, request: Request, reason: str) -> Outcome:
    """Puts a comment with ``reason``, one line, to each finding of ``report``."""
    outcome = Outcome()
    for path, found in groupby(report.findings, key=lambda each: each.path):
        try:
            file = _File(report.sources[path], request)
            remarks = file.suppress(list(found), reason)
            file.save()
        except (Unreadable, Unwritable) as error:
            outcome.left.append(Failure(path, None, str(error)))
            continue
        outcome.done[path] = remarks.done
        outcome.left += remarks.left()
    return outcome


class _File:
    def __init__(self, source: Source, request: Request) -> None:
        """Raises ``Unreadable``, and ``Unwritable`` if ``source`` is not what it holds."""
        data = read(source.path)
        self._kind = kind(source.path, data) or "shell"
        self._texts = Texts()
        self._text: Text = self._texts.add(source.path, data, self._kind)
        if self._text.before != source.text:
            raise Unwritable("changed while it was being checked; run again")
        self._scope = Scopes(request).of(source.path)
        self._config_for = request.config_for

    def suppress(self, findings: list[Finding], reason: str) -> Remarks:
        wanted = {(finding.span, finding.rule) for finding in findings}
        begun = self._viewed(self._text.now)
        calls = [
            number
            for number, case in enumerate(begun.now.cases)
            if (case.span, case.match.rule.id) in wanted
        ]
        remarks = Remarks(begun, self._viewed, reason)
        remarks.put(calls)
        self._text.now = remarks.source
        return remarks

    def save(self) -> None:
        """Raises ``Unwritable``."""
        text = self._text
        if text.changed:
            replace(text.now.path, text.data, text.decoded.encode(text.after))

    def _viewed(self, source: Source) -> Viewed:
        self._text.now = source
        neighbours = Neighbours(source.path, self._texts)
        folder = Folder(source.path, self._texts, frozenset(), self._config_for)
        now = examine(source, self._kind, catalog(), self._scope, neighbours, folder)
        return Viewed(now, self._kind)
