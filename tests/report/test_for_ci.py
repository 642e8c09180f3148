"""The formats that systems of CI read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from junitparser import Error, JUnitXml, TestSuite
from junitparser import Failure as Failed

from migrator.call.source import Source
from migrator.catalog.severity import Severity
from migrator.report import formats, jobsummary
from migrator.report.report import Failure, Report
from tests.report.reports import VIEW, finding, fix, report

QUALITY = json.loads((Path(__file__).parent / "schemas/codequality.json").read_text("utf-8"))
SOURCE = Source("scripts/a,b:c.sh", "curl -d '<&>' https://x\ncurl \\\n  https://z\n")
CALL = "curl -d '<&>' https://x"
ERROR = finding(SOURCE, CALL, fix=fix(SOURCE, "https://x", "https://y"), notes=("50% a",))
WIDE = finding(SOURCE, "curl \\\n  https://z", rule="build-get", severity=Severity.WARNING)
NOTE = finding(SOURCE, "https://z", rule="step-output", severity=Severity.NOTE)
FAILURES = (Failure("b.sh", None, "is in UTF-16"), Failure("c.py", 3, "no parse", fatal=False))
UNUSED = Failure("d.sh", 2, "this suppression suppresses nothing", fatal=False, unused=True)


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not on a machine of CI."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


def rendered(name: str, shown: Report, **changes: object) -> str:
    return formats.load(name)(shown, replace(VIEW, **changes))  # type: ignore[arg-type]


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """What a runner of GitHub understands: level, properties and message of each annotation."""
    found, stopped = [], ""
    for line in text.splitlines():
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        elif command := re.fullmatch(r"::(\w+) (.*?)::(.*)", line):
            given = dict(pair.split("=", 1) for pair in command[2].split(","))
            found.append((command[1], {k: _read(v) for k, v in given.items()}, _read(command[3])))
    assert not stopped
    return found


def _read(text: str) -> str:
    for code, character in (("3A", ":"), ("2C", ","), ("0A", "\n"), ("0D", "\r"), ("25", "%")):
        text = text.replace(f"%{code}", character)
    return text


def test_github() -> None:
    text = rendered("github", report(SOURCE, ERROR, WIDE, NOTE, failures=FAILURES))
    place = {"file": SOURCE.path}
    assert commands(text) == [
        ("error", {"file": "b.sh"}, "is in UTF-16"),
        ("warning", {"file": "c.py", "line": "3"}, "no parse"),
        (
            "error",
            place
            | {"line": "1", "endLine": "1", "col": "1", "endColumn": "24", "title": "trigger-job"},
            "Trigger a job: use a pipeline.\n50% a",
        ),
        (
            "warning",
            place | {"line": "2", "endLine": "3", "title": "build-get"},
            "Trigger a job: use a pipeline.",
        ),
        (
            "notice",
            place
            | {"line": "3", "endLine": "3", "col": "3", "endColumn": "12", "title": "step-output"},
            "Trigger a job: use a pipeline.",
        ),
    ]
    assert rendered("text", report(SOURCE, ERROR, WIDE, NOTE, failures=FAILURES)) in text


def test_github_shows_ten_of_a_level_and_all_in_the_report() -> None:
    text = rendered("github", report(SOURCE, *[ERROR] * 12, *[WIDE] * 11))
    levels = [level for level, *_ in commands(text)]
    assert (levels.count("error"), levels.count("warning")) == (10, 10)
    assert "23 calls of API v1 found: 12 errors, 11 warnings." in text


def test_no_name_of_a_file_is_a_command() -> None:
    evil = Source("::error title=x::y.sh", "curl https://x\n")
    text = rendered("github", report(evil, finding(evil, "curl")))
    assert "\n::error title=x::y.sh:1:1: " in text
    assert [properties["file"] for _, properties, _ in commands(text)] == [evil.path]


def test_github_of_nothing() -> None:
    assert commands(rendered("github", Report(()))) == []
    assert rendered("github", Report(()), quiet=True) == ""


def test_the_summary_of_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = report(SOURCE, ERROR, WIDE, failures=FAILURES[:1])
    lines = jobsummary.summary(shown, VIEW).splitlines()
    assert lines[0] == "### Calls of CircleCI's API v1"
    assert "2 calls of API v1 found&#58; 1 error, 1 warning.  " in lines
    assert "b.sh: is in UTF-16  " in lines
    row = next(line for line in lines if "trigger-job" in line)
    assert row == (
        "| error | scripts/a,b&#58;c.sh&#58;1 | trigger-job |"
        " POST /project/{project-slug}/pipeline | --fix |"
    )
    monkeypatch.setattr(jobsummary, "MOST", 1)
    assert jobsummary.summary(shown, VIEW).endswith("\n\n1 more are in the log.\n")


def test_a_summary_holds_no_markup_of_others() -> None:
    evil = Source("a|<b>`[x](y).sh", "curl https://x\n")
    text = jobsummary.summary(report(evil, finding(evil, "curl")), VIEW)
    [row] = [line for line in text.splitlines() if "trigger-job" in line]
    assert row.count("|") == 6
    assert not set("<>`[]") & set(row)


def test_a_summary_shows_no_secret() -> None:
    leaky = Source("x.sh", "CIRCLE_TOKEN=not-for-your-eyes\ncurl https://x\n")
    failed = Failure("y", None, "it sends not-for-your-eyes")
    text = jobsummary.summary(report(leaky, finding(leaky, "curl"), failures=(failed,)), VIEW)
    assert "it sends &#42;&#42;&#42;" in text
    assert "eyes" not in text


def test_a_summary_of_many_rows_is_taken() -> None:
    long = Source("d/" * 2000 + "x.sh", "curl https://x\n")
    found = finding(long, "curl")
    assert len(jobsummary.summary(report(long, *[found] * 2000), VIEW).encode()) < 1 << 20


def issues(shown: Report) -> Any:
    found = json.loads(rendered("gitlab", shown))
    Draft202012Validator(QUALITY).validate(found)
    prints = [issue["fingerprint"] for issue in found]
    assert len(prints) == len(set(prints))
    return found


def test_gitlab() -> None:
    found = issues(report(SOURCE, ERROR, WIDE, NOTE, failures=(*FAILURES, FAILURES[0])))
    assert found[0] | {"fingerprint": ""} == {
        "description": "trigger-job: Trigger a job: use a pipeline. 50% a",
        "check_name": "trigger-job",
        "fingerprint": "",
        "severity": "critical",
        "location": {"path": SOURCE.path, "lines": {"begin": 1, "end": 1}},
    }
    assert [issue["severity"] for issue in found[1:]] == [
        "minor",
        "info",
        "blocker",
        "major",
        "blocker",
    ]
    assert issues(Report(())) == []


def test_gitlab_knows_equal_calls_apart() -> None:
    twice = Source("x.sh", "curl https://x\ncurl https://x\n")
    first = finding(twice, "curl https://x")
    second = replace(first, span=twice.span(15, 29))
    assert len(issues(report(twice, first, second))) == 2


def suites(shown: Report, **changes: object) -> list[TestSuite]:
    read = JUnitXml.fromstring(rendered("junit", shown, **changes).encode())
    found = list(read)
    assert (read.tests, read.failures, read.errors) == tuple(
        sum(getattr(suite, name) for suite in found) for name in ("tests", "failures", "errors")
    )
    return found


def test_junit() -> None:
    calls, broken = suites(report(SOURCE, ERROR, WIDE, failures=FAILURES))
    assert (calls.name, calls.tests, calls.failures) == (SOURCE.path, 2, 2)
    first, second = calls
    assert (first.name, first.classname) == ("trigger-job at 1:1", SOURCE.path)
    assert second.name == "build-get at 2:1"
    [failed] = first.result
    assert isinstance(failed, Failed)
    assert (failed.type, failed.message) == ("error", ERROR.message)
    assert "1 | curl -d '<&>' https://x" in failed.text
    assert "= note: 50% a" in failed.text
    assert (broken.tests, broken.errors) == (2, 2)
    assert [case.name for case in broken] == ["b.sh", "c.py:3"]
    assert [type(case.result[0]) for case in broken] == [Error, Error]


def test_what_keeps_no_call_fails_no_test() -> None:
    [suite] = suites(report(SOURCE, failures=(UNUSED,)))
    [case] = suite
    assert (suite.tests, suite.errors, suite.skipped) == (1, 0, 1)
    assert [result.message for result in case.result] == [UNUSED.message]
    [issue] = issues(report(SOURCE, failures=(UNUSED,)))
    assert (issue["check_name"], issue["severity"]) == ("unused", "info")
    text = rendered("github", report(SOURCE, failures=(UNUSED,)))
    assert commands(text) == [("notice", {"file": "d.sh", "line": "2"}, UNUSED.message)]


def test_junit_of_nothing_is_a_test_that_passes() -> None:
    [suite] = suites(Report(()))
    [case] = suite
    assert (suite.tests, suite.failures, suite.errors) == (1, 0, 0)
    assert case.is_passed


def test_junit_of_odd_characters() -> None:
    source = Source('a"<\x01\udce9.sh', "curl \x02\u2028 ]]> https://x\n")
    [suite] = suites(report(source, finding(source, source.text[:-1], message="a\x00b")))
    assert suite.name == r'a"<\x01\xe9.sh'
