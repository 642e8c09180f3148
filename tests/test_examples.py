"""Every example of `rules/` as the command line rewrites it, and as both programs run."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest

from migrator.catalog.load import catalog
from migrator.catalog.rule import Endpoint, Example, Rule
from migrator.catalog.rulefile import api
from migrator.catalog.severity import Severity
from migrator.catalog.template import Template
from tests.harness.execution import started
from tests.harness.tool import check, check_json
from tests.standin import TOKEN, RecordedRequest, Standin
from tests.standin.data import identifier

RULES = catalog().rules
SUFFIXES = {"python": ".py", "shell": ".sh"}
# What a walk from a list of pipelines may ask for.
WALKS = [
    Endpoint("GET", Template(path), ("v2",))
    for path in (
        "/pipeline/{id}/workflow",
        "/workflow/{id}/job",
        "/project/{slug}/job/{n}",
        "/project/{slug}/{n}/artifacts",
    )
]
OPTIONS = ("--unsafe-fixes", "--org-slug", "gh/acme")

PIPELINE = identifier("pipeline", "gh/acme/site 4")
WORKFLOW = identifier(PIPELINE, "build-and-test")
# What CircleCI gives a job of its own (here build 9 of acme/site), and the secrets of acme.
ENVIRONMENT = {
    "CIRCLE_TOKEN": TOKEN,
    "CIRCLE_BRANCH": "main",
    "CIRCLE_PROJECT_USERNAME": "acme",
    "CIRCLE_PROJECT_REPONAME": "site",
    "CIRCLE_BUILD_NUM": "9",
    "CIRCLE_WORKFLOW_ID": WORKFLOW,
    "CIRCLE_WORKFLOW_JOB_ID": identifier(WORKFLOW, "lint"),
    "DEPLOY_KEY": "a private key",
    "HEROKU_API_KEY": "a key of Heroku",
}

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{index}-{example.language}")
    for rule in RULES
    for index, example in enumerate(rule.examples)
]
every_example = pytest.mark.parametrize(("rule", "example"), EXAMPLES)


@pytest.fixture(scope="module")
def both_versions() -> Iterator[Standin]:
    with Standin(v1="answers", page_size=30) as api:
        yield api


@pytest.fixture(scope="module")
def only_v2() -> Iterator[Standin]:
    with Standin(v1="refused", page_size=30) as api:
        yield api


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_shows_it(rule: Rule) -> None:
    assert rule.examples


@every_example
def test_finding(rule: Rule, example: Example, tmp_path: Path) -> None:
    """An example shows the best that ``--fix`` can do."""
    written(example, example.before, tmp_path)
    (finding,) = check_json(tmp_path, *OPTIONS)["findings"]
    applicability = finding["fix"]["applicability"] if finding["fix"] else "none"
    assert (finding["rule"], applicability) == (rule.id, rule.fix.applicability)


@every_example
def test_rewrite(rule: Rule, example: Example, tmp_path: Path) -> None:
    program = written(example, example.before, tmp_path)
    check(tmp_path, "--fix", *OPTIONS)
    assert program.read_text(encoding="utf-8") == example.after


@every_example
def test_second_rewrite_changes_nothing(rule: Rule, example: Example, tmp_path: Path) -> None:
    program = written(example, example.after, tmp_path)
    assert check_json(tmp_path, "--fix", *OPTIONS)["summary"]["fixed"] == 0
    assert program.read_text(encoding="utf-8") == example.after


@every_example
def test_run(
    rule: Rule, example: Example, tmp_path: Path, both_versions: Standin, only_v2: Standin
) -> None:
    before = run(example, example.before, tmp_path, both_versions)
    assert before.requests
    if works(rule):
        assert before.status == 0, before.stderr
        assert all(request.status < 400 for request in before.requests)
    if example.after == example.before:
        return
    after = run(example, example.after, tmp_path, only_v2)
    assert after.status == 0, after.stderr
    for request in after.requests:
        sent = [e for e in endpoints(rule) if is_path_of(e, request.path)]
        assert sent, request.path
        assert (request.method, request.status) == (sent[0].method, sent[0].status)
    # The whole answer has its own shape in v2; what a program picks from it is the same.
    if works(rule) and not is_document(before.stdout):
        assert after.stdout == before.stdout


@dataclass(frozen=True)
class Run:
    status: int
    stdout: str
    stderr: str
    requests: list[RecordedRequest]


def written(example: Example, text: str, folder: Path) -> Path:
    program = folder / f"example{SUFFIXES[example.language]}"
    program.write_text(text, encoding="utf-8")
    if example.config:
        config = folder / ".circleci" / "config.yml"
        config.parent.mkdir(exist_ok=True)
        config.write_text(example.config, encoding="utf-8")
    return program


def run(example: Example, text: str, folder: Path, circleci: Standin) -> Run:
    circleci.clear()
    interpreter = sys.executable if example.language == "python" else "bash"
    command = [interpreter, written(example, text, folder).name]
    done = started(command, folder, circleci, ENVIRONMENT)
    assert circleci.refusals == []
    return Run(done.returncode, done.stdout, done.stderr, circleci.requests)


def works(rule: Rule) -> bool:
    """Whether the old call does what it says, on CircleCI's own servers and today."""
    of_cloud = rule.v1.template.path.partition("/{rest}")[0] != "/admin"
    gone = rule.severity is Severity.ERROR and rule.sunset is None and rule.v2 is None
    named = rule.v1.template.path != "/{rest}"
    return named and of_cloud and not gone and set(rule.v1.versions) <= set(api()["versions"])


def endpoints(rule: Rule) -> list[Endpoint]:
    """What may be called in place of the old call."""
    found = [rule.v2] if rule.v2 else []
    if rule.walk:
        found += [rule.walk.start, *WALKS]
    return found


def is_path_of(endpoint: Endpoint, path: str) -> bool:
    pattern = re.sub(r"\\{slug\\}", "[^/]+/[^/]+/[^/]+", re.escape(endpoint.template.path))
    pattern = re.sub(r"\\{\w+\\}", "[^/]+", pattern)
    return bool(re.fullmatch(f"/api/v2{pattern}", unquote(path)))


def is_document(output: str) -> bool:
    """Whether the output is an answer as it came."""
    try:
        return isinstance(json.loads(output), list | dict)
    except ValueError:
        return False
