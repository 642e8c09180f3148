"""The first hour of somebody who begins, typed and compared line by line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.program import NEVER, ROOT, SAFE, UNSAFE
from tests.files.trees import GIT, git, grow

SESSION = Path(__file__).parent / "first_hour/session.txt"
ANYTHING = "[...]"
PROJECT = {
    "scripts/nightly.sh": f"#!/bin/sh\n{SAFE}{UNSAFE}",
    "scripts/clean.sh": f"#!/bin/sh\n# Caches of the old server.\n{NEVER}",
    "tools/me.py": (
        'import os, requests\nTOKEN = os.environ["CIRCLE_TOKEN"]\n'
        'print(requests.get("https://circleci.com/api/v1.1/me",'
        ' headers={"Circle-Token": TOKEN}).json()["login"])\n'
    ),
    ".pre-commit-config.yaml": (
        "repos:\n  - repo: local\n    hooks:\n      - id: circleci-v1\n"
        "        name: CircleCI API v1 calls\n        language: system\n"
        "        entry: migrator check --force-exclude --output-format concise\n"
    ),
}


@dataclass
class Step:
    line: int
    typed: str
    answer: list[str]


def steps() -> Iterator[Step]:
    step: Step | None = None
    for number, line in enumerate(SESSION.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("$ "):
            if step:
                yield step
            step = Step(number, line[2:], [])
        elif step and line.startswith("# "):
            while step.answer and not step.answer[-1]:
                step.answer.pop()
            yield step
            step = None
        elif step:
            step.answer.append(line)
    if step:
        yield step


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A project in git, and a shell that finds the program."""
    programs = {"migrator": "migrator", "pre-commit": "pre_commit", "python": ""}
    for name, module in programs.items():
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        run = f"-m {module}" if module else ""
        path.write_text(f'#!/bin/sh\nexec {sys.executable} {run} "$@"\n')
        path.chmod(0o755)
    project = tmp_path / "project"
    grow(project, PROJECT)
    (tmp_path / "new.sh").write_text(UNSAFE)
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "x")
    return {
        **GIT,
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
    }


def pattern(expected: list[str]) -> str:
    """A line of nothing but the mark stands for any number of lines."""
    lines = (
        "(?:.*\n)*?" if line == ANYTHING else ".*".join(map(re.escape, line.split(ANYTHING))) + "\n"
        for line in expected
    )
    return "".join(lines)


def test_the_first_hour(tmp_path: Path, environment: dict[str, str]) -> None:
    for step in steps():
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", step.typed],
            cwd=tmp_path / "project",
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        ended = f"[{done.returncode}]\n" if done.returncode and "|" not in step.typed else ""
        answer = done.stdout + ended
        assert re.fullmatch(pattern(step.answer), answer), (
            f"line {step.line}: $ {step.typed}\n{answer}"
        )


def test_the_hour_has_every_part() -> None:
    headings = re.findall(r"^# (\w+)[.:]", SESSION.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Install", "Check", "Read", "Fix", "Review", "Hook", "CI", "Baseline"]
    assert len(list(steps())) > 25
