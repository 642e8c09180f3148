"""What the project says of itself."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from migrator import __version__
from migrator.files.kind import kind_by_name

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def marked(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)\n```\n", README, re.DOTALL)
    assert found
    return found[1]


def test_the_readme_has_one_command_for_each_job() -> None:
    for marker in ("the main job", "the tests"):
        command = marked(marker)
        assert "\n" not in command
        assert command.startswith("python3.11 -m venv .venv && .venv/bin/pip install ")


@pytest.mark.parametrize("marker", ["the main job", "the tests"])
def test_ci_runs_the_commands_of_the_readme(marker: str) -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert f"$(promised '{marker}')" in script
    function = re.search(r"^promised\(\) \{\n.*?^\}\n", script, re.DOTALL | re.MULTILINE)
    assert function
    done = subprocess.run(
        ["bash", "-c", f"{function[0]}promised '{marker}'"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == marked(marker) + "\n"


def test_the_readme_names_the_version_that_there_is() -> None:
    assert f"rev: v{__version__}\n" in README


def test_every_dependency_is_justified() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for requirement in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]:
        name = re.split(r"[<>=]", requirement)[0]
        assert f"**{name}**" in changes or name.startswith("types-")


def test_the_script_of_ci_is_a_script() -> None:
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    assert kind_by_name("run") is None


def test_classes_of_data_are_those_that_start_fast() -> None:
    """A frozen one of the library can't build on one of ours, and compiles when it is loaded."""
    own = {"migrator/records.py", "migrator/python/libraries.py"}
    for path in sorted((ROOT / "migrator").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        taken = re.search(r"^from dataclasses import .*\bdataclass\b", text, re.MULTILINE)
        apart = name in own or name.startswith("migrator/fleet/")
        assert not taken or apart, f"{name}: import dataclass from migrator.records"
