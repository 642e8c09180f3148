"""Nothing of a repository is run, whatever its configuration names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import PROGRAM, ROOT, SAFE, Migrator
from tests.files.trees import git, grow
from tests.fleet.repositories import BRANCH, REWRITTEN, Repositories, show

HOOKS = (
    "applypatch-msg commit-msg fsmonitor-watchman post-checkout post-commit post-index-change"
    " post-merge post-rewrite pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push"
    " prepare-commit-msg reference-transaction"
).split()
MODULES = ("json", "subprocess", "libcst", "tree_sitter", "yaml", "sitecustomize", "migrator")


@pytest.fixture
def marker(here: Path) -> Path:
    """What a program that is run would leave."""
    return here / "marker"


@pytest.fixture
def evil(here: Path, marker: Path) -> Path:
    script = here / "evil.sh"
    script.write_text(f"#!/bin/sh\nset >> {marker}\ncat\n")
    script.chmod(0o755)
    return script


def possess(path: Path, evil: Path) -> None:
    """Names ``evil`` wherever a configuration of git can name a program."""
    hooks = path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in HOOKS:
        (hooks / hook).write_text(evil.read_text())
        (hooks / hook).chmod(0o755)
    for name in ("later", "beside"):
        program = f"smudge = {evil}\nclean = {evil}\nrequired = true\n"
        (path / ".git" / name).write_text(f'[filter "{name}"]\n{program}')
    settings = {
        "core.fsmonitor": str(evil),
        "core.hooksPath": str(hooks),
        "core.editor": str(evil),
        "core.pager": str(evil),
        "core.sshCommand": str(evil),
        "core.askPass": str(evil),
        "core.gitProxy": str(evil),
        "core.alternateRefsCommand": str(evil),
        "commit.gpgSign": "true",
        "gpg.program": str(evil),
        "user.signingKey": "x",
        "gc.auto": "1",
        "gc.recentObjectsHook": str(evil),
        "maintenance.auto": "true",
        "credential.helper": f"!{evil}",
        "diff.external": str(evil),
        "diff.evil.textconv": str(evil),
        "diff.evil.command": str(evil),
        "merge.evil.driver": str(evil),
        "trailer.evil.command": str(evil),
        "trailer.evil.key": "X",
        "filter.evil.clean": str(evil),
        "filter.evil.smudge": str(evil),
        "filter.evil.required": "true",
        "filter.long=name.process": str(evil),
        "uploadpack.packObjectsHook": str(evil),
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "remote.origin.url": f"ext::{evil}",
        "remote.origin.uploadpack": str(evil),
        "remote.origin.promisor": "true",
        "remote.origin.vcs": "ext",
        "submodule.recurse": "true",
        "include.path": "later",
        "includeIf.gitdir:**/worktrees/**.path": "beside",
        "alias.status": f"!{evil}",
        "alias.worktree": f"!{evil}",
    }
    for name, value in settings.items():
        git(path, "config", name, value)


@pytest.mark.parametrize("driver", ["evil", "later", "beside", "long=name"])
@pytest.mark.parametrize("flags", [(), ("--fix",)])
def test_of_a_folder_nothing_is_run(
    repositories: Repositories,
    migrator: Migrator,
    evil: Path,
    marker: Path,
    driver: str,
    flags: tuple[str, ...],
) -> None:
    attributes = f"* filter={driver} diff=evil merge=evil\n"
    path = repositories.make("a", {"x.sh": SAFE, ".gitattributes": attributes})
    possess(path, evil)
    # Git looks into what is not as old as it remembers.
    os.utime(path / "x.sh", (1, 1))
    ended = migrator("fleet", repositories.listed("a"), *flags)
    assert not marker.exists()
    assert ended.status == (0 if flags else 1)
    if flags:
        assert REWRITTEN in show_raw(path)


def show_raw(path: Path) -> str:
    return git(path, "cat-file", "blob", f"{BRANCH}:x.sh").decode()


def test_the_programs_would_be_run_otherwise(
    repositories: Repositories, evil: Path, marker: Path
) -> None:
    """The trap of this file is one: plain git walks into it."""
    path = repositories.make("a", {"x.sh": SAFE, ".gitattributes": "* filter=evil\n"})
    possess(path, evil)
    os.utime(path / "x.sh", (1, 1))
    git(path, "diff", "--stat")
    assert marker.exists()


@pytest.mark.parametrize("flags", [(), ("--fix",)])
def test_of_a_clone_nothing_is_run(
    repositories: Repositories, migrator: Migrator, evil: Path, marker: Path, flags: tuple[str, ...]
) -> None:
    path = repositories.make("a", {"x.sh": SAFE, ".gitattributes": "* filter=evil\n"})
    possess(path, evil)
    ended = migrator("fleet", repositories.listed(f"file://{path}"), *flags)
    assert not marker.exists()
    assert ended.status == (0 if flags else 1)


@pytest.mark.parametrize("url", ["ext::%s", "file://%s", "ssh://example.com/a"])
def test_an_object_that_is_missing_is_not_fetched(
    repositories: Repositories, migrator: Migrator, evil: Path, marker: Path, url: str
) -> None:
    path = repositories.make("a", {"x.sh": SAFE})
    blob = git(path, "rev-parse", "HEAD:x.sh").decode().strip()
    possess(path, evil)
    git(path, "config", "core.repositoryFormatVersion", "1")
    git(path, "config", "extensions.partialClone", "origin")
    git(path, "config", "--unset", "remote.origin.vcs")
    git(path, "config", "remote.origin.url", url.replace("%s", str(evil)))
    (path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    ended = migrator("fleet", repositories.listed("a"), "--fix")
    assert not marker.exists()
    assert ended.status == 2
    assert "a (" in ended.out


def test_no_submodule_is_looked_into(
    repositories: Repositories, migrator: Migrator, evil: Path, marker: Path
) -> None:
    inner = repositories.make("inner", {"x.sh": SAFE})
    path = repositories.make("a", {"x.sh": SAFE})
    git(path, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
    repositories.commit(path)
    config = path / ".git/modules/sub/config"
    config.write_text(f"{config.read_text()}\n[core]\nfsmonitor = {evil}\n")
    migrator("fleet", repositories.listed("a", f"file://{path}"), "--fix")
    assert not marker.exists()
    assert REWRITTEN in show(path)


@pytest.mark.parametrize("how", ["-m", "-c"])
def test_no_module_of_a_repository_is_loaded(
    repositories: Repositories, marker: Path, how: str
) -> None:
    """Also where Python looks for modules in the working directory, whichever that is."""
    code = f"open({str(marker)!r}, 'w').write('run')\n"
    files = {f"{name}.py": code for name in MODULES}
    files |= {f"{name}/__init__.py": code for name in MODULES}
    repositories.make("a", {"x.sh": SAFE, "y.py": "u = 'circleci.com/api/v1.1/me'\n", **files})
    listed = repositories.listed("a")
    main = "from migrator.cli import main; main()"
    program = PROGRAM if how == "-m" else [sys.executable, "-c", main]
    done = subprocess.run(
        [*program, "fleet", listed, "--fix"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not marker.exists()
    assert "1 call rewritten" in done.stdout, done.stderr


def test_links_lead_nowhere(repositories: Repositories, migrator: Migrator) -> None:
    outside = repositories.folder / "outside"
    grow(outside, {"x.sh": SAFE})
    path = repositories.make("a", {"y.sh": SAFE})
    (path / "x.sh").symlink_to(outside / "x.sh")
    (path / "folder").symlink_to(outside)
    repositories.commit(path)
    assert migrator("fleet", repositories.listed("a"), "--fix").status == 0
    assert (outside / "x.sh").read_text() == SAFE
