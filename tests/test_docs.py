"""What `docs/` says is so: its pages are fresh, its links lead somewhere, its commands run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from migrator import __version__
from migrator.catalog.load import catalog
from tests.cli.program import NEVER, SAFE, UNSAFE
from tests.docs import FOLDER, pages
from tests.files.trees import GIT, git, grow
from tests.test_hooks import HOOKS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
CI = (DOCS / "ci.md").read_text(encoding="utf-8")
MIGRATION = (DOCS / "migration.md").read_text(encoding="utf-8")
PROJECT = {
    "scripts/nightly.sh": f"#!/bin/sh\n{SAFE}{UNSAFE}",
    "scripts/clean.sh": f"#!/bin/sh\n{NEVER}",
}


def test_the_pages_of_the_rules_are_fresh() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    made = pages()
    stale = sorted(name for name in {*there, *made} if there.get(name) != made.get(name))
    assert not stale, f"`python -m tests.docs` makes these anew: {', '.join(stale)}"


def test_each_rule_has_a_page_of_all_that_explain_says() -> None:
    made = pages()
    for rule in catalog().rules:
        page = made[f"{rule.id}.md"]
        assert f"| [{rule.id}]({rule.id}.md) |" in made["README.md"]
        assert f"`{rule.v1.v1_words}`" in page
        for example in rule.examples:
            assert example.before.strip("\n") in page
            assert example.after.strip("\n") in page


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]
)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", path.read_text(encoding="utf-8"))
    for target in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", text):
        name, _, anchor = target.partition("#")
        if name.startswith("https:"):
            continue
        other = (path.parent / name) if name else path
        assert other.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


def blocks(text: str, marker: str) -> list[str]:
    """The fenced texts behind a marker, without the indentation of the list they stand in."""
    found = re.findall(rf"(?ms)^( *)<!-- {marker} -->\n *```\w+\n(.*?)^ *```$", text)
    assert found, marker
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def loaded(marker: str) -> Any:
    (block,) = blocks(CI, marker)
    return yaml.safe_load(block)


def judged(text: str, schema: str, folder: Path) -> str:
    """What the published schema that the checker has says of a YAML; empty if it fits."""
    path = folder / "config.yml"
    path.write_text(text, encoding="utf-8")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*check, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout if done.returncode else ""


@pytest.mark.parametrize(
    ("marker", "schema"),
    [
        ("circleci", "circle-ci"),
        ("orb in use", "circle-ci"),
        ("github", "github-workflows"),
        ("gitlab", "gitlab-ci"),
    ],
)
def test_the_yaml_fits_its_published_schema(marker: str, schema: str, tmp_path: Path) -> None:
    (block,) = blocks(CI, marker)
    assert judged(block, schema, tmp_path) == ""


def test_the_orb_fits_as_one_that_stands_in_a_config(tmp_path: Path) -> None:
    orb = loaded("orb")
    assert orb.pop("version") == 2.1
    assert orb.pop("description")
    config = {**loaded("orb in use"), "orbs": {"migrator": orb}}
    assert judged(yaml.safe_dump(config), "circle-ci", tmp_path) == ""


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ("circle-ci", {"version": 2.1, "jobs": {"x": {"steps": "no"}}, "workflows": {}}),
        ("circle-ci", {"version": 2.1, "orbs": {"x": {"commands": {"y": {"steps": 7}}}}}),
        ("github-workflows", {"on": "push", "jobs": {"x": {"steps": []}}}),
        ("gitlab-ci", {"x": {"script": 7}}),
    ],
)
def test_the_schemas_know_what_is_wrong(schema: str, wrong: object, tmp_path: Path) -> None:
    assert "Schema validation errors" in judged(yaml.safe_dump(wrong), schema, tmp_path)


def test_the_hooks_are_those_that_there_are() -> None:
    (block,) = blocks(CI, "pre-commit")
    assert set(re.findall(r"id: (\S+)", block)) == HOOKS.keys()
    (repo,) = yaml.safe_load(block)["repos"]
    assert repo["rev"] == f"v{__version__}"
    assert [hook["id"] for hook in repo["hooks"]] == ["circleci-v1"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A project in git; a `pip` that only tells, and the program."""
    programs = {
        "pip": f'echo "$@" >> {tmp_path}/pip.log',
        "migrator": f'exec {sys.executable} -m migrator "$@"',
    }
    for name, script in programs.items():
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    project = tmp_path / "project"
    grow(project, PROJECT)
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "x")
    return {
        **GIT,
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
    }


def ran(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def commands(marker: str) -> tuple[dict[str, str], list[str]]:
    """The variables and the scripts of the one job, as the YAML has them."""
    config = loaded(marker)
    if marker == "gitlab":
        job = config["circleci-v1"]
        return job["variables"], job["script"]
    if marker == "orb":
        steps = config["commands"]["check"]["steps"]
        values = {k: v["default"] for k, v in config["commands"]["check"]["parameters"].items()}
        variables = {
            name: re.sub(r"<< parameters\.([\w-]+) >>", lambda m: values[m[1]], value)
            for step in steps
            for name, value in step.get("run", {}).get("environment", {}).items()
        }
    else:
        job = config["jobs"]["circleci-v1"]
        steps, variables = job["steps"], job.get("environment") or job["env"]
    runs = [step["run"] for step in steps if isinstance(step, dict) and "run" in step]
    return variables, [run if isinstance(run, str) else run["command"] for run in runs]


@pytest.mark.parametrize(
    ("marker", "reports"),
    [
        ("circleci", ["reports/migrator.xml", "reports/migrator.html"]),
        ("orb", ["reports/migrator.xml", "reports/migrator.html"]),
        ("github", ["migrator.sarif", "migrator.html"]),
        ("gitlab", ["gl-code-quality-report.json", "migrator.xml", "migrator.html"]),
    ],
)
def test_the_commands_of_the_job_run(
    marker: str, reports: list[str], tmp_path: Path, environment: dict[str, str]
) -> None:
    variables, (install, check) = commands(marker)
    project = tmp_path / "project"
    assert ran(install, project, environment | variables).returncode == 0
    source = f"git+<the address of this repository>@v{__version__}"
    assert (tmp_path / "pip.log").read_text() == f"install {source}\n"
    done = ran(check, project, environment | variables)
    assert done.returncode == 1, done.stderr
    assert "trigger-job-branch" in done.stdout
    (block,) = blocks(CI, marker)
    for report in reports:
        assert "trigger-job-branch" in (project / report).read_text(encoding="utf-8")
        assert report in block
    (project / "scripts/nightly.sh").write_text("#!/bin/sh\n")
    (project / "scripts/clean.sh").write_text("#!/bin/sh\n")
    assert ran(check, project, environment | variables).returncode == 0


def test_what_is_kept_is_what_was_written() -> None:
    steps = loaded("circleci")["jobs"]["circleci-v1"]["steps"]
    assert {"store_test_results": {"path": "reports"}} in steps
    assert {"store_artifacts": {"path": "reports"}} in steps
    uses = {
        s["uses"].split("@")[0]: s
        for s in loaded("github")["jobs"]["circleci-v1"]["steps"]
        if "uses" in s
    }
    assert uses["github/codeql-action/upload-sarif"]["with"] == {"sarif_file": "migrator.sarif"}
    assert uses["actions/upload-artifact"]["with"]["path"] == "migrator.html"
    kept = loaded("gitlab")["circleci-v1"]["artifacts"]
    assert kept["reports"] == {
        "codequality": "gl-code-quality-report.json",
        "junit": "migrator.xml",
    }


def test_one_repository_is_moved_as_the_guide_says(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    project = tmp_path / "project"
    for script in blocks(MIGRATION, "run"):
        done = ran(script, project, environment)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    log = subprocess.run(
        ["git", "log", "--format=%s"], cwd=project, capture_output=True, text=True, check=True
    )
    assert log.stdout.splitlines() == [
        "Calls that stay, and why",
        "Jobs that were triggered become pipelines",
        "Calls of API v1 whose rewrite is safe",
        "x",
    ]
    assert "ignore[build-cache-delete]" in (project / "scripts/clean.sh").read_text()
    assert "v1.1" not in (project / "scripts/nightly.sh").read_text()
    assert (project / "migrator.html").exists()


def test_many_repositories_are_counted_as_the_guide_says(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    place = tmp_path / "many"
    place.mkdir()
    (place / "repos.txt").write_text(f"{tmp_path}/project\n{tmp_path}/missing\n")
    (script,) = blocks(MIGRATION, "run for many")
    done = ran(script, place, environment)
    assert done.returncode == 0, done.stderr
    page = (place / "fleet.html").read_text(encoding="utf-8")
    assert "trigger-job-branch" in page
    assert "missing" in page
