"""``migrator fleet`` over folders and URLs."""

from __future__ import annotations

import datetime
import json
import os
from typing import Any

import pytest

from tests.cli.program import NEVER, SAFE, UNSAFE, Ended, Migrator
from tests.files.trees import git, grow
from tests.fleet.repositories import ME, Repositories, state


def told(ended: Ended) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(ended.out)
    return report


def test_one_report_over_all(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("b")
    repositories.make("a", {"x.sh": ME})
    repositories.make("c", {"x.sh": "true\n"})
    ended = migrator("fleet", repositories.listed("b", "a", "c"))
    assert ended.status == 1
    days = str((datetime.date(2027, 2, 1) - datetime.date.today()).days)
    rows = [line.split() for line in ended.out.splitlines()[:5]]
    assert rows == [
        "REPOSITORY CALLS SAFE UNSAFE NONE SUNSET DAYS FAILED".split(),
        ["a", "1", "0", "1", "0"],
        ["b", "3", "1", "1", "1", "2027-02-01", days],
        ["c", "0", "0", "0", "0"],
        ["TOTAL", "4", "1", "2", "1", "2027-02-01", days],
    ]
    assert ended.out.splitlines()[6:] == [
        "4 calls of API v1 found in 2 of 3 repositories: 3 errors, 1 warning."
    ]


def test_it_finds_what_check_finds(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a")
    listed = repositories.listed("a")
    fleet = told(migrator("fleet", listed, "--output-format", "json"))
    os.chdir(path)
    alone = told(migrator("check", "--output-format", "json"))
    (repository,) = fleet["repositories"]
    assert (fleet["version"], repository["name"], repository["line"]) == (1, "a", 1)
    assert repository["findings"] == alone["findings"]
    assert repository["errors"] == alone["errors"] == []
    assert repository["summary"]["fix"] == {"safe": 1, "unsafe": 1, "none": 1}
    assert fleet["summary"]["calls"] == len(alone["findings"]) == 3


def test_nothing_left_to_report(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a", {"x.sh": "true\n"})
    ended = migrator("fleet", repositories.listed("a"))
    assert (ended.status, ended.out.splitlines()[-1]) == (
        0,
        "No calls of API v1 found in 1 repository.",
    )


def test_a_repository_that_fails_is_named(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a")
    repositories.make("bad", {"x.sh": SAFE, "migrator.toml": "selct = []\n"})
    (repositories.folder / "file").write_text("")
    listed = repositories.listed("# all", "missing", "bad", "a", "file", "file:///no/where")
    ended = migrator("fleet", listed)
    here = repositories.folder
    assert ended.status == 2
    assert f"repos.txt:2: missing ({here}/missing): failed: there is no such folder\n" in ended.out
    assert f"repos.txt:3: bad ({here}/bad): failed: migrator.toml:1: `selct` is no" in ended.out
    assert f"repos.txt:5: file ({here}/file): failed: is a file, not a folder\n" in ended.out
    assert "repos.txt:6: where (file:///no/where): failed: git fetch: fatal: " in ended.out
    assert "3 calls of API v1 found in 1 of 5 repositories" in ended.out


def test_a_bare_repository_is_one_to_clone(repositories: Repositories, migrator: Migrator) -> None:
    git(repositories.folder, "clone", "-q", "--bare", str(repositories.make("a")), "b.git")
    bare = repositories.folder / "b.git"
    ended = migrator("fleet", repositories.listed("b.git"))
    assert ended.status == 2
    assert (
        f"failed: is a bare repository, which has no files; give it as file://{bare}" in ended.out
    )
    assert "3 calls of API v1" in migrator("fleet", repositories.listed(f"file://{bare}")).out


def test_a_file_that_fails_is_named(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a")
    (path / "bad.py").write_bytes(b"# coding: nonsense\nx = 'circleci.com/api/v1.1'\n")
    ended = migrator("fleet", repositories.listed("a"))
    assert ended.status == 2
    assert "\na: bad.py: failed: " in ended.out


def test_the_list_may_come_from_stdin(
    repositories: Repositories, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    repositories.make("a")
    read, write = os.pipe()
    os.write(write, b"a\nnone\n")
    os.close(write)
    with os.fdopen(read) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        ended = migrator("fleet", "-")
    assert ended.status == 2
    assert "<stdin>:2: none (" in ended.out


def test_a_list_lies_beside_its_repositories(
    repositories: Repositories, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    repositories.make("a")
    repositories.listed("a")
    (repositories.folder / "elsewhere").mkdir()
    monkeypatch.chdir(repositories.folder / "elsewhere")
    assert "3 calls of API v1" in migrator("fleet", "../repos.txt").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.txt"], "none.txt: no such file or folder"),
        (["repos.txt", "--unsafe-fixes"], "--unsafe-fixes says what --fix may do; give both."),
        (
            ["repos.txt", "--fix", "--branch", "a..b"],
            "--branch: `a..b` is no name for a branch; give another.",
        ),
        (["repos.txt", "--select", "nix"], "No such rule: nix."),
        (["repos.txt", "--folder", "repos.txt"], "can't be written to"),
    ],
)
def test_bad_usage(
    repositories: Repositories, migrator: Migrator, arguments: list[str], message: str
) -> None:
    repositories.listed("a")
    ended = migrator("fleet", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert message in ended.err


def test_the_configuration_of_each_holds(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a", {"x.sh": SAFE, "migrator.toml": 'exclude = ["x.sh"]\n'})
    repositories.make("b", {"x.sh": ME, "migrator.toml": 'fail-on = "note"\n'})
    repositories.make("c", {"x.sh": SAFE, "migrator.toml": "fix = true\nexit-zero = true\n"})
    listed = repositories.listed("a", "b")
    before = state(repositories.folder / "c")
    assert migrator("fleet", listed).status == 1
    assert migrator("fleet", listed, "--fail-on", "error").status == 0
    assert migrator("fleet", listed, "--isolated").status == 1
    assert migrator("fleet", repositories.listed("c")).status == 1
    assert state(repositories.folder / "c") == before


def test_the_baseline_of_each_holds(repositories: Repositories, migrator: Migrator) -> None:
    path = repositories.make("a", {"x.sh": SAFE, "migrator.toml": 'baseline = "b.json"\n'})
    os.chdir(path)
    migrator("baseline", "b.json")
    os.chdir(repositories.folder)
    (path / "x.sh").write_text(SAFE + UNSAFE)
    ended = migrator("fleet", repositories.listed("a"), "--output-format", "json")
    (repository,) = told(ended)["repositories"]
    assert [finding["rule"] for finding in repository["findings"]] == ["trigger-job-branch"]
    assert repository["summary"]["suppressed"] == {"comment": 0, "baseline": 1}


def test_options_hold_for_all(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a")
    repositories.make("b", {"y.sh": UNSAFE, "x.sh": SAFE})
    listed = repositories.listed("a", "b")
    only = migrator("fleet", listed, "--select", "trigger-job-branch", "--output-format", "json")
    assert told(only)["summary"]["calls"] == 2
    less = migrator("fleet", listed, "--exclude", "x.sh", "--output-format", "json")
    assert [r["summary"]["calls"] for r in told(less)["repositories"]] == [1, 1]


@pytest.mark.parametrize("format", ["text", "json"])
def test_the_report_is_the_same_for_any_number_of_processes(
    repositories: Repositories, migrator: Migrator, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        repositories.make(f"r{number}", {"x.sh": SAFE * number, "y.sh": NEVER})
    listed = repositories.listed(*(f"r{number}" for number in (3, 1, 0, 5, 4, 2)), "none")
    outs = [
        migrator("fleet", listed, "--fresh", "--jobs", jobs, "--output-format", format).out
        for jobs in ("1", "2", "8")
    ]
    monkeypatch.setattr("migrator.fleet.pool.ProcessPoolExecutor", _cannot)
    outs.append(migrator("fleet", listed, "--fresh", "--output-format", format).out)
    assert outs[0].count("r4") == 1 if format == "text" else "r4" in outs[0]
    assert len(set(outs)) == 1


def _cannot(*_: Any) -> None:
    raise NotImplementedError("no semaphores")


def test_the_report_may_go_to_a_file(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a")
    listed = repositories.listed("a")
    ended = migrator("fleet", listed, "--output-format", "json", "--output-file", "r.json")
    assert (ended.status, ended.out) == (1, "")
    written: dict[str, Any] = json.loads((repositories.folder / "r.json").read_text())
    assert written["summary"]["calls"] == 3


def test_secrets_are_masked(repositories: Repositories, migrator: Migrator) -> None:
    token = "0123456789abcdef0123456789abcdef01234567"
    repositories.make("a", {"x.sh": f"curl -X POST -u {token}: {UNSAFE.split()[-3]}\n"})
    listed = repositories.listed("a", "https://me:s3cretpass@127.0.0.1:9/x.git")
    for format in ("text", "json"):
        ended = migrator("fleet", listed, "--output-format", format)
        assert ended.status == 2
        assert token not in ended.out + ended.err
        assert "s3cretpass" not in ended.out + ended.err
        assert "https://***@127.0.0.1:9/x" in ended.out
    for file in (repositories.folder / "migrator-fleet").rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert b"s3cretpass" not in data
            assert token.encode() not in data


def test_names_are_fit_to_print(repositories: Repositories, migrator: Migrator) -> None:
    repositories.make("a\x1b[31mb", {"x.sh": ME})
    ended = migrator("fleet", repositories.listed("a\x1b[31mb", "c\x1b[31md"))
    assert "\x1b" not in ended.out
    assert "a\\x1b[31mb  " in ended.out


def test_what_git_ignores_in_the_folder_of_the_fleet(
    repositories: Repositories, migrator: Migrator
) -> None:
    """A fleet that is started inside of a repository leaves nothing for git to see."""
    path = repositories.make("a")
    os.chdir(path)
    grow(path, {"repos.txt": ".\n"})
    repositories.commit(path)
    ended = migrator("fleet", "repos.txt", "--fix")
    assert "1 call rewritten" in ended.out
    assert git(path, "status", "--porcelain") == b""
