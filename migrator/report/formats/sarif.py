"""SARIF 2.1.0, in ASCII: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

import os
from typing import Any

from migrator import __version__
from migrator.call.source import Edit, Source, Span
from migrator.report.checkout import GITHUB, from_root
from migrator.report.finding import Finding, Fix, Suppressed
from migrator.report.fingerprint import fingerprints
from migrator.report.report import Failure, Report
from migrator.report.secrets import Secrets
from migrator.report.summary import summarise
from migrator.report.view import View

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "migratorCall/v1"
"""A key of our own: GitHub computes `primaryLocationLineHash` itself and refuses another's."""

MOST = 25_000
"""GitHub refuses a file with more results in a run."""

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def render(report: Report, _: View, secrets: Secrets) -> str:
    import json

    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(report, secrets).run()]}
    return json.dumps(log, indent=2) + "\n"


class _Run:
    def __init__(self, report: Report, secrets: Secrets) -> None:
        self._report = report
        self._secrets = secrets
        self._known = fingerprints(report)

    def run(self) -> dict[str, Any]:
        told, left_out = self._told()
        rules = sorted({finding.rule for finding, _ in told})
        notifications = [self._notification(failed) for failed in self._report.failures]
        if left_out:
            said = f"{left_out} more results are left out: GitHub takes {MOST} of a run."
            notifications.append({"level": "warning", "message": {"text": said}})
        return {
            "tool": {
                "driver": {
                    "name": "migrator",
                    "version": __version__,
                    "rules": [_rule(name) for name in rules],
                }
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [
                {
                    "executionSuccessful": not any(f.fatal for f in self._report.failures),
                    "toolExecutionNotifications": notifications,
                }
            ],
            "results": [self._result(f, by, rules.index(f.rule)) for f, by in told],
            "properties": {"statistics": summarise(self._report).rules},
        }

    def _told(self) -> tuple[list[tuple[Finding, Suppressed | None]], int]:
        """What there is room for, in its order, and the number of what there is not."""
        told: list[tuple[Finding, Suppressed | None]] = [(f, None) for f in self._report.findings]
        told += [(each.finding, each) for each in self._report.suppressed]
        worst = sorted(told, key=lambda each: (each[1] is not None, -each[0].severity.rank))
        kept = sorted(worst[:MOST], key=lambda each: each[0].span)
        return kept, len(told) - len(kept)

    def _result(self, finding: Finding, by: Suppressed | None, rule: int) -> dict[str, Any]:
        said = " ".join(filter(None, (finding.message, finding.advice, *finding.notes)))
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": rule,
            "level": finding.severity.value,
            "message": {"text": said},
            "locations": [{"physicalLocation": self._location(finding.span)}],
            "partialFingerprints": {FINGERPRINT: self._known[finding].text},
            "properties": _facts(finding),
        }
        fix = finding.fix and self._fix(finding.fix)
        if fix:
            result["fixes"] = [fix]
        if by:
            kind = "inSource" if by.by == "comment" else "external"
            suppression: dict[str, Any] = {"kind": kind, "status": "accepted"}
            if by.reason:
                suppression["justification"] = by.reason
            result["suppressions"] = [suppression]
        return result

    def _fix(self, fix: Fix) -> dict[str, Any] | None:
        """``None`` where a secret is masked: who applied that would write the mask."""
        if any(self._secrets.mask(edit.content) != edit.content for edit in fix.edits):
            return None
        paths = dict.fromkeys(edit.span.path for edit in fix.edits)
        changes = [
            {
                "artifactLocation": {"uri": uri(path)},
                "replacements": [self._edit(edit) for edit in fix.edits if edit.span.path == path],
            }
            for path in paths
        ]
        message = {"text": fix.message}
        return {"description": message, "artifactChanges": changes} if changes else None

    def _edit(self, edit: Edit) -> dict[str, Any]:
        region = _region(self._report.sources[edit.span.path], edit.span)
        return {"deletedRegion": region, "insertedContent": {"text": edit.content}}

    def _location(self, span: Span) -> dict[str, Any]:
        region = _region(self._report.sources[span.path], span)
        return {"artifactLocation": {"uri": uri(span.path)}, "region": region}

    def _notification(self, failed: Failure) -> dict[str, Any]:
        place: dict[str, Any] = {"artifactLocation": {"uri": uri(failed.path)}}
        if failed.line is not None:
            place["region"] = {"startLine": failed.line}
        return {
            "level": failed.severity.value,
            "message": {"text": failed.message},
            "locations": [{"physicalLocation": place}],
        }


def uri(path: str) -> str:
    """A path as a relative reference; one that is absolute as a file's address."""
    path = from_root(path, GITHUB)
    written = "".join(chr(b) if b in _PLAIN else f"%{b:02X}" for b in os.fsencode(path))
    return f"file://{written}" if path.startswith("/") else written


def _region(source: Source, span: Span) -> dict[str, int]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _facts(finding: Finding) -> dict[str, Any]:
    return {
        "endpoint": finding.endpoint,
        "replacement": finding.replacement,
        "sunset": finding.sunset and finding.sunset.isoformat(),
        "fix": finding.fix.applicability.value if finding.fix else "none",
    }


def _rule(name: str) -> dict[str, Any]:
    from migrator.catalog.load import catalog

    rule = catalog().rule(name)
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.instead}\n\nmigrator explain {name} says it in full."},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": ["deprecated-api", "circleci"]},
    }
