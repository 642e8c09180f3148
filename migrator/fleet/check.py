"""A run in the working directory, as ``migrator check`` would do it there."""

from __future__ import annotations

import datetime
import json
import os
from typing import Any

from migrator.catalog.severity import Severity
from migrator.config.configuration import chosen
from migrator.fleet.asked import Asked
from migrator.fleet.outcome import Branch, Outcome
from migrator.report import formats
from migrator.report.report import Report
from migrator.report.view import View
from migrator.run.request import Mode, Request
from migrator.run.run import run
from migrator.run.scope import Scopes


def check(asked: Asked, *, fix: bool = False) -> tuple[Report, Outcome]:
    """What the repository's own configuration says holds, but for what ``asked`` decides.

    Raises ``BadConfig``, ``BadRule`` and ``BadBaseline``.
    """
    request = _request(asked, fix=fix)
    home = request.configuration.of(os.path.join(os.getcwd(), ""))
    report = run(request)
    if baseline := home.values.get("baseline"):
        report = _hidden(report, request, os.path.relpath(os.path.join(home.root, baseline)))
    threshold = Severity(asked.fail_on or home.values.get("fail-on") or Severity.ERROR)
    told = _told(report, written=fix)
    pairs = zip(told["errors"], report.failures, strict=True)
    return report, Outcome(
        report=told,
        failed=tuple(_line(error) for error, failure in pairs if failure.fatal),
        incomplete=sum(each.word == "incomplete" for each in report.failures),
        over=any(each.severity.rank >= threshold.rank for each in report.findings),
        fixed=len(report.fixed),
    )


def _line(error: dict[str, Any]) -> str:
    line = f":{error['line']}" if error["line"] else ""
    return f"{error['path']}{line}: failed: {error['message']}"


def branched(name: str, repository: str, report: Report) -> Branch:
    return Branch(name, repository, len(report.fixed), len(report.changes))


def _request(asked: Asked, *, fix: bool) -> Request:
    configuration = chosen(asked.config, isolated=asked.isolated)
    home = configuration.of(os.path.join(os.getcwd(), ""))
    given = asked.no_gitignore
    no_gitignore = home.values.get("no-gitignore", False) if given is None else given
    return Request(
        mode=Mode.FIX if fix else Mode.CHECK,
        unsafe=asked.unsafe,
        select=frozenset(asked.select),
        ignore=frozenset(asked.ignore),
        exclude=asked.exclude,
        force_exclude=asked.force_exclude,
        gitignore=not no_gitignore,
        org_slug=asked.org_slug,
        api_hosts=asked.api_host,
        configuration=configuration,
    )


def _hidden(report: Report, request: Request, path: str) -> Report:
    from migrator.baseline.file import Baseline
    from migrator.baseline.hide import hide

    return hide(report, Baseline(path), Scopes(request).want)


def _told(report: Report, *, written: bool) -> dict[str, Any]:
    """The report as JSON has it, its secrets masked."""
    view = View(today=datetime.date.today(), written=written)
    told: dict[str, Any] = json.loads(formats.load("json")(report, view))
    return told
