"""Calls that were there when a team began."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from tests.cli.program import NEVER, SAFE, UNSAFE, Migrator
from tests.files.trees import grow

FILE = "baseline.json"
CHECK = ("check", "--baseline", FILE)


@pytest.fixture
def adopted(here: Path, migrator: Migrator) -> Path:
    grow(here, {"a/x.sh": UNSAFE + UNSAFE + NEVER, "b/y.sh": SAFE})
    ended = migrator("baseline", FILE)
    assert (ended.status, ended.out) == (
        0,
        (
            "4 calls of API v1 listed in baseline.json;"
            " `migrator check --baseline baseline.json` hides them.\n"
        ),
    )
    return here


def errors(migrator: Migrator, *options: str) -> list[str]:
    report = json.loads(migrator(*CHECK, "--output-format", "json", *options).out)
    return [error["message"] for error in report["errors"]]


def test_what_it_lists_is_hidden(adopted: Path, migrator: Migrator) -> None:
    ended = migrator(*CHECK)
    assert ended.status == 0
    assert ended.out == (
        "No new calls of API v1 found.\n4 more calls listed in the baseline.\n2 files checked.\n"
    )


def test_what_is_new_is_told(adopted: Path, migrator: Migrator) -> None:
    (adopted / "a/x.sh").write_text("#!/bin/sh\n" + NEVER + f"  {UNSAFE}" + UNSAFE * 2)
    ended = migrator(*CHECK, "--output-format", "concise")
    assert ended.status == 1
    assert [line.split(":")[1] for line in ended.out.splitlines() if "error[" in line] == ["5"]
    assert "4 more calls listed in the baseline." in ended.out


def test_a_file_written_twice_is_the_same(adopted: Path, migrator: Migrator) -> None:
    before = (adopted / FILE).read_bytes()
    migrator("baseline", FILE)
    assert (adopted / FILE).read_bytes() == before


def test_what_it_lists_in_vain_is_told_and_changes_no_status(
    adopted: Path, migrator: Migrator
) -> None:
    (adopted / "a/x.sh").write_text(NEVER)
    (adopted / "b/y.sh").unlink()
    assert errors(migrator) == [
        (
            "lists 2 calls in a/x.sh that are not there any more (trigger-job-branch x2);"
            " write it anew: migrator baseline baseline.json"
        ),
        (
            "lists 1 call in b/y.sh that is not there any more (trigger-pipeline);"
            " write it anew: migrator baseline baseline.json"
        ),
    ]
    assert migrator(*CHECK).status == 0


def test_of_what_was_not_looked_for_nothing_is_in_vain(adopted: Path, migrator: Migrator) -> None:
    (adopted / "a/x.sh").write_text(NEVER)
    assert errors(migrator, "b") == []
    assert errors(migrator, "--ignore", "trigger-job-branch") == []
    assert len(errors(migrator, "a")) == 1


def test_a_fix_does_not_spare_what_it_lists(adopted: Path, migrator: Migrator) -> None:
    ended = migrator(*CHECK, "--fix")
    assert "/api/v2/" in (adopted / "b/y.sh").read_text()
    assert "Fixed 1 call" in ended.out
    assert "lists 1 call in b/y.sh that is not there any more" in ended.out
    assert "No calls" not in ended.out
    assert ended.status == 0
    assert "+++ b/y.sh" not in migrator(*CHECK, "--diff", "b").out


def test_it_is_the_same_from_another_folder(
    adopted: Path, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(adopted, {"migrator.toml": f"baseline = '{FILE}'\n"})
    assert migrator("check").status == 0
    monkeypatch.chdir("a")
    assert migrator("check").status == 0
    assert migrator("check", "..").status == 0
    assert migrator("check", "--isolated").status == 1


def test_it_stands_in_sarif_as_suppressed(adopted: Path, migrator: Migrator) -> None:
    report = json.loads(migrator(*CHECK, "--output-format", "sarif").out)
    kinds = [result["suppressions"][0]["kind"] for result in report["runs"][0]["results"]]
    assert kinds == ["external"] * 4


def test_only_what_is_asked_for_is_listed(adopted: Path, migrator: Migrator) -> None:
    migrator("baseline", FILE, "a", "--ignore", "build-cache-delete")
    rules = [call["rule"] for call in json.loads((adopted / FILE).read_text())["calls"]]
    assert rules == ["trigger-job-branch", "trigger-job-branch"]


def test_nothing_else_is_written_over(adopted: Path, migrator: Migrator) -> None:
    ended = migrator("baseline", "a/x.sh")
    assert (ended.status, ended.out) == (2, "")
    assert "a/x.sh: is no baseline" in ended.err
    assert (adopted / "a/x.sh").read_text() == UNSAFE + UNSAFE + NEVER
    assert migrator("baseline", "none/x.json").status == 2


def test_a_configuration_that_fixes_writes_no_source(here: Path, migrator: Migrator) -> None:
    grow(here, {"migrator.toml": "fix = true\n", "x.sh": SAFE})
    migrator("baseline", FILE)
    assert (here / "x.sh").read_text() == SAFE


def test_one_that_can_not_be_read(here: Path, migrator: Migrator) -> None:
    grow(here, {"x.sh": SAFE})
    assert migrator(*CHECK).status == 2
    (here / FILE).write_text("{}")
    ended = migrator(*CHECK)
    assert (ended.status, ended.out) == (2, "")
    assert "baseline.json: is no baseline" in ended.err


def test_what_could_not_be_read_is_told(here: Path, migrator: Migrator) -> None:
    (here / "x.sh").write_bytes(b"circleci.com/api/v1.1 \0")
    ended = migrator("baseline", FILE)
    assert ended.status == 2
    assert ended.err.startswith("x.sh: failed: holds a NUL byte")


def test_what_was_listed_is_not_lost_on_a_full_disk(
    adopted: Path, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (adopted / FILE).read_bytes()
    (adopted / "b/y.sh").unlink()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    ended = migrator("baseline", FILE)
    assert (ended.status, ended.out) == (2, "")
    assert "baseline.json could not be written (no space left on device)" in ended.err
    assert (adopted / FILE).read_bytes() == before
    assert sorted(os.listdir(adopted)) == ["a", "b", FILE]
