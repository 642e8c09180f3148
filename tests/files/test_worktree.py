from __future__ import annotations

import os
from pathlib import Path

import pytest

from migrator.files import worktree
from migrator.files.discover import discover
from tests.files.trees import git, grow


def all_of_them(_: str) -> bool:
    return True


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    grow(root, {"tracked.py": "", "deleted.py": "", "untracked.sh": "", "ignored.py": ""})
    grow(root, {".gitignore": "ignored.py\ntracked.py\n"})
    git(root, "init", "-q")
    git(root, "add", "-f", "tracked.py", "deleted.py", ".gitignore")
    git(root, "commit", "-qm", "x")
    (root / "deleted.py").unlink()
    monkeypatch.chdir(root)
    return root


def test_tracked_and_untracked_but_neither_deleted_nor_ignored(repository: Path) -> None:
    assert list(discover(["."])) == ["tracked.py", "untracked.sh"]


def test_excludes_of_the_clone_alone_count(repository: Path) -> None:
    grow(repository, {".git/info/exclude": "untracked.sh\n"})
    assert list(discover(["."])) == ["tracked.py"]


def test_what_git_tracks_it_does_not_ignore(repository: Path) -> None:
    assert worktree.ignored(".", ["tracked.py", "ignored.py", "none"]) == frozenset({"ignored.py"})


def test_the_variables_of_a_hook_do_not_mislead(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository.parent / "other"
    grow(other, {"x.py": ""})
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git/index"))
    assert list(discover(["../other"])) == ["../other/x.py"]


def test_other_work_trees_inside(repository: Path) -> None:
    for name in ("sub", "nested"):
        grow(repository / name, {"x.py": "", "y.py": "", ".gitignore": "y.py\n"})
        git(repository / name, "init", "-q")
        git(repository / name, "add", "-A")
        git(repository / name, "commit", "-qm", "x")
    git(repository, "add", "sub")
    assert list(discover(["."])) == ["nested/x.py", "sub/x.py", "tracked.py", "untracked.sh"]
    assert list(discover(["."], exclude=("sub",))) == ["nested/x.py", "tracked.py", "untracked.sh"]


def test_a_conflict_is_one_file(repository: Path) -> None:
    git(repository, "checkout", "-qb", "b")
    grow(repository, {"tracked.py": "b"})
    git(repository, "commit", "-qam", "b")
    git(repository, "checkout", "-q", "-")
    grow(repository, {"tracked.py": "c"})
    git(repository, "commit", "-qam", "c")
    git(repository, "merge", "-q", "b")
    assert list(discover(["."])).count("tracked.py") == 1


def test_the_repository_can_not_make_git_run_a_program(repository: Path) -> None:
    grow(repository, {"evil": "#!/bin/sh\ntouch ran\n"})
    (repository / "evil").chmod(0o755)
    git(repository, "config", "core.fsmonitor", "./evil")
    worktree.listed(".", all_of_them)
    worktree.ignored(".", ["x"])
    assert not (repository / "ran").exists()


def test_without_git_the_folder_is_walked(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert worktree.listed(".", all_of_them) is None
    assert list(discover(["."])) == ["untracked.sh"]
    monkeypatch.chdir(repository.parent)
    assert list(discover(["repository"])) == ["repository/untracked.sh"]


def test_a_broken_repository_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, {".git": "gitdir: nowhere", "x.py": ""})
    monkeypatch.chdir(tmp_path)
    assert list(discover(["."])) == ["x.py"]


def test_pre_commit_names_only_tracked_files(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setattr(worktree, "ignored", None)
    named = ["tracked.py", os.path.abspath("untracked.sh")]
    assert list(discover(named, force_exclude=True)) == ["tracked.py", "untracked.sh"]


@pytest.mark.parametrize("entry", [".", "", "bin"])
def test_a_git_that_lies_in_the_repository_is_not_run(
    repository: Path, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    grow(repository, {f"{entry or '.'}/git": f"#!/bin/sh\ntouch {repository}/ran\n"})
    (repository / entry / "git").chmod(0o755)
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", f"{entry}{os.pathsep}{path}")
    assert "tracked.py" in list(discover(["."]))
    assert os.path.isabs(worktree.program())
    monkeypatch.setenv("PATH", entry)
    assert worktree.listed(".", all_of_them) is None
    assert not (repository / "ran").exists()
