"""A fleet shows no token: not of a file, nor of a repository's name or a branch's."""

from __future__ import annotations

import pytest

from tests.cli.program import Migrator
from tests.cli.tokens import Program, lay_out, shown, token
from tests.files.trees import git
from tests.fleet.repositories import Repositories

KIND = "GitHub"
NAMES = token(KIND, "repository"), token(KIND, "branch")


def named(*names: str) -> list[Program]:
    return [Program(name, "", (name,)) for name in names]


@pytest.mark.parametrize("format", ["text", "json", "html"])
def test_no_report_shows_one(repositories: Repositories, migrator: Migrator, format: str) -> None:
    name, branch = NAMES
    path = repositories.make(name, {})
    laid = [*lay_out(path, KIND), *named(*NAMES)]
    repositories.commit(path)
    options = ("--fix", "--unsafe-fixes", "--branch", branch, "--output-format", format)
    ended = migrator("fleet", repositories.listed(name), *options)
    assert shown(ended.out + ended.err, laid) == []
    if format != "text":
        assert "a token stands in line 3 for all to read: revoke it" in ended.out
    said = git(path, "log", "-1", "--format=%B%an%cn", branch).decode()
    assert "Move calls" in said
    assert shown(said, laid) == []


def test_no_refusal_shows_one(repositories: Repositories, migrator: Migrator) -> None:
    name, branch = NAMES
    path = repositories.make(name)
    git(path, "branch", branch)
    for options in (("--branch", branch), ("--branch", f"{branch}..x"), ("--select", branch)):
        ended = migrator("fleet", repositories.listed(name, f"no/{name}"), "--fix", *options)
        assert ended.status == 2
        assert shown(ended.out + ended.err, named(*NAMES)) == []
