"""Every case of `fixtures/`: what is found, what is written, and what the result does when run."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.harness import edits
from tests.harness.case import DEMO, FIXTURES, Case, ExpectedFinding, cases
from tests.harness.execution import assert_all_sent, execute, missing_commands
from tests.harness.program import Program, read_files
from tests.harness.syntax import accepted
from tests.harness.tool import JSON, check, check_json
from tests.standin import Standin

RULES = FIXTURES.parent / "rules"
# The rules of the main job: each must have programs that are found and programs that are not.
COVERED = (
    "build-cache-delete",
    "project-branch-builds",
    "project-builds",
    "recent-builds",
    "trigger-job",
    "trigger-job-branch",
    "trigger-pipeline",
    "unknown",
)
OWN_SERVER = "circleci.acme.example"

CASES = cases()
FOUND = [case for case in CASES if not case.silent]
SILENT = [case for case in CASES if case.silent]
CHANGED = [case for case in FOUND if case.after]
RUN = [case for case in FOUND if not case.not_run]

by_case = pytest.mark.parametrize("case", FOUND, ids=lambda case: case.id)


@dataclass(frozen=True)
class Servers:
    """The programs before and after run side by side, so each has a stand-in to itself."""

    before: Standin
    after: Standin
    after_mixed: Standin


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with (
        Standin(v1="answers", hosts=[OWN_SERVER]) as before,
        Standin(v1="refused", hosts=[OWN_SERVER]) as after,
        Standin(v1="answers", hosts=[OWN_SERVER]) as after_mixed,
    ):
        yield Servers(before, after, after_mixed)


def rule_file(rule: str) -> dict[str, Any]:
    return tomllib.loads((RULES / f"{rule}.toml").read_text(encoding="utf-8"))


def places(findings: list[Any]) -> list[tuple[str, int, str, str]]:
    return [(f["path"], f["line"], f["rule"], applicability(f)) for f in findings]


def expected_places(case: Case) -> list[tuple[str, int, str, str]]:
    return [(f.path, f.line, f.rule, f.applicability) for f in case.findings]


def applicability(finding: Any) -> str:
    return str(finding["fix"]["applicability"]) if finding["fix"] else "none"


def exit_status(findings: tuple[ExpectedFinding, ...]) -> int:
    return int(any(rule_file(f.rule)["severity"] == "error" for f in findings))


# What is reported.


@by_case
def test_check(case: Case, tmp_path: Path) -> None:
    """What is found, what can't be read, what the edits would make, and the exit status."""
    case.before.write(tmp_path)
    done = check(tmp_path, *JSON, *case.options)
    assert done.status == exit_status(case.findings)
    findings = done.report["findings"]
    assert_found(findings, case)
    assert_errors(done.report["errors"], case)
    wanted = [finding for finding in findings if applicability(finding) in case.fixed]
    assert edits.apply(case.before, wanted) == case.expected


def assert_found(findings: list[Any], case: Case) -> None:
    assert places(findings) == expected_places(case)
    for finding, expected in zip(findings, case.findings, strict=True):
        rule = rule_file(expected.rule)
        sunset = rule.get("sunset")
        assert finding["severity"] == rule["severity"]
        assert finding["sunset"] == (sunset and sunset.isoformat())
        fix = finding["fix"] or {"message": ""}
        prose = " ".join([finding["message"], *finding["notes"], fix["message"]])
        for words in expected.says:
            assert words in prose


def assert_errors(errors: list[Any], case: Case) -> None:
    assert [(e["path"], e["line"]) for e in errors] == [(e.path, e.line) for e in case.errors]
    for error, expected in zip(errors, case.errors, strict=True):
        for words in expected.says:
            assert words in error["message"]


WITH_SECRETS = [case for case in FOUND if case.secrets]


@pytest.mark.parametrize("case", WITH_SECRETS, ids=lambda case: case.id)
@pytest.mark.parametrize("output", ["text", "concise", "json", "diff"])
def test_secrets_are_masked(case: Case, output: str, tmp_path: Path) -> None:
    case.before.write(tmp_path)
    form = ("--diff",) if output == "diff" else ("--output-format", output)
    done = check(tmp_path, *form, *case.options)
    shown = done.stdout.decode() + done.stderr
    assert shown
    assert not [secret for secret in case.secrets if secret in shown]


# What is written.


@by_case
def test_fix(case: Case, tmp_path: Path) -> None:
    case.before.write(tmp_path)
    done = check(tmp_path, "--fix", *case.options)
    assert case.before.reread(tmp_path).files == case.expected.files
    assert done.status == exit_status(case.left)


@by_case
def test_second_fix_changes_nothing(case: Case, tmp_path: Path) -> None:
    case.expected.write(tmp_path)
    report = check_json(tmp_path, "--fix", *case.options)
    assert report["summary"]["fixed"] == 0
    assert case.before.reread(tmp_path).files == case.expected.files
    assert [f["rule"] for f in report["findings"]] == [f.rule for f in case.left]


# Of the others `test_check` and `test_fix` say the same.
WITH_UNSAFE = [case for case in FOUND if case.options != case.safe_options]


@pytest.mark.parametrize("case", WITH_UNSAFE, ids=lambda case: case.id)
def test_without_unsafe_fixes_only_safe_ones_change(case: Case, tmp_path: Path) -> None:
    case.before.write(tmp_path)
    findings = check_json(tmp_path, *case.safe_options)["findings"]
    safe = [finding for finding in findings if applicability(finding) == "safe"]
    check(tmp_path, "--fix", *case.safe_options)
    assert case.before.reread(tmp_path) == edits.apply(case.before, safe)


@pytest.mark.parametrize("case", CHANGED, ids=lambda case: case.id)
def test_diff(case: Case, tmp_path: Path) -> None:
    case.before.write(tmp_path)
    done = check(tmp_path, "--diff", "--show-secrets", *case.options)
    assert done.status == exit_status(case.findings)
    assert case.before.reread(tmp_path) == case.before
    # In a repository around it git would leave out what the repository ignores.
    outside = os.environ | {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    apply = ["git", "apply", "-p0", "-"]
    subprocess.run(apply, cwd=tmp_path, env=outside, input=done.stdout, check=True)
    assert case.before.reread(tmp_path).files == case.expected.files


@by_case
def test_crlf(case: Case, tmp_path: Path) -> None:
    check_variant(case, case.before.with_crlf(), case.expected.with_crlf(), tmp_path)


# A script that is known by its `#!` alone is none when a mark stands before it.
WITH_SUFFIX = [case for case in FOUND if all("." in name for name in case.before.files)]


@pytest.mark.parametrize("case", WITH_SUFFIX, ids=lambda case: case.id)
def test_byte_order_mark(case: Case, tmp_path: Path) -> None:
    check_variant(case, case.before.with_bom(), case.expected.with_bom(), tmp_path)


def check_variant(case: Case, before: Program, expected: Program, folder: Path) -> None:
    before.write(folder)
    report = check_json(folder, "--fix", *case.options)
    assert before.reread(folder).files == expected.files
    found, left = report["findings"], case.left
    assert [(f["path"], f["rule"], applicability(f)) for f in found] == [
        (f.path, f.rule, f.applicability) for f in left
    ]
    if case.after is None:
        assert places(found) == expected_places(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_syntax(case: Case) -> None:
    assert accepted(case.expected) == accepted(case.before)
    broken = {name for name, is_accepted in accepted(case.before).items() if not is_accepted}
    assert broken == {error.path for error in case.errors}


# What it does when it runs.


@pytest.mark.parametrize("case", RUN, ids=lambda case: case.id)
def test_run(case: Case, tmp_path: Path, servers: Servers) -> None:
    if missing := missing_commands(case.before):
        pytest.skip(f"not installed: {', '.join(missing)}")
    if case.after is None:
        before = execute(case, case.before, tmp_path, servers.before)
        assert before.status == 0, before.stderr
        return
    server = servers.after_mixed if case.keeps_v1 else servers.after
    with ThreadPoolExecutor() as pool:
        first = pool.submit(execute, case, case.before, tmp_path / "before", servers.before)
        after = execute(case, case.after, tmp_path / "after", server)
        before = first.result()
    assert before.status == 0, before.stderr
    assert after.status == case.status, after.stderr
    assert after.stdout == (before.stdout if case.stdout == "same" else case.stdout)
    assert_all_sent(after.requests, case.requests)
    assert after.authentications == before.authentications


# What must stay silent.


@pytest.mark.parametrize("case", SILENT, ids=lambda case: case.id)
def test_silent(case: Case, tmp_path: Path) -> None:
    case.before.write(tmp_path)
    done = check(tmp_path, *JSON, "--fix", "--unsafe-fixes", *case.options)
    assert done.report["findings"] == []
    assert done.report["errors"] == []
    assert done.report["summary"]["fixed"] == 0
    assert done.report["summary"]["files_checked"] == len(case.before.files)
    assert done.status == 0
    assert case.before.reread(tmp_path) == case.before


# The cases themselves.


@pytest.mark.parametrize("rule", COVERED)
def test_as_many_silent_programs_as_found_ones(rule: str) -> None:
    found = sum(len(case.before.files) for case in FOUND if case.rule == rule)
    silent = sum(len(case.before.files) for case in SILENT if case.rule == rule)
    assert found, f"{rule}: no program that is found"
    assert silent >= found


REWRITTEN = [rule for rule in COVERED if rule_file(rule)["fix"]["applicability"] != "none"]


@pytest.mark.parametrize("rule", REWRITTEN)
def test_each_rewrite_is_run(rule: str) -> None:
    assert [case for case in CHANGED if case.rule == rule and not case.not_run]


def test_folders_are_named_after_rules() -> None:
    assert {case.rule for case in CASES} <= {path.stem for path in RULES.glob("*.toml")}


@by_case
def test_case_is_about_its_rule(case: Case) -> None:
    assert case.findings
    assert not case.silent


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_program_after_differs(case: Case) -> None:
    if case.after:
        assert case.after != case.before
        assert case.after.files.keys() == case.before.files.keys()
    assert not (case.silent and case.after)


# The demonstration, on which the README's first command runs.


def test_demo(tmp_path: Path) -> None:
    demo = read_files(FIXTURES / DEMO)
    demo.write(tmp_path)
    summary = check_json(tmp_path)["summary"]
    assert summary == {
        "files_checked": 6,
        "findings": {"error": 7, "warning": 1, "note": 0},
        "fixable": {"safe": 2, "unsafe": 2},
        "fixed": 0,
        "suppressed": {"comment": 0, "baseline": 0},
        "rules": {
            "trigger-job-branch": 2,
            "trigger-pipeline": 2,
            "build-cache-delete": 1,
            "build-retry": 1,
            "project-branch-builds": 1,
            "recent-builds": 1,
        },
    }
    left = check_json(tmp_path, "--fix", "--unsafe-fixes", "--org-slug", "gh/acme")["summary"]
    assert (left["fixed"], left["findings"]) == (5, {"error": 2, "warning": 1, "note": 0})
    after = demo.reread(tmp_path)
    assert {name for name in demo.files if after.files[name] == demo.files[name]} == {
        "README.md",
        "ci/status.py",
    }
    assert all(accepted(after).values())
