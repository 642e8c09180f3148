"""A run that was ended goes on where it was."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.cli.program import SAFE, Migrator, process
from tests.fleet.repositories import BRANCH, Repositories, log

STATE = Path("migrator-fleet/state.jsonl")


def finished() -> int:
    return STATE.read_bytes().count(b"\n") if STATE.exists() else 0


def test_what_is_finished_is_not_done_again(repositories: Repositories, migrator: Migrator) -> None:
    a, b = repositories.make("a"), repositories.make("b")
    listed = repositories.listed("a", "b", "none")
    first = migrator("fleet", listed).out
    for path in (a, b):
        (path / "x.sh").write_text("true\n")
    again = migrator("fleet", listed).out
    last = "2 of 3 repositories finished by an earlier run; --fresh does them again.\n"
    assert again == first + last
    fresh = migrator("fleet", listed, "--fresh").out
    assert "2 calls of API v1 found in 2 of 3 repositories" in fresh
    assert migrator("fleet", listed).out == fresh + last


def test_what_failed_is_done_again(repositories: Repositories, migrator: Migrator) -> None:
    listed = repositories.listed("a")
    assert migrator("fleet", listed).status == 2
    repositories.make("a")
    assert migrator("fleet", listed).status == 1


def test_other_options_are_another_run(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a")
    listed = repositories.listed("a")
    migrator("fleet", listed)
    assert "1 call of" in migrator("fleet", listed, "--select", "trigger-job-branch").out
    assert "earlier" in migrator("fleet", listed, "--jobs", "1", "--output-format", "text").out
    assert "earlier" not in migrator("fleet", listed, "--fix").out
    assert len(log(path)) == 2


def test_a_longer_list_does_what_is_new(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a")
    repositories.make("b")
    migrator("fleet", repositories.listed("a"))
    ended = migrator("fleet", repositories.listed("b", "new = a"))
    assert "1 of 2 repositories finished by an earlier run" in ended.out
    assert [line.split()[0] for line in ended.out.splitlines()[1:3]] == ["b", "new"]


@pytest.mark.parametrize("torn", [b'{"version": 1, "pla', b"\xff\n{}\n[]\n7\nnull\n"])
def test_a_line_that_was_cut_short(
    repositories: Repositories, migrator: Migrator, torn: bytes
) -> None:
    for name in "abc":
        repositories.make(name)
    listed = repositories.listed("a", "b", "c")
    first = migrator("fleet", listed, "--jobs", "1").out
    lines = STATE.read_bytes().splitlines(keepends=True)
    STATE.write_bytes(b"".join(lines[:2]) + torn)
    again = migrator("fleet", listed).out
    assert again.startswith(first)
    assert "2 of 3 repositories finished by an earlier run" in again
    assert "3 of 3" in migrator("fleet", listed).out


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("flags", [(), ("--fix",)])
def test_killed_in_the_middle(
    repositories: Repositories, migrator: Migrator, how: signal.Signals, flags: tuple[str, ...]
) -> None:
    """Each is done once, whenever the run was ended, and nothing is left lying about."""
    names = [f"r{number}" for number in range(8)]
    paths = [repositories.make(name, {"x.sh": SAFE * 20}) for name in names]
    listed = repositories.listed(*names)
    running = process("fleet", listed, *flags)
    until = time.monotonic() + 60
    while finished() < 2 and time.monotonic() < until and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(how)
    running.communicate(timeout=60)
    done = finished()
    assert 2 <= done < len(names)
    ended = migrator("fleet", listed, *flags)
    assert ended.status == (0 if flags else 1)
    assert f"{done} of 8 repositories finished by an earlier run" in ended.out
    if flags:
        assert ended.out.count("20 calls rewritten in 1 file") == 8
        assert all(log(path) == [log(path)[0], "all"] for path in paths)
        assert all(log(path, "main") == ["all"] for path in paths)
    assert os.listdir("migrator-fleet/worktrees") == []


def test_two_runs_do_not_share_a_folder(repositories: Repositories, migrator: Migrator) -> None:
    fcntl = pytest.importorskip("fcntl")
    repositories.make("a")
    listed = repositories.listed("a")
    os.mkdir("migrator-fleet")
    with open("migrator-fleet/lock", "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = migrator("fleet", listed)
        assert ended.status == 2
        assert "another fleet is at work in" in ended.err
        assert migrator("fleet", listed, "--folder", "other").status == 1
    assert migrator("fleet", listed).status == 1


def test_a_work_tree_that_a_kill_has_left(repositories: Repositories, migrator: Migrator) -> None:
    from tests.files.trees import git

    path = repositories.make("a")
    listed = repositories.listed("a")
    migrator("fleet", listed)
    left = repositories.folder / "migrator-fleet/worktrees/a-1"
    git(path, "worktree", "add", "-q", "--detach", str(left))
    migrator("fleet", listed)
    assert not left.exists()
    assert git(path, "worktree", "list").count(b"\n") == 1
    assert BRANCH not in git(path, "branch").decode()
