from __future__ import annotations

import io
import os
import pty
import subprocess
from pathlib import Path

import pytest

from migrator.cli import progress
from migrator.cli.progress import Bar, wanted
from tests.cli.program import PROGRAM, ROOT, UNSAFE
from tests.terminal import Terminal


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"CI": ""}, True),
        (Terminal(), {"CI": "false"}, True),
        (Terminal(), {"CI": "true"}, False),
        (Terminal(), {"PRE_COMMIT": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_who_wants_one(stream: io.StringIO, environment: dict[str, str], expected: bool) -> None:
    assert wanted(stream, environment) is expected


def test_it_is_drawn_after_a_second_and_gone_at_the_end() -> None:
    now = 0.0
    stream = io.StringIO()
    bar = Bar(stream, lambda: now)
    bar("reading", 1, 4)
    now = 0.9
    bar("reading", 2, 4)
    assert stream.getvalue() == ""
    now = 1.0
    bar("reading", 3, 4)
    assert stream.getvalue() == "\r\x1b[Kreading [##################------] 3/4 files"
    now = 1.05
    bar("checking", 0, 1)
    assert stream.getvalue().count("\r") == 1
    now = 1.2
    bar("checking", 0, 0)
    assert stream.getvalue().endswith("checking [------------------------] 0/0 files")
    bar.end()
    bar.end()
    assert stream.getvalue().endswith("files\r\x1b[K")


def test_a_short_run_leaves_no_trace() -> None:
    stream = io.StringIO()
    bar = Bar(stream, lambda: 0.0)
    bar("reading", 1, 4)
    bar.end()
    assert stream.getvalue() == ""


IMPATIENT = """
import sys
from migrator.cli import main, progress
progress.PATIENCE = 0.0
main(sys.argv[1:])
"""


def on_terminal(here: Path, *arguments: str, **environment: str) -> tuple[bytes, bytes]:
    """What an impatient run writes to stdout, and to a terminal as stderr."""
    ours, theirs = pty.openpty()
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
    done = subprocess.run(
        [PROGRAM[0], "-c", IMPATIENT, "check", *arguments],
        cwd=here,
        env=env,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 4096):
            written += chunk
    except OSError:  # Linux tells so that the other end is closed
        pass
    os.close(ours)
    return done.stdout, written


def test_a_real_terminal(tmp_path: Path) -> None:
    (tmp_path / "x.sh").write_text(UNSAFE)
    out, written = on_terminal(tmp_path)
    assert b"reading [" in written
    assert written.endswith(b"\r\x1b[K")
    assert b"1 file checked." in out
    assert b"\x1b" not in out
    assert on_terminal(tmp_path, "--quiet")[1] == b""
    assert on_terminal(tmp_path, CI="1")[1] == b""
    assert on_terminal(tmp_path, PRE_COMMIT="1")[1] == b""
    assert progress.PATIENCE == 1.0
