"""One JSON object, in ASCII."""

from __future__ import annotations

import json
from typing import Any

from migrator.fleet.fleet import Result
from migrator.fleet.outcome import NO_REPORT, Counts, Outcome, counts
from migrator.fleet.report import Shown
from migrator.fleet.repository import Repository

VERSION = 1


def render(result: Result, shown: Shown) -> str:
    outcomes = [outcome for _, outcome in result.repositories]
    told = {
        "version": VERSION,
        "repositories": [_repository(*each, shown) for each in result.repositories],
        "summary": {
            "repositories": len(outcomes),
            "failed": sum(not each.finished for each in outcomes),
            **_counts(counts(outcomes), shown),
        },
    }
    return json.dumps(told, indent=2) + "\n"


def _repository(repository: Repository, outcome: Outcome, shown: Shown) -> dict[str, Any]:
    report = outcome.report or NO_REPORT
    return {
        "name": repository.name,
        "place": repository.place.shown,
        "line": repository.line,
        "checked": outcome.report is not None,
        "summary": {**_counts(counts([outcome]), shown), **_files(report["summary"])},
        "branch": outcome.branch
        and {
            "name": outcome.branch.name,
            "repository": outcome.branch.repository,
            "fixed": outcome.branch.fixed,
            "files": outcome.branch.files,
        },
        "problems": list(outcome.problems),
        "notes": list(outcome.notes),
        "findings": report["findings"],
        "errors": report["errors"],
    }


def _counts(counted: Counts, shown: Shown) -> dict[str, Any]:
    return {
        "calls": counted.calls,
        "severities": dict(counted.severities),
        "fix": {"safe": counted.safe, "unsafe": counted.unsafe, "none": counted.none},
        "fixed": counted.fixed,
        "sunset": counted.sunset and counted.sunset.isoformat(),
        "days_left": counted.days(shown.today),
    }


def _files(summary: dict[str, Any]) -> dict[str, Any]:
    return {name: summary[name] for name in ("files_checked", "suppressed") if name in summary}
