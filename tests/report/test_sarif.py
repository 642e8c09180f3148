"""SARIF, read back by a model that was generated from the schema of the standard."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

from migrator.call.source import Edit, Source
from migrator.catalog.severity import Severity
from migrator.report import formats
from migrator.report.finding import Fix, Suppressed
from migrator.report.formats import sarif
from migrator.report.report import Failure, Report
from tests.report.reports import VIEW, finding, fix, report

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
SOURCE = Source(
    "scripts/a b.sh", "#!/bin/sh\n  curl -X POST https://x # now\ncurl \\\n  https://z\n"
)
CALL = "curl -X POST https://x"
FOUND = finding(SOURCE, CALL, fix=fix(SOURCE, "https://x", "https://y"), notes=("a note",))


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not on a machine of CI."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


def as_drafted(log: Any) -> Any:
    """The model is of a draft, which called `state` what the standard calls `status`."""
    log = deepcopy(log)
    for result in log["runs"][0]["results"]:
        for suppression in result.get("suppressions", ()):
            suppression["state"] = suppression.pop("status")
    return log


def run(shown: Report, **changes: object) -> Any:
    """The one run of the log, of which the model knows every member."""
    log = json.loads(formats.load("sarif")(shown, replace(VIEW, **changes)))  # type: ignore[arg-type]
    Log.model_validate(as_drafted(log))
    assert log["version"] == "2.1.0"
    assert log["$schema"] == SCHEMA
    [only] = log["runs"]
    return only


@pytest.mark.parametrize(
    "wrong", [{"message": "a text"}, {"level": "fatal"}, {"ruleIndex": -2}, {"unheard": 1}]
)
def test_the_model_refuses_what_the_standard_does_not_know(wrong: dict[str, object]) -> None:
    log = json.loads(formats.load("sarif")(report(SOURCE, FOUND), VIEW))
    log["runs"][0]["results"][0] |= wrong
    with pytest.raises(ValidationError):
        Log.model_validate(log)


def test_a_result() -> None:
    shown = run(report(SOURCE, FOUND))
    [result] = shown["results"]
    fingerprint = result.pop("partialFingerprints")
    assert result == {
        "ruleId": "trigger-job",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "Trigger a job: use a pipeline. a note"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "scripts/a%20b.sh"},
                    "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 25},
                }
            }
        ],
        "properties": {
            "endpoint": "POST /project/:vcs-type/:username/:project",
            "replacement": "POST /project/{project-slug}/pipeline",
            "sunset": "2027-02-01",
            "fix": "safe",
        },
        "fixes": [
            {
                "description": {"text": "Becomes another call."},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": "scripts/a%20b.sh"},
                        "replacements": [
                            {
                                "deletedRegion": {
                                    "startLine": 2,
                                    "startColumn": 16,
                                    "endLine": 2,
                                    "endColumn": 25,
                                },
                                "insertedContent": {"text": "https://y"},
                            }
                        ],
                    }
                ],
            }
        ],
    }
    assert list(fingerprint) == [sarif.FINGERPRINT]
    assert shown["columnKind"] == "unicodeCodePoints"


def test_the_rules_that_were_met() -> None:
    other = finding(SOURCE, "curl \\", rule="no-such-rule", severity=Severity.NOTE)
    shown = run(report(SOURCE, FOUND, other))
    driver = shown["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["no-such-rule", "trigger-job"]
    assert [result["ruleIndex"] for result in shown["results"]] == [1, 0]
    assert driver["rules"][1]["defaultConfiguration"] == {"level": "error"}
    assert driver["rules"][1]["help"]["text"]
    assert all(len(rule.get("properties", {}).get("tags", ())) <= 10 for rule in driver["rules"])


def test_nothing_found() -> None:
    shown = run(Report(()))
    assert shown["results"] == []
    assert shown["invocations"][0]["executionSuccessful"] is True


def test_what_could_not_be_checked() -> None:
    failures = (
        Failure("b.sh", None, "is in UTF-16"),
        Failure("c.py", 3, "no parse", fatal=False),
        Failure("d.py", 3, "nothing", fatal=False, unused=True),
    )
    [invocation] = run(report(SOURCE, failures=failures))["invocations"]
    assert invocation["executionSuccessful"] is False
    levels = [each["level"] for each in invocation["toolExecutionNotifications"]]
    assert levels == ["error", "warning", "note"]
    region = invocation["toolExecutionNotifications"][1]["locations"][0]["physicalLocation"]
    assert region == {"artifactLocation": {"uri": "c.py"}, "region": {"startLine": 3}}


def test_a_fix_without_edits_or_with_a_masked_secret_is_no_fix() -> None:
    text = "curl -u not-for-your-eyes: https://x\n"
    leaky = Source("x.sh", text)
    secret = finding(leaky, "curl", fix=fix(leaky, "https://x", "'https://x?circle-token=abcdef'"))
    assert "fixes" not in run(report(leaky, secret))["results"][0]
    assert "fixes" in run(report(leaky, secret), show_secrets=True)["results"][0]
    empty = replace(FOUND, fix=Fix(FOUND.fix.applicability, "Nothing.", ()) if FOUND.fix else None)
    assert "fixes" not in run(report(SOURCE, empty))["results"][0]


def test_a_fix_in_two_files() -> None:
    other = Source("settings.py", "API = 1\n")
    edits = (
        Edit(SOURCE.span(0, 1), "a"),
        Edit(other.span(0, 3), "b"),
        Edit(SOURCE.span(2, 2), "c"),
    )
    assert FOUND.fix
    found = replace(FOUND, fix=replace(FOUND.fix, edits=edits))
    shown = run(report(SOURCE, found, sources={SOURCE.path: SOURCE, other.path: other}))
    changes = shown["results"][0]["fixes"][0]["artifactChanges"]
    assert [change["artifactLocation"]["uri"] for change in changes] == [
        "scripts/a%20b.sh",
        "settings.py",
    ]
    assert [len(change["replacements"]) for change in changes] == [2, 1]


def test_what_is_suppressed_is_there_as_such() -> None:
    kept = (Suppressed(FOUND, "comment", "the old server"), Suppressed(FOUND, "baseline"))
    results = run(report(SOURCE, suppressed=kept))["results"]
    assert [result["suppressions"] for result in results] == [
        [{"kind": "inSource", "status": "accepted", "justification": "the old server"}],
        [{"kind": "external", "status": "accepted"}],
    ]


def test_no_more_than_a_consumer_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST", 2)
    note = finding(SOURCE, "curl -X", rule="build-get", severity=Severity.NOTE)
    error = finding(SOURCE, "curl \\", rule="trigger-job-branch")
    shown = run(report(SOURCE, note, FOUND, error, suppressed=(Suppressed(FOUND, "baseline"),)))
    assert [result["ruleId"] for result in shown["results"]] == [
        "trigger-job",
        "trigger-job-branch",
    ]
    [notification] = shown["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("2 more results are left out")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b.py", "a/b.py"),
        ("a b#c?d%.py", "a%20b%23c%3Fd%25.py"),
        ("a:b.py", "a%3Ab.py"),
        ("caf\u00e9.py", "caf%C3%A9.py"),
        ("caf\udce9.py", "caf%E9.py"),
        ("../x.py", "../x.py"),
        ("/srv/a b.py", "file:///srv/a%20b.py"),
    ],
)
def test_addresses_of_files(path: str, expected: str) -> None:
    assert sarif.uri(path) == expected


def test_counts_are_there() -> None:
    assert run(report(SOURCE, FOUND, FOUND))["properties"] == {"statistics": {"trigger-job": 2}}
