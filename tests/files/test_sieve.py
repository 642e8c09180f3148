"""What git finds in files in place of reading them all: the run must not differ by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrator.config.configuration import Configuration
from migrator.files import sieve, worktree
from migrator.files.search import Search
from migrator.run import Request, run
from migrator.run.contents import Contents
from tests.files.trees import git, grow

CALL = 'import requests\nrequests.get("https://circleci.com/api/v1.1/me?circle-token=x")\n'
PLAIN = "import os\n"
FILES = {
    "tracked.py": CALL,
    "plain.py": PLAIN,
    "sub folder/ünïcode.py": CALL,
    "sub folder/new\nline.py": CALL,
    "binary.py": CALL,
    "ignored.py": CALL,
    "forced.py": CALL,
    "excluded.py": CALL,
    "unchanged.py": PLAIN,
    "skipped.py": CALL,
    "comment.py": "x = 1  # migrator: ignore[me-get]\n",
    "UPPER.PY": CALL,
    "tool": "#!/usr/bin/env python\n" + CALL,
    "run.sh": "curl https://circleci.com/api/v1.1/me\n",
    "crlf.py": CALL.replace("\n", "\r\n"),
    "other/api.py": CALL.replace("circleci.com", "ci.example"),
    "other/plain.py": PLAIN,
    "other/migrator.toml": "api-host = ['ci.example']\n",
    ".gitignore": "ignored.py\nforced.py\n",
    ".gitattributes": "binary.py binary\ncrlf.py text eol=crlf\n*.py diff=evil\n",
    "migrator.toml": "exclude = ['excluded.py']\n",
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    grow(tmp_path, FILES)
    for inner in ("module", "clone"):
        grow(tmp_path / inner, {"inner.py": CALL, "plain.py": PLAIN})
        git(tmp_path / inner, "init", "-q")
        git(tmp_path / inner, "add", "-A")
        git(tmp_path / inner, "commit", "-qm", "x")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A", ":!clone")
    git(tmp_path, "add", "-f", "forced.py")
    git(tmp_path, "commit", "-qm", "x")
    git(tmp_path, "update-index", "--assume-unchanged", "unchanged.py")
    git(tmp_path, "update-index", "--skip-worktree", "skipped.py")
    grow(tmp_path, {"unchanged.py": CALL, "untracked.py": CALL, "deleted.py": CALL})
    (tmp_path / "link.py").symlink_to("tracked.py")
    git(tmp_path, "add", "deleted.py", "link.py")
    (tmp_path / "deleted.py").unlink()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def seen(*paths: str) -> tuple[object, ...]:
    """What a run tells. What git tracks and is gone may count as looked at."""
    report = run(Request(paths=paths or (".",), configuration=Configuration()))
    found = [(finding.path, finding.rule) for finding in report.findings]
    return found, report.failures, sorted(report.looked_at - {"deleted.py"})


def test_git_begins_before_it_is_known_which_files_there_are(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sieve, "FEWEST", 5)
    order: list[str] = []
    listed, search = worktree.listed, Search

    def listing(folder: str, wanted: Callable[[str], bool]) -> worktree.Listing | None:
        order.append("list")
        return listed(folder, wanted)

    def searching(*arguments: Any, **named: Any) -> Search:
        order.append("search")
        return search(*arguments, **named)

    monkeypatch.setattr(worktree, "listed", listing)
    monkeypatch.setattr("migrator.files.search.Search", searching)
    list(Contents(Request(paths=(".",))).candidates())
    assert order[:2] == ["search", "list"]


NAMED = (*FILES, "nowhere.py", "deleted.py", "untracked.py", "link.py", "clone/inner.py")


@pytest.mark.parametrize("paths", [(), ("sub folder", "other"), ("tracked.py", "."), NAMED])
def test_the_run_is_the_same(
    repository: Path, monkeypatch: pytest.MonkeyPatch, paths: tuple[str, ...]
) -> None:
    read_all = seen(*paths)
    assert len(read_all[0]) >= 3  # type: ignore[arg-type]
    monkeypatch.setattr(sieve, "FEWEST", 0)
    assert seen(*paths) == read_all


@pytest.mark.parametrize(
    "setting",
    [
        ("submodule.recurse", "true"),
        ("grep.fullName", "true"),
        ("color.ui", "always"),
        ("grep.patternType", "perl"),
        ("grep.threads", "10000000"),
        ("core.quotePath", "true"),
    ],
)
def test_configuration_of_the_clone_changes_nothing(
    repository: Path, monkeypatch: pytest.MonkeyPatch, setting: tuple[str, str]
) -> None:
    read_all = seen("other", "sub folder")
    git(repository, "config", *setting)
    monkeypatch.setattr(sieve, "FEWEST", 0)
    assert seen("other", "sub folder") == read_all


def test_the_repository_can_not_make_the_search_run_a_program(repository: Path) -> None:
    grow(repository, {"evil": "#!/bin/sh\ntouch ran\n"})
    (repository / "evil").chmod(0o755)
    for key in ("core.fsmonitor", "diff.evil.textconv", "diff.evil.command", "core.pager"):
        git(repository, "config", key, "./evil")
    for key in ("filter.evil.clean", "filter.evil.smudge", "filter.evil.process"):
        git(repository, "config", key, "./evil")
    git(repository, "config", "core.hooksPath", ".")
    grow(repository, {".gitattributes": "*.py diff=evil filter=evil textconv=evil\n"})
    found = Search(".", [b"circleci"], ["*.py"]).found()
    assert found
    assert "tracked.py" in found
    assert not (repository / "ran").exists()


def test_a_content_that_is_missing_is_not_fetched(repository: Path) -> None:
    grow(repository, {"evil": "#!/bin/sh\ntouch ran\n"})
    (repository / "evil").chmod(0o755)
    git(repository, "update-index", "--assume-unchanged", "tracked.py")
    blob = git(repository, "rev-parse", "HEAD:tracked.py").decode().strip()
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    git(repository, "config", "remote.origin.url", "ssh://nowhere/x")
    git(repository, "config", "remote.origin.promisor", "true")
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "core.sshCommand", f"{repository}/evil")
    Search(".", [b"circleci"], ["*.py"]).found()
    assert not (repository / "ran").exists()


def test_without_git_all_files_are_read(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sieve, "FEWEST", 0)
    found = Search.found
    monkeypatch.setattr(Search, "found", lambda search: found(search) and None)
    assert ("tracked.py", "me-get") in seen()[0]  # type: ignore[operator]
    monkeypatch.setenv("PATH", "")
    assert Search(".", [b"x"], ["*.py"]).found() is None


def test_files_without_a_needle_are_not_read(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sieve, "FEWEST", 0)
    opened: list[str] = []

    def read(path: str) -> bytes:
        opened.append(path)
        return b""

    monkeypatch.setattr("migrator.run.contents.read", read)
    contents = Contents(Request())
    list(contents.candidates())
    assert "plain.py" in contents.named
    assert "tracked.py" in opened
    assert "plain.py" not in opened
