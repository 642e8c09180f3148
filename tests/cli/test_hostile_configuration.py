"""A configuration belongs to what is checked: it is not to be trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from migrator.files import worktree
from tests.cli.program import SAFE, Migrator
from tests.files.trees import git, grow

SECRET = "not-for-your-eyes"


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of somebody else's."""
    folder = tmp_path_factory.mktemp("outside")
    grow(
        folder,
        {
            "x.sh": SAFE,
            "secret.json": f'{{"version": 1, "calls": ["{SECRET}"]}}',
            "secret.toml": f'quiet = "{SECRET}"\nselect = ["{SECRET}"]\n',
            "secret.txt": SECRET,
        },
    )
    return folder


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


KEYS = ("output-file", "stdin-filename", "config", "config-for", "show-secrets", "diff")


@pytest.mark.parametrize("key", KEYS)
def test_what_reaches_farther_than_the_project_is_no_key(
    here: Path, outside: Path, migrator: Migrator, key: str
) -> None:
    before = state(outside)
    grow(here, {"migrator.toml": f"{key} = '{outside}/x.sh'\n", "x.sh": SAFE})
    ended = migrator("check", "--fix")
    assert (ended.status, ended.out) == (2, "")
    assert f"`{key}` is no key of a configuration" in ended.err
    assert state(outside) == before
    assert (here / "x.sh").read_text() == SAFE


@pytest.mark.parametrize("command", [("check",), ("check", "--fix"), ("baseline", "b.json")])
def test_nothing_outside_is_written(
    here: Path, outside: Path, migrator: Migrator, command: tuple[str, ...]
) -> None:
    before = state(outside)
    grow(here, {"migrator.toml": "fix = true\nunsafe-fixes = true\nno-gitignore = true\n"})
    (here / "file.sh").symlink_to(outside / "x.sh")
    (here / "folder").symlink_to(outside)
    migrator(*command)
    assert state(outside) == before


@pytest.mark.parametrize("name", ["secret.json", "secret.toml", "secret.txt", "."])
def test_nothing_outside_is_told(here: Path, outside: Path, migrator: Migrator, name: str) -> None:
    grow(here, {"x.sh": SAFE, "migrator.toml": f"baseline = '{outside / name}'\n"})
    ended = migrator("check")
    assert ended.status == 2
    assert SECRET not in ended.out + ended.err


def test_a_link_to_a_file_outside_tells_no_value_of_it(
    here: Path, outside: Path, migrator: Migrator
) -> None:
    (here / "migrator.toml").symlink_to(outside / "secret.toml")
    ended = migrator("check")
    assert ended.status == 2
    assert ended.err == "Error: migrator.toml:1: `quiet` must be true or false, not a text\n"


def test_what_would_block_is_not_opened(here: Path, migrator: Migrator) -> None:
    grow(here, {"x.sh": SAFE})
    os.mkfifo(here / "migrator.toml")
    os.mkdir(here / "pyproject.toml")
    assert migrator("check").status == 1
    os.unlink(here / "migrator.toml")
    os.mkfifo(here / "pipe")
    (here / "migrator.toml").write_text("baseline = 'pipe'\n")
    ended = migrator("check")
    assert (ended.status, "is not a regular file" in ended.err) == (2, True)


LEADS_OUT = "a link leads out of the project; name what it leads to"


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--fix", "file.sh"),
        ("check", "--fix", "folder/x.sh"),
        ("check", "--output-file", "file.sh"),
        ("check", "--output-file", "json=folder/report.json"),
        ("suppress", "--reason", "x", "file.sh"),
        ("baseline", "folder/baseline.json"),
        ("baseline", "listed.json"),
    ],
)
def test_no_link_of_the_tree_leads_a_write_out_of_it(
    here: Path, outside: Path, migrator: Migrator, arguments: tuple[str, ...]
) -> None:
    (outside / "listed.json").write_text('{"version": 1, "calls": []}')
    before = state(outside)
    for name, target in (("file.sh", "x.sh"), ("folder", "."), ("listed.json", "listed.json")):
        (here / name).symlink_to(outside / target)
    ended = migrator(*arguments)
    assert ended.status == 2
    assert LEADS_OUT in ended.out + ended.err
    assert state(outside) == before


def test_what_lies_elsewhere_is_written_where_it_is_named(
    here: Path, outside: Path, migrator: Migrator
) -> None:
    (outside / "link.sh").symlink_to("x.sh")
    migrator("check", "--fix", str(outside / "link.sh"))
    assert (outside / "x.sh").read_text() != SAFE
    (here / "in").mkdir()
    (here / "in/x.sh").write_text(SAFE)
    (here / "x.sh").symlink_to("in/x.sh")
    migrator("check", "--fix", "x.sh")
    assert (here / "in/x.sh").read_text() != SAFE


@pytest.mark.parametrize("name", [".gitignore", "sub/.gitignore", "included"])
def test_git_does_not_wait_for_a_pipe_for_ever(
    here: Path, migrator: Migrator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    grow(here, {"x.sh": SAFE, "sub/y.sh": SAFE})
    git(here, "init", "-q")
    git(here, "add", "-A")
    if name == "included":
        git(here, "config", "include.path", str(here / name))
    os.mkfifo(here / name)
    monkeypatch.setattr(worktree, "PATIENCE", 0.3)
    monkeypatch.setattr(worktree, "_STUCK", [])
    ended = migrator("check", "--output-format", "concise")
    assert (ended.status, "2 calls of API v1 found" in ended.out) == (1, True)
    assert worktree._STUCK == [True]
    assert migrator("check", "--force-exclude", "x.sh").status == 1
