"""The harness sees the faults that it is there to see."""

from __future__ import annotations

import dataclasses
import subprocess
from pathlib import Path

import pytest

from tests.harness import edits, execution
from tests.harness.case import FIXTURES, BadCase, Case, ExpectedRequest, load
from tests.harness.execution import assert_all_sent, assert_sent, execute, started
from tests.harness.program import Program, read_program
from tests.harness.syntax import accepted
from tests.standin import Standin

SHELL = FIXTURES / "trigger-pipeline" / "shell-curl"


def write_case(folder: Path, toml: str, **files: str) -> Path:
    (folder / "case.toml").write_text(toml)
    for stage, content in files.items():
        (folder / f"{stage}.sh").write_text(content)
    return folder


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ("findings = []\n", "first line"),
        ("# Shows.\nfindngs = []\n", "findngs"),
        ("# Shows.\nfindings = [{ line = 1, rule = 'a', applicability = 'safe', x = 1 }]\n", "x"),
        ("# Shows.\n", "which requests"),
    ],
)
def test_bad_case(toml: str, reason: str, tmp_path: Path) -> None:
    write_case(tmp_path, toml, before="true\n", after="false\n")
    with pytest.raises(BadCase, match=reason):
        load(tmp_path)


def test_case_without_program(tmp_path: Path) -> None:
    with pytest.raises(BadCase, match="no program"):
        load(write_case(tmp_path, "# Shows.\n"))


def test_program_of_two_files(tmp_path: Path) -> None:
    (tmp_path / "before.py").touch()
    (tmp_path / "before.sh").touch()
    with pytest.raises(AssertionError, match="more than one"):
        read_program(tmp_path, "before")


def finding(*places: tuple[int, int, str]) -> dict[str, object]:
    return {
        "fix": {
            "edits": [
                {
                    "path": "a",
                    "start": {"line": 2, "column": start},
                    "end": {"line": 2, "column": end},
                    "content": content,
                }
                for start, end, content in places
            ]
        }
    }


def test_edits_count_code_points() -> None:
    program = Program({"a": "é\r\nééx y\r\n".encode()})
    found = [finding((3, 4, "z")), finding((3, 4, "z"), (6, 6, "!"))]
    assert edits.apply(program, found).text("a") == "é\r\nééz y!\r\n"


def test_edits_that_overlap() -> None:
    with pytest.raises(AssertionError, match="overlap"):
        edits.apply(Program({"a": b"\nabc"}), [finding((1, 3, "")), finding((2, 3, "z"))])


def test_syntax() -> None:
    files = {"a.py": b"f(x=1, x=2)", "b.sh": b"if true; then", "c": b"#!/bin/sh\ntrue", "d": b"("}
    assert accepted(Program(files)) == {"a.py": False, "b.sh": False, "c": True}


def run(folder: Path, api: Standin, command: str) -> Case:
    case = dataclasses.replace(load(SHELL), args=())
    execute(case, Program({case.program: command.encode()}), folder, api)
    return case


def test_request_to_another_host(tmp_path: Path) -> None:
    with Standin() as api, pytest.raises(AssertionError):
        run(tmp_path, api, "curl -s https://example.com/")


@pytest.mark.parametrize("slug", ["gh/acme/site", "gh/acme/site/", "gh%2Facme%2Fsite"])
def test_project_that_would_be_deleted(slug: str, tmp_path: Path) -> None:
    with Standin() as api, pytest.raises(AssertionError):
        run(tmp_path, api, f"curl -s -X DELETE https://circleci.com/api/v2/project/{slug}")


def test_request_that_differs(tmp_path: Path) -> None:
    with Standin() as api:
        run(tmp_path, api, 'curl -s -u "$CIRCLE_TOKEN:" "https://circleci.com/api/v2/me?a=b"')
        [request] = api.requests
    expected = ExpectedRequest(method="GET", path="/api/v2/me", query={"a": "b"})
    assert_sent(request, expected)
    for wrong in (
        dataclasses.replace(expected, query={}),
        dataclasses.replace(expected, method="POST"),
        dataclasses.replace(expected, json={}),
        dataclasses.replace(expected, status=404),
    ):
        with pytest.raises(AssertionError):
            assert_sent(request, wrong)


def test_requests_of_a_walk_in_any_order(tmp_path: Path) -> None:
    me = 'curl -s -u "$CIRCLE_TOKEN:" https://circleci.com/api/v2/user'
    page = 'curl -s -u "$CIRCLE_TOKEN:" "https://circleci.com/api/v2/pipeline?org-slug=gh/acme"'
    with Standin() as api:
        user = api.account.user.id
        run(tmp_path, api, f"{me}/{user}\n{page}\n{me}/{user}\n")
        sent = api.requests
    listed = ExpectedRequest(method="GET", path="/api/v2/pipeline", query={"org-slug": "*"})
    twice = ExpectedRequest(method="GET", path="/api/v2/user/*", times=2)
    assert_all_sent(sent, [listed, twice])
    for wrong in (
        [listed, dataclasses.replace(twice, times=1)],
        [listed, twice, dataclasses.replace(twice, method="POST")],
        [dataclasses.replace(listed, query={}), twice],
        [dataclasses.replace(listed, query={"org-slug": "gh/other"}), twice],
        [listed, dataclasses.replace(twice, path="/api/v2/*")],
    ):
        with pytest.raises(AssertionError):
            assert_all_sent(sent, wrong)


def test_a_program_that_does_not_end_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "_SECONDS", 0.5)
    with Standin() as api, pytest.raises(subprocess.TimeoutExpired):
        started(["bash", "-c", "(sleep 2; touch late) & wait"], tmp_path, api, {})
    # Who is left holds the output open, so that all of it has ended by now.
    assert not (tmp_path / "late").exists()
