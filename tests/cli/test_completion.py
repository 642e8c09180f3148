"""Completion in shells, which is click's: ``_MIGRATOR_COMPLETE`` asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from migrator.catalog.rulefile import ids
from tests.cli.program import PROGRAM, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def asked(here: Path, **environment: str) -> str:
    done = subprocess.run(
        PROGRAM,
        cwd=here,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def completed(here: Path, words: str) -> list[str]:
    """What a shell would offer for the last of ``words``."""
    count = len(words.split(" ")) - 1
    environment = {"COMP_WORDS": words, "COMP_CWORD": str(count)}
    return asked(here, _MIGRATOR_COMPLETE="bash_complete", **environment).splitlines()


def test_commands_options_and_rules(tmp_path: Path) -> None:
    assert completed(tmp_path, "migrator che") == ["plain,check"]
    assert "plain,--unsafe-fixes" in completed(tmp_path, "migrator check --un")
    assert completed(tmp_path, "migrator check --output-format sa") == ["plain,sarif"]
    assert completed(tmp_path, "migrator check src") == ["file,src"]
    assert completed(tmp_path, "migrator explain trigger-job-") == ["plain,trigger-job-branch"]
    assert len(completed(tmp_path, "migrator check --select ")) == len(ids())
    assert completed(tmp_path, "migrator check --ignore me-get,build-ca") == [
        "plain,me-get,build-cache-delete",
        "plain,me-get,build-cancel",
    ]
    assert "".join(completed(tmp_path, "migrator nothing x")) == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell(tmp_path: Path, shell: str) -> None:
    script = asked(tmp_path, _MIGRATOR_COMPLETE=f"{shell}_source")
    assert "_MIGRATOR_COMPLETE" in script
    assert f"{shell}_complete" in script
    assert f"_MIGRATOR_COMPLETE={shell}_source migrator" in README
    if found := shutil.which(shell):
        subprocess.run([found, "-n"], input=script, text=True, check=True)


def test_in_bash_itself(tmp_path: Path) -> None:
    program = tmp_path / "migrator"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m migrator "$@"\n')
    program.chmod(0o755)
    lines = (
        'eval "$(_MIGRATOR_COMPLETE=bash_source migrator)"',
        "COMP_WORDS=(migrator ru) COMP_CWORD=1",
        "_migrator_completion migrator",
        'echo "${COMPREPLY[@]}"',
    )
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "rules\n"
