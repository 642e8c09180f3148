"""Several reports of one run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrator.report import formats
from tests.cli.program import SAFE, UNSAFE, Migrator


@pytest.fixture
def script(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    path = here / "x.sh"
    path.write_text(UNSAFE + SAFE + UNSAFE)
    return path


def test_reports_beside_the_printed_one(script: Path, here: Path, migrator: Migrator) -> None:
    files = ("--output-file", "json=a.json", "--output-file", "junit=a=b.xml")
    ended = migrator("check", *files)
    assert (ended.status, ended.out) == (1, migrator("check").out)
    assert (here / "a.json").read_text() == migrator("check", "--output-format", "json").out
    assert (here / "a=b.xml").read_text() == migrator("check", "--output-format", "junit").out


def test_a_file_for_the_printed_one(script: Path, here: Path, migrator: Migrator) -> None:
    files = ("--output-file", "yaml=a", "--output-file", "sarif=a.sarif")
    ended = migrator("check", *files, "--output-format", "concise")
    assert (ended.status, ended.out) == (1, "")
    assert (here / "yaml=a").read_text().startswith("x.sh:1:1: error")
    assert json.loads((here / "a.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("a", "b"), "one FILE takes --output-format; say FORMAT=FILE for the others"),
        (("json=a", "sarif=a"), "two reports can't both be in a"),
        (("a", "json=a"), "two reports can't both be in a"),
    ],
)
def test_files_that_do_not_go_together(
    script: Path, here: Path, migrator: Migrator, files: tuple[str, ...], said: str
) -> None:
    ended = migrator("check", "--fix", *(f"--output-file={file}" for file in files))
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err
    assert script.read_text() == UNSAFE + SAFE + UNSAFE


@pytest.mark.parametrize("name", formats.names())
def test_every_format_ends_alike_and_counts(script: Path, migrator: Migrator, name: str) -> None:
    report = ("check", "--output-format", name)
    assert migrator(*report).status == 1
    assert migrator(*report, "--exit-zero").status == 0
    assert migrator(*report, "none.sh").status == 2
    counted = migrator(*report, "--statistics")
    assert counted.status == 1
    lines = (counted.out + counted.err).splitlines()
    if not (formats.counts(name) and name not in ("text", "concise", "github")):
        assert "    2  trigger-job-branch" in lines
        assert "    1  trigger-pipeline" in lines


def test_the_summary_of_a_job_is_added_to(
    script: Path, here: Path, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = here / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    migrator("check")
    assert summary.read_text() == "before\n"
    migrator("check", "--output-format", "github")
    assert summary.read_text().startswith("before\n### Calls of CircleCI's API v1\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "none/summary.md"))
    ended = migrator("check", "--output-format", "github")
    assert ended.status == 2
    assert "GITHUB_STEP_SUMMARY: " in ended.err


def test_a_suppressed_call_stands_in_sarif(script: Path, migrator: Migrator) -> None:
    script.write_text(f"{UNSAFE[:-1]}  # migrator: ignore[trigger-job-branch] old box, #12\n{SAFE}")
    for mode in ((), ("--diff",), ("--fix", "--unsafe-fixes")):
        ended = migrator("check", "--output-format", "sarif", *mode)
        [run] = json.loads(ended.err if "--diff" in mode else ended.out)["runs"]
        kept = [r["suppressions"] for r in run["results"] if "suppressions" in r]
        assert kept == [
            [{"kind": "inSource", "status": "accepted", "justification": "old box, #12"}]
        ]


ROOT = "https://circleci.com/api/v1.1/project/github/acme/site"
SHARED = (
    f"ROOT={ROOT}\n"
    'curl -s -X POST -u "$T:" "$ROOT/12/cancel" > /dev/null\n'
    'curl -s -X POST -u "$T:" "$ROOT/tree/main" > /dev/null\n'
)
"""A call whose rewrite is safe and one whose is not, made of one constant."""


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("text", [SHARED, UNSAFE + SAFE + UNSAFE])
def test_json_shows_what_a_fix_writes(
    here: Path, migrator: Migrator, text: str, *, unsafe: bool
) -> None:
    script = here / "x.sh"
    script.write_text(text)
    options = ["--unsafe-fixes"] if unsafe else []
    shown = json.loads(migrator("check", "--output-format", "json", *options).out)
    fixes = [each["fix"] for each in shown["findings"] if each["fix"]]
    taken = [fix for fix in fixes if unsafe or fix["applicability"] == "safe"]
    assert len(taken) == (len(fixes) if unsafe else 1)
    made = applied(text, [edit for fix in taken for edit in fix["edits"]])
    migrator("check", "--fix", *options)
    assert made == script.read_text() != text


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]

    def at(place: dict[str, int]) -> int:
        return starts[place["line"] - 1] + place["column"] - 1

    places = {(at(edit["start"]), at(edit["end"]), edit["content"]) for edit in edits}
    for start, end, content in sorted(places, reverse=True):
        text = text[:start] + content + text[end:]
    return text
