"""The hooks of ``.pre-commit-hooks.yaml``, as pre-commit runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from migrator.files.kind import kind_by_name
from tests.cli.program import NEVER, SAFE
from tests.files.trees import GIT, git, grow

ROOT = Path(__file__).parents[1]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
PACKAGE = ("migrator", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")


def test_force_exclude_stands_where_args_do_not_replace_it() -> None:
    assert HOOKS["circleci-v1"]["entry"] == "migrator check --force-exclude"
    assert HOOKS["circleci-v1-fix"]["entry"] == "migrator check --force-exclude --fix"


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        *((f"a/x{suffix}", True) for suffix in (".py", ".pyi", ".sh", ".bash", ".zsh", ".bats")),
        ("x.py", True),
        (".circleci/config.yml", True),
        ("build/Makefile", True),
        ("rules.mk", True),
        ("Dockerfile.dev", True),
        ("bin/deploy", True),
        (".envrc", True),
        ("a.b/.bashrc", True),
        ("README.md", True),
        ("docs/a.adoc", True),
        ("x.ipynb", True),
        ("package.json", True),
        ("composer.json", False),
        ("Jenkinsfile.release", True),
        ("style.css", False),
        ("a.sh/readme.txt", False),
        ("x.python", False),
    ],
)
def test_the_hooks_get_the_files_that_are_read(
    hook: dict[str, str], path: str, wanted: bool
) -> None:
    assert bool(re.search(hook["files"], path)) is wanted
    assert kind_by_name(path) is None or wanted


@pytest.fixture
def index(tmp_path: Path) -> None:
    """Without packages no environment can be built for a hook."""
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "hatchling"]
    done = subprocess.run(
        [*download, "--dest", tmp_path / "downloaded"], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("pip can't reach a package index")


@pytest.mark.usefixtures("index")
def test_pre_commit_runs_both(tmp_path: Path) -> None:
    hooks, project = tmp_path / "hooks", tmp_path / "project"
    hooks.mkdir()
    for name in PACKAGE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, hooks / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, hooks / name)
    grow(
        project, {"bin/nightly": "#!/bin/sh\n" + SAFE + NEVER, "notes.txt": SAFE, "gen/x.sh": SAFE}
    )
    for folder in (hooks, project):
        git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "x")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), "--all-files", "--verbose"],
        cwd=project,
        env={**os.environ, **GIT, "PRE_COMMIT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    report, fix = done.stdout.split("hook id: circleci-v1-fix")
    assert "bin/nightly:2:1: error[trigger-pipeline]" in report
    assert "exit code: 1" in report
    assert "2 files checked." in report
    assert "files were modified by this hook" in fix
    assert "Fixed 2 calls in 2 files:" in fix
    assert "/api/v2/" in (project / "bin/nightly").read_text()
    assert NEVER in (project / "bin/nightly").read_text()
    assert (project / "notes.txt").read_text() == SAFE
