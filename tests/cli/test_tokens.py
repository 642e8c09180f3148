"""No output shows a token, wherever it stands, and each finding with one says what to do."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.report import formats
from migrator.report.report import Report
from migrator.report.secrets import Secrets
from migrator.report.view import View
from migrator.run import Mode, Request, run
from tests.cli.program import Migrator
from tests.cli.tokens import JOINED, KINDS, WHOLE, Program, lay_out, program, shown

REVOKE = "revoke it, make a new one, and hand it to the program by the environment"
VIEW = View(today=datetime.date(2026, 11, 26), unsafe=True)
MASKED = "***"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [*WHOLE, *JOINED])
def test_a_text_is_masked(place: str, kind: str) -> None:
    each = program(place, {**WHOLE, **JOINED}[place], kind)
    masked = Secrets([each.text]).mask(each.text)
    assert not shown(masked, [each])
    assert MASKED in masked
    assert Secrets([each.text], shown=True).mask(each.text) == each.text


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def tree(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    lay_out(folder, kind)
    return folder


@pytest.fixture(scope="module")
def laid(kind: str, tmp_path_factory: pytest.TempPathFactory) -> list[Program]:
    return lay_out(tmp_path_factory.mktemp("again"), kind)


@pytest.fixture(scope="module")
def report(tree: Path) -> Iterator[Report]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tree)
        yield run(Request(unsafe=True, mode=Mode.DIFF))


def test_every_program_is_found_and_says_what_to_do(report: Report, laid: list[Program]) -> None:
    told = {finding.path: finding.exposure for finding in report.findings}
    assert set(told) == {each.path for each in laid}
    assert [path for path, exposure in told.items() if REVOKE not in exposure] == []


@pytest.mark.parametrize("name", formats.names())
def test_no_format_shows_one_and_each_says_what_to_do(
    report: Report, laid: list[Program], name: str
) -> None:
    text = formats.load(name)(report, VIEW)
    assert shown(text, laid) == []
    assert text.count(REVOKE) >= len(report.findings)


def test_the_summary_of_a_job(report: Report, laid: list[Program]) -> None:
    from migrator.report.jobsummary import summary

    text = summary(report, VIEW)
    assert shown(text, laid) == []
    assert text.count(REVOKE) == len(report.findings)


COMMANDS = (
    ("check", "--diff", "--unsafe-fixes", "--verbose", "--statistics"),
    ("check", "--show-files"),
    ("check", "--show-settings", "."),
    ("baseline", "baseline.json"),
    ("check", "--baseline", "baseline.json", "--output-format", "sarif"),
    ("check", "--fix"),
    ("suppress", "--reason", "the old box"),
    ("check", "--fix", "--unsafe-fixes"),
)


@pytest.mark.parametrize("kind", ["CircleCI", "GitLab"])
def test_no_command_shows_one(kind: str, here: Path, migrator: Migrator) -> None:
    laid = lay_out(here, kind)
    for command in COMMANDS:
        ended = migrator(*command)
        assert ended.out + ended.err
        assert (command, shown(ended.out + ended.err, laid)) == (command, [])
        if command[0] == "baseline":
            assert ended.status == 0, ended.err
            listed = json.loads((here / "baseline.json").read_text())
            assert len(listed["calls"]) == len(laid)
            assert shown(json.dumps(listed), laid) == []
        if "--baseline" in command:
            told = json.loads(ended.out)["runs"][0]["results"]
            assert {len(each["suppressions"]) for each in told} == {1}
