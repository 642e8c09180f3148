"""How the process ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from migrator.cli import main
from tests.cli.program import NEVER, ROOT

FAREWELL = """
import atexit, sys
from migrator.cli import main
class Circle:
    def __del__(self):
        print("taken apart")
one, other = Circle(), Circle()
one.other, other.one = other, one
atexit.register(print, "farewell")
main()
"""


def test_nothing_is_taken_apart_and_who_asked_for_it_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAREWELL, "--version"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    version, farewell = done.stdout.splitlines()
    assert version.startswith("migrator")
    assert farewell == "farewell"
    assert done.returncode == 0


def test_whoever_gives_the_arguments_keeps_the_process() -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0


def test_all_of_a_long_report_is_written(tmp_path: Path) -> None:
    (tmp_path / "x.sh").write_text(NEVER * 300)
    (tmp_path / "out").touch()
    with (tmp_path / "out").open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "migrator", "check", "x.sh", "--output-format", "json"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=out,
        )
    assert done.returncode == 1
    assert (tmp_path / "out").read_text().rstrip().endswith("}")


@pytest.mark.parametrize("redirected", [">&-", "2>&-", ">/dev/full"])
def test_a_stream_that_is_not_there_is_an_error_or_none(tmp_path: Path, redirected: str) -> None:
    (tmp_path / "x.sh").write_text(NEVER)
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m migrator check x.sh {redirected}', sys.executable],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if redirected == "2>&-" else 2)
