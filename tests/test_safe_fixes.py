"""A rewrite that is called safe leaves what a program prints of an answer as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.harness.tool import check
from tests.standin import TOKEN, Standin
from tests.uses import python_uses, run_all, shell_uses

SECONDS = 120
PROCESSES = 4


@dataclass(frozen=True)
class Outcome:
    """How a program ends, and what it prints."""

    status: int
    stdout: str


@dataclass(frozen=True)
class Uses:
    before: Mapping[str, Outcome]
    after: Mapping[str, Outcome]
    """Of the programs that ``--fix`` changed."""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Uses:
    return _outcomes(python_uses(), ".py", tmp_path_factory.mktemp("python"))


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Uses:
    return _outcomes(shell_uses(), ".sh", tmp_path_factory.mktemp("shell"))


@pytest.mark.parametrize("name", python_uses())
def test_python(name: str, python: Uses) -> None:
    _same(python, name)


@pytest.mark.parametrize("name", shell_uses())
def test_shell(name: str, shell: Uses) -> None:
    _same(shell, name)


def _same(uses: Uses, name: str) -> None:
    before = uses.before[name]
    assert before.status == 0
    assert before.stdout
    assert uses.after.get(name, before) == before


def test_most_uses_are_carried_over(python: Uses, shell: Uses) -> None:
    """A tool that calls nothing safe would pass the tests above."""
    for uses in (python, shell):
        assert len(uses.after) > len(uses.before) / 3


def _outcomes(uses: Mapping[str, str], suffix: str, folder: Path) -> Uses:
    for stage in ("before", "after"):
        for name, program in uses.items():
            path = folder / stage / name / f"program{suffix}"
            path.parent.mkdir(parents=True)
            path.write_text(program, encoding="utf-8")
    check(folder / "after", "--fix")
    changed = [
        name
        for name, program in uses.items()
        if (folder / "after" / name / f"program{suffix}").read_text(encoding="utf-8") != program
    ]
    with Standin(v1="answers", page_size=30) as both, Standin(v1="refused", page_size=30) as v2:
        return Uses(
            _run(folder / "before", uses, suffix, both), _run(folder / "after", changed, suffix, v2)
        )


def _run(folder: Path, names: Iterable[str], suffix: str, api: Standin) -> dict[str, Outcome]:
    environment = {"PATH": os.environ["PATH"], "CIRCLE_TOKEN": TOKEN, **api.environment()}
    folders = {str(folder / name): name for name in names}
    if suffix == ".py":
        # In one process: what takes the time is the start of an interpreter.
        ended = _execute([sys.executable, run_all.__file__, *folders], folder, environment)
        return {folders[each]: Outcome(*found) for each, found in json.loads(ended.stdout).items()}
    with ThreadPoolExecutor(PROCESSES) as pool:
        processes = {
            name: pool.submit(_execute, ["bash", "program.sh"], Path(each), environment)
            for each, name in folders.items()
        }
    endings = {name: process.result() for name, process in processes.items()}
    return {name: Outcome(ended.returncode, ended.stdout) for name, ended in endings.items()}


def _execute(
    command: list[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
