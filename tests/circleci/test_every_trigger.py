"""Every trigger of `fixtures/` that sends parameters, beside the config that it speaks to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.harness.case import Case, cases
from tests.harness.execution import execute, missing_commands
from tests.harness.pipeline import runs
from tests.harness.program import Program
from tests.harness.tool import check, check_json
from tests.standin import RecordedRequest, Standin
from tests.standin.bodies import read_body

CONFIG = ".circleci/config.yml"
OWN_SERVER = "circleci.acme.example"
JOBS = ("build", "deploy", "lint")
PLAIN = "version: 2.1\njobs:\n" + "".join(
    f"  {job}:\n    docker: [{{image: x}}]\n    steps: [checkout]\n" for job in JOBS
)
WORKFLOWS = "workflows:\n  all:\n    jobs: [build, deploy, lint]\n"
FOR_CONFIG = ("--config-for", f"gh/acme/site={CONFIG}")
CASES = [
    case
    for case in cases()
    if case.rule.startswith("trigger-")
    and case.after
    and not case.not_run
    and CONFIG not in case.before.files
    and any(b"build_parameters" in content for content in case.before.files.values())
]


@pytest.fixture(scope="module")
def api() -> Iterator[Standin]:
    with Standin(v1="answers", hosts=[OWN_SERVER]) as server:
        yield server


def test_there_are_such_cases() -> None:
    assert len(CASES) > 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_sent_is_what_the_config_takes(case: Case, tmp_path: Path, api: Standin) -> None:
    if missing := missing_commands(case.before):
        pytest.skip(f"not installed: {', '.join(missing)}")
    with_config = Program({**case.before.files, CONFIG: (PLAIN + WORKFLOWS).encode()})
    with_config.write(tmp_path / "after")
    options = ("--unsafe-fixes", "--exit-zero", *FOR_CONFIG, *case.options)
    in_view = "for the project's config" not in prose(tmp_path / "after", *options)
    done = check(tmp_path / "after", "--fix", *options)
    assert done.status == 0, done.stderr
    fixed = with_config.reread(tmp_path / "after")
    again = check(tmp_path / "after", "--fix", *options)
    assert again.status == 0
    assert with_config.reread(tmp_path / "after") == fixed
    before = execute(case, case.before, tmp_path / "before", api)
    after = execute(case, fixed, tmp_path / "ran", api)
    assert after.status == before.status == 0, after.stderr
    triggers = zip(posted(before.requests), posted(after.requests), strict=True)
    for old, new in triggers if in_view else ():
        if unquote(new.path).endswith("/acme/site/pipeline"):
            assert_agrees(old, new, fixed.text(CONFIG))
    config = fixed.text(CONFIG)
    assert [r.job for r in runs(config, {})] == list(JOBS)


def prose(folder: Path, *options: str) -> str:
    notes = (f["notes"] for f in check_json(folder, *options)["findings"])
    return "\n".join(note for each in notes for note in each)


def posted(requests: Iterable[RecordedRequest]) -> list[RecordedRequest]:
    return [request for request in requests if request.method == "POST"]


def assert_agrees(old: RecordedRequest, new: RecordedRequest, config: str) -> None:
    sent: dict[str, Any] = (new.json or {}).get("parameters", {})
    ran = runs(config, sent)
    variables = build_parameters(old)
    job = variables.pop("CIRCLE_JOB", None)
    assert [r.job for r in ran] == ([job] if job else list(JOBS))
    for each in ran:
        assert {**each.environment, **variables} == each.environment


def build_parameters(request: RecordedRequest) -> dict[str, str]:
    """As v1.1 takes them: each a text, be they JSON, fields of a form, or JSON in a field."""
    sent = read_body(request.body, request.headers).fields().get("build_parameters", {})
    if isinstance(sent, str):
        sent = read_body(sent.encode(), {"content-type": "application/json"}).json
    return {name: text_of(value) for name, value in sent.items()}


def text_of(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
