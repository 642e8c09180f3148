"""A run that is killed, and what it leaves behind."""

from __future__ import annotations

import random
import signal
import subprocess
from pathlib import Path

from bench.kill import LEFT_OVER, PAIRED, endings, lay_out, new, old
from migrator.files import write
from migrator.run import Mode, Request, run

ROUNDS, FILES = 25, 12
LEFT = ".migrator-0123456789abcdef.tmp"


def test_killed_at_any_moment_every_file_is_old_or_new(tmp_path: Path) -> None:
    ended = list(endings(tmp_path, ROUNDS, FILES, random.Random(25)))
    assert {ending.kind for ending in ended} <= {"all files old", "some files new", "all files new"}
    files = FILES + len(range(0, FILES, PAIRED))
    assert all(ending.old + ending.new == files for ending in ended)
    assert all(ending.left_over <= 2 for ending in ended)
    assert any(ending.kind == "some files new" for ending in ended)


def test_asked_to_end_at_any_moment_nothing_is_left_and_no_pair_is_split(tmp_path: Path) -> None:
    ended = list(endings(tmp_path, ROUNDS, FILES, random.Random(26), signal.SIGTERM))
    assert {ending.kind for ending in ended} <= {"all files old", "some files new", "all files new"}
    assert not any(ending.left_over or ending.split for ending in ended)
    assert any(ending.old for ending in ended)


def test_the_next_run_does_the_rest(tmp_path: Path) -> None:
    lay_out(tmp_path, 3)
    (tmp_path / "trigger1.sh").write_bytes(new(1))
    (tmp_path / LEFT).write_bytes(old(2)[:40])
    report = run(Request(paths=(str(tmp_path),), mode=Mode.FIX))
    assert not report.failures
    assert [(tmp_path / f"trigger{n}.sh").read_bytes() for n in range(3)] == [
        new(0),
        new(1),
        new(2),
    ]


def test_what_a_killed_run_left_is_not_scanned(tmp_path: Path) -> None:
    lay_out(tmp_path, 1)
    whole = b"#!/bin/sh\n" + old(0)
    (tmp_path / LEFT).write_bytes(whole)
    report = run(Request(paths=(str(tmp_path),), mode=Mode.FIX))
    assert report.checked == 1
    assert (tmp_path / LEFT).read_bytes() == whole


def test_its_name_is_the_one_that_is_left_out(tmp_path: Path) -> None:
    assert LEFT_OVER.fullmatch(Path(write._name_beside(str(tmp_path / "x.sh"))).name)
    assert LEFT_OVER.fullmatch(LEFT)


def test_the_readme_says_how_to_delete_it(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    command = "find . -name '.migrator-*.tmp' -delete"
    assert command in readme
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / LEFT).write_bytes(b"")
    lay_out(tmp_path, 1)
    subprocess.run(command, shell=True, cwd=tmp_path, check=True)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["trigger0.sh"]
