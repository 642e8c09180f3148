"""``migrator fleet --fix``: a branch a repository, and nothing else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.program import NEVER, SAFE, UNSAFE, Migrator
from tests.files.trees import git, grow
from tests.fleet.repositories import ALL, BRANCH, ME, REWRITTEN, Repositories, log, show, state


def refs(path: Path) -> list[str]:
    return git(path, "for-each-ref", "--format=%(refname)").decode().split()


def test_a_branch_with_one_commit(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a")
    before = state(path), git(path, "rev-parse", "HEAD")
    index = (path / ".git/index").read_bytes()
    ended = migrator("fleet", repositories.listed("a"), "--fix")
    assert ended.status == 1
    assert f"a: 1 call rewritten in 1 file on the branch {BRANCH} of {path}." in ended.out
    assert log(path) == ["Move calls of CircleCI's API v1 to v2", "all"]
    assert git(path, "diff", "--name-only", "main", BRANCH) == b"x.sh\n"
    assert REWRITTEN in show(path)
    assert show(path).endswith(UNSAFE)
    assert (state(path), git(path, "rev-parse", "HEAD")) == before
    assert (path / ".git/index").read_bytes() == index
    assert git(path, "branch", "--show-current") == b"main\n"
    assert git(path, "worktree", "list").count(b"\n") == 1
    assert os.listdir(repositories.folder / "migrator-fleet/worktrees") == []


def test_what_check_would_write(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a")
    flags = ("--fix", "--unsafe-fixes")
    migrator("fleet", repositories.listed("a"), *flags, "--branch", "b")
    os.chdir(path)
    migrator("check", *flags)
    git(path, "add", "-A")
    assert git(path, "write-tree") == git(path, "rev-parse", "b^{tree}")


def test_no_branch_where_nothing_is_rewritten(
    repositories: Repositories, migrator: Migrator
) -> None:
    path = repositories.make("a", {"x.sh": NEVER})
    assert migrator("fleet", repositories.listed("a"), "--fix").status == 1
    assert refs(path) == ["refs/heads/main"]


def test_a_rewrite_of_all_leaves_nothing(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a", {"x.sh": SAFE})
    ended = migrator("fleet", repositories.listed("a"), "--fix", "--output-format", "json")
    assert ended.status == 0
    (repository,) = json.loads(ended.out)["repositories"]
    assert repository["branch"] == {
        "name": BRANCH,
        "repository": str(repositories.folder / "a"),
        "fixed": 1,
        "files": 1,
    }
    assert (repository["summary"]["calls"], repository["summary"]["fixed"]) == (0, 1)


@pytest.mark.parametrize("staged", [False, True])
def test_a_dirty_work_tree_is_refused(
    repositories: Repositories, migrator: Migrator, staged: bool
) -> None:
    path = repositories.make("a")
    (path / "x.sh").write_text(SAFE + ME)
    if staged:
        git(path, "add", "-A")
    before = state(path)
    ended = migrator("fleet", repositories.listed("a"), "--fix")
    assert ended.status == 2
    assert (
        f"repos.txt:1: a ({path}): failed: has changes that are not committed (x.sh), so no"
        " branch is made; commit or stash them and run again\n"
    ) in ended.out
    assert ended.out.splitlines()[1].split()[:5] == ["a", "3", "1", "1", "1"]
    assert (state(path), refs(path)) == (before, ["refs/heads/main"])


def test_what_git_does_not_track_is_in_nobodys_way(
    repositories: Repositories, migrator: Migrator
) -> None:
    path = repositories.make("a")
    grow(path, {"new.sh": SAFE})
    assert migrator("fleet", repositories.listed("a"), "--fix").status == 1
    assert (path / "new.sh").read_text() == SAFE
    assert git(path, "ls-tree", "--name-only", BRANCH) == b"sub\nx.sh\n"


def test_a_branch_of_that_name_is_left_as_it_is(
    repositories: Repositories, migrator: Migrator
) -> None:
    path = repositories.make("a")
    git(path, "branch", BRANCH)
    before = git(path, "rev-parse", BRANCH)
    listed = repositories.listed("a")
    ended = migrator("fleet", listed, "--fix")
    assert ended.status == 2
    assert f"failed: there is a branch `{BRANCH}` already, with something else in it" in ended.out
    assert git(path, "rev-parse", BRANCH) == before
    assert migrator("fleet", listed, "--fix", "--branch", "other").status == 1
    assert REWRITTEN in show(path, "other:x.sh")


def test_a_branch_that_stands_in_the_way(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a")
    git(path, "branch", "migrator")
    ended = migrator("fleet", repositories.listed("a"), "--fix")
    assert f"failed: the branch `{BRANCH}` can't be made: git update-ref: fatal: " in ended.out
    assert "; --branch gives another name" in ended.out


def test_a_branch_of_an_earlier_run_is_done(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a")
    listed = repositories.listed("a")
    first = migrator("fleet", listed, "--fix").out
    before = git(path, "rev-parse", BRANCH)
    assert migrator("fleet", listed, "--fix", "--fresh").out == first
    assert git(path, "rev-parse", BRANCH) == before
    (path / "more.sh").write_text(SAFE)
    repositories.commit(path)
    assert "with something else in it" in migrator("fleet", listed, "--fix", "--fresh").out


def test_a_detached_head_is_told(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a")
    commit = git(path, "rev-parse", "HEAD").decode().strip()
    git(path, "checkout", "-q", "--detach")
    ended = migrator("fleet", repositories.listed("a"), "--fix")
    assert ended.status == 1
    assert f"a: note: the head is detached: the branch begins at {commit[:12]}" in ended.out
    assert log(path) == ["Move calls of CircleCI's API v1 to v2", "all"]
    assert git(path, "branch", "--show-current") == b""


def test_no_commit_yet(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.folder / "a"
    path.mkdir()
    git(path, "init", "-q")
    grow(path, ALL)
    ended = migrator("fleet", repositories.listed("a"), "--fix")
    assert ended.status == 2
    assert "failed: has no commit yet; make one for the branch to begin at" in ended.out
    assert "3 calls of API v1 left" in ended.out


def test_a_folder_without_git(repositories: Repositories, migrator: Migrator) -> None:
    grow(repositories.folder / "a", ALL)
    ended = migrator("fleet", repositories.listed("a"), "--fix")
    assert "failed: --fix writes branches, and this is no work tree of git" in ended.out
    assert state(repositories.folder / "a") == {k: v.encode() for k, v in ALL.items()}
    assert migrator("fleet", repositories.listed("a")).status == 1


def test_a_part_of_a_repository(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a", {"in/x.sh": SAFE, "out/x.sh": SAFE})
    assert migrator("fleet", repositories.listed("a/in"), "--fix").status == 0
    assert git(path, "diff", "--name-only", "main", BRANCH) == b"in/x.sh\n"


def test_nobody_to_commit_as(
    repositories: Repositories, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repositories.make("a")
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        monkeypatch.delenv(f"GIT_{name}")
    listed = repositories.listed("a")
    ended = migrator("fleet", listed, "--fix")
    assert ended.status == 2
    assert "failed: git knows no name and address to commit under; set them with `git" in ended.out
    assert refs(path) == ["refs/heads/main"]
    git(path, "config", "user.name", "me")
    git(path, "config", "user.email", "me@example.com")
    assert migrator("fleet", listed, "--fix").status == 1
    assert git(path, "log", "-1", "--format=%an %ae %cn", BRANCH) == b"me me@example.com me\n"


def test_bytes_outside_of_the_rewrite_stay(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a", {".gitattributes": "* text=auto\n"})
    (path / "x.sh").write_bytes(b"\xef\xbb\xbf# \xc3\xa4\r\n" + SAFE.encode() + b"\tend  \r\n")
    git(path, "-c", "core.safecrlf=false", "add", "-A")
    repositories.commit(path)
    (path / "x.sh").chmod(0o755)
    repositories.commit(path)
    assert migrator("fleet", repositories.listed("a"), "--fix").status == 0
    assert git(path, "diff", "--numstat", "main", BRANCH) == b"1\t1\tx.sh\n"
    assert git(path, "ls-tree", BRANCH, "x.sh").startswith(b"100755 ")


def test_a_sparse_checkout_is_rewritten_whole(
    repositories: Repositories, migrator: Migrator
) -> None:
    path = repositories.make("a", {"in/x.sh": SAFE, "out/x.sh": SAFE})
    git(path, "sparse-checkout", "set", "in")
    assert not (path / "out").exists()
    assert migrator("fleet", repositories.listed("a"), "--fix").status == 0
    assert git(path, "diff", "--name-only", "main", BRANCH) == b"in/x.sh\nout/x.sh\n"
    assert not (path / "out").exists()
    assert git(path, "status", "--porcelain") == b""


def test_a_clone_gets_the_branch(repositories: Repositories, migrator: Migrator) -> None:
    origin = repositories.make("a")
    (origin / "more").write_text("")
    repositories.commit(origin)
    before = refs(origin)
    listed = repositories.listed(f"file://{origin}")
    ended = migrator("fleet", listed, "--fix", "--output-format", "json")
    assert ended.status == 1
    (repository,) = json.loads(ended.out)["repositories"]
    clone = Path(repository["branch"]["repository"])
    assert clone.parent == repositories.folder / "migrator-fleet/clones"
    assert REWRITTEN in show(clone)
    assert len(log(clone)) == 2
    assert refs(origin) == before
    git(clone, "push", "-q", "origin", BRANCH)
    assert log(origin)[1:] == ["all", "all"]


def test_a_clone_follows_its_origin(repositories: Repositories, migrator: Migrator) -> None:
    origin = repositories.make("a", {"x.sh": NEVER})
    listed = repositories.listed(f"file://{origin}")
    assert "\n1 call of API v1 found" in migrator("fleet", listed).out
    (origin / "y.sh").write_text(SAFE + UNSAFE)
    repositories.commit(origin)
    assert "\n3 calls of API v1 found" in migrator("fleet", listed, "--fresh").out
    (origin / "x.sh").unlink()
    git(origin, "commit", "-q", "-a", "--amend", "-m", "less")
    assert "\n2 calls of API v1 found" in migrator("fleet", listed, "--fresh").out
