"""Fixtures with a config: what v1.1 ran before is what v2 runs after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.harness.case import Case, cases
from tests.harness.execution import execute
from tests.harness.pipeline import Ran, runs
from tests.standin import RecordedRequest, Standin
from tests.standin.bodies import read_body

CONFIG = ".circleci/config.yml"
ONE_JOB = "CIRCLE_JOB"


def speaks_to_its_config(case: Case) -> bool:
    """Others may lie beside a config, and trigger another repository."""
    return CONFIG in case.before.files and (
        "CIRCLE_PROJECT_REPONAME" in case.env or "--config-for" in case.options
    )


CASES = [case for case in cases() if case.after and speaks_to_its_config(case)]


@pytest.fixture(scope="module")
def v1() -> Iterator[Standin]:
    with Standin(v1="answers") as api:
        yield api


@pytest.fixture(scope="module")
def v2() -> Iterator[Standin]:
    with Standin(v1="refused") as api:
        yield api


def test_there_are_such_cases() -> None:
    assert len(CASES) >= 4
    assert {case.rule for case in CASES} >= {
        "trigger-job",
        "trigger-job-branch",
        "trigger-pipeline",
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_v1_ran_is_what_v2_runs(case: Case, tmp_path: Path, v1: Standin, v2: Standin) -> None:
    assert case.after
    before = execute(case, case.before, tmp_path / "before", v1)
    after = execute(case, case.after, tmp_path / "after", v2)
    assert len(before.requests) == len(after.requests) > 0
    for old, new in zip(before.requests, after.requests, strict=True):
        variables = build_parameters(old)
        ran = runs(case.after.text(CONFIG), new.json.get("parameters", {}))
        job = variables.pop(ONE_JOB, None)
        was = runs(case.before.text(CONFIG), {})
        assert [r.job for r in ran] == ([job] if job else [r.job for r in was])
        assert_reads(case, ran, variables)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_push_runs_what_it_ran(case: Case) -> None:
    assert case.after
    assert [(r.workflow, r.job) for r in runs(case.after.text(CONFIG), {})] == [
        (r.workflow, r.job) for r in runs(case.before.text(CONFIG), {})
    ]


def build_parameters(request: RecordedRequest) -> dict[str, str]:
    """As v1.1 takes them: every value a text."""
    body = read_body(request.body, request.headers)
    sent: dict[str, Any] = body.fields().get("build_parameters", {})
    return {name: value if isinstance(value, str) else str(value) for name, value in sent.items()}


def assert_reads(case: Case, ran: tuple[Ran, ...], variables: dict[str, str]) -> None:
    """Each variable reaches a job that ran, with the text that v1.1 gave it, and no other one."""
    for name, value in variables.items():
        given = [str(r.environment[name]) for r in ran if name in r.environment]
        assert given, f"{case.id}: {name} reaches nobody"
        assert {each.lower() for each in given} == {value.lower()}
