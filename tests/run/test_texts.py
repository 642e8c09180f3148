"""The files of a run, and what one may see of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.call.source import Source
from migrator.run.texts import LARGEST, Neighbours, Texts


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project" / ".git").mkdir(parents=True)
    (tmp_path / "project" / "lib").mkdir()
    (tmp_path / "project" / "settings.py").write_bytes(b"API = 'x'\r\n")
    (tmp_path / "secret.py").write_text("KEY = 1\n")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def test_a_neighbour_is_read_with_its_line_endings(tree: Path) -> None:
    neighbours = Neighbours("lib/client.py", Texts())
    found = neighbours.source("lib/../settings.py")
    assert found == Source("settings.py", "API = 'x'\r\n")
    assert neighbours.used == {"settings.py"}


def test_a_neighbour_is_what_the_run_made_of_it(tree: Path) -> None:
    texts = Texts()
    text = texts.get("settings.py")
    assert text
    text.now = Source("settings.py", "API = 'y'\r\n")
    assert Neighbours("lib/client.py", texts).source("settings.py") == text.now
    assert list(texts.changed()) == ["settings.py"]


@pytest.mark.parametrize(
    "path", ["../secret.py", "way_out.py", "lib", "nothing.py", "large.py", "binary.py", "a\0b"]
)
def test_what_is_not_shown(tree: Path, path: str) -> None:
    (tree / "way_out.py").symlink_to(tree.parent / "secret.py")
    (tree / "large.py").write_bytes(b"#" * (LARGEST + 1))
    (tree / "binary.py").write_bytes(b"a = 1\0")
    neighbours = Neighbours("lib/client.py", Texts())
    assert neighbours.source(path) is None
    assert not neighbours.used


def test_a_file_is_read_once(tree: Path) -> None:
    texts = Texts()
    neighbours = Neighbours("lib/client.py", texts)
    first = neighbours.source("settings.py")
    (tree / "settings.py").write_text("API = 'z'\n")
    assert neighbours.source("settings.py") is first


def test_outside_a_work_tree_the_working_directory_is_the_project(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / ".git").rmdir()
    monkeypatch.chdir(tree.parent)
    neighbours = Neighbours("project/lib/client.py", Texts())
    assert neighbours.source("secret.py") is not None
    monkeypatch.chdir(tree / "lib")
    assert Neighbours("../../secret.py", Texts()).source("../settings.py") is not None
