"""What a start of the program may load: every hook run pays for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"libcst", "tree_sitter", "json", "subprocess", "concurrent", "difflib"}
NEEDLESS = {
    *("tomllib", "pathlib", "urllib.parse", "ipaddress", "fnmatch", "selectors", "string"),
    *("migrator.catalog.rulefile", "migrator.catalog.load", "migrator.config.keys"),
    *("migrator.call.source", "migrator.call.language", "migrator.report.excerpt"),
    *("migrator.files.ignores", "migrator.files.worktree", "migrator.files.search"),
    *("migrator.files.shebang", "migrator.report.finding", "migrator.run.secondlook"),
}
"""What only a file with a hit, a configuration or a walk needs."""
HEAVIER = {"libcst", "tree_sitter", "migrator.python", "migrator.shell"}


def loaded(here: Path, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "migrator", *arguments],
        cwd=here,
        env={"PRE_COMMIT": "1", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
        text=True,
    )
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"]])
def test_help_loads_little(tmp_path: Path, arguments: list[str]) -> None:
    modules = loaded(tmp_path, *arguments)
    assert not modules & HEAVY
    assert "migrator.run" not in modules


def test_a_hook_without_a_hit_loads_no_parser(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("import requests\n")
    (tmp_path / "y").write_text("#!/bin/sh\necho round\n")
    assert not loaded(tmp_path, "check", "--force-exclude", "x.py", "y") & (HEAVY | HEAVIER)


def test_a_hook_on_plain_python_loads_next_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("import requests\n")
    modules = loaded(tmp_path, "check", "--force-exclude", "x.py")
    assert not modules & (HEAVY | HEAVIER | NEEDLESS)
    assert len([name for name in modules if name.startswith("migrator")]) <= 50


def test_a_configuration_costs_a_hook_without_a_hit_no_module(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("import requests\n")
    table = "[tool.migrator]\nselect = ['trigger-job']\nper-file-ignores = {'*.py' = []}\n"
    for text in ("[project]\nname = 'x'\n", table.replace("per-", "# ")):
        (tmp_path / "pyproject.toml").write_text(text)
        assert not loaded(tmp_path, "check", "--force-exclude", "x.py") & (HEAVY | HEAVIER)
    (tmp_path / "pyproject.toml").write_text(table)
    assert not loaded(tmp_path, "check", "x.py") & HEAVIER


def test_a_baseline_costs_a_hook_without_a_hit_no_module(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("import requests\n")
    (tmp_path / "baseline.json").write_text('{"version": 1, "calls": [{"path": "y.py"}]}')
    hook = ("check", "--force-exclude", "x.py", "--baseline", "baseline.json")
    assert not loaded(tmp_path, *hook) & (HEAVY | HEAVIER)


def test_a_walk_without_a_hit_loads_no_parser(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("import requests\n")
    assert not loaded(tmp_path, "check") & HEAVIER


def test_a_language_is_loaded_alone(tmp_path: Path) -> None:
    (tmp_path / "x.sh").write_text("curl https://circleci.com/api/v2/me  # not /api/v1.1/\n")
    modules = loaded(tmp_path, "check")
    assert "tree_sitter" in modules
    assert "libcst" not in modules
