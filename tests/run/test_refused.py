"""A system that does not let a run write, whatever for: a message, status 2, and whole files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.kill import lay_out, new, old
from migrator.run import Mode, Request, run
from tests.cli.program import PROGRAM, ROOT, Ended

BOUNDED = (
    "import resource, signal, sys\nfrom migrator.cli import run\n"
    "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))\n"
    "sys.exit(run(sys.argv[1:]))\n"
)
"""The program in a process that may write no file of more than 400 bytes."""
OBEDIENT = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")
"""Takes from root the right to write whatever it likes."""


def ended(*command: str, folder: Path) -> Ended:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def holds(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_disk_that_takes_no_more_of_one_file(tmp_path: Path) -> None:
    lay_out(tmp_path, 8)
    was = holds(tmp_path)
    refused = {name for name, content in was.items() if len(content) > 400}
    done = ended(sys.executable, "-c", BOUNDED, "check", "--fix", folder=tmp_path)
    assert done.status == 2
    assert 0 < len(refused) < len(was)
    for number in range(8):
        name = f"trigger{number}.sh"
        told = f"{name}: failed: could not be written (file too large) and is unchanged"
        assert (told in done.out) == (name in refused)
        expected = old(number) if name in refused else new(number)
        assert (tmp_path / name).read_bytes() == expected
    assert holds(tmp_path).keys() == was.keys()
    assert "Traceback" not in done.err


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a file system of a few pages can't be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(not shutil.which("mount"), reason="no mount")
def test_a_disk_that_is_full(small_disk: Path) -> None:
    lay_out(small_disk, 2)
    with pytest.raises(OSError, match="No space"):
        (small_disk / "ballast").write_bytes(b"x" * 65536)
    was = holds(small_disk)
    done = ended(*PROGRAM, "check", "--fix", folder=small_disk)
    assert done.status == 2
    for name in ("trigger0.sh", "trigger1.sh"):
        assert (
            f"{name}: failed: could not be written (no space left on device) and is unchanged"
            in done.out
        )
    assert holds(small_disk) == was
    (small_disk / "ballast").unlink()
    assert ended(*PROGRAM, "check", "--fix", folder=small_disk).status == 0
    assert holds(small_disk) == {"trigger0.sh": new(0), "trigger1.sh": new(1)}


@pytest.mark.skipif(not shutil.which("mount"), reason="no mount")
def test_a_disk_that_is_read_only(small_disk: Path) -> None:
    lay_out(small_disk, 1)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = ended(*PROGRAM, "check", "--fix", folder=small_disk)
    assert done.status == 2
    assert "trigger0.sh: failed: is read-only and is unchanged; make it writable" in done.out
    assert holds(small_disk) == {"trigger0.sh": old(0)}


def test_a_file_that_is_read_only(tmp_path: Path) -> None:
    lay_out(tmp_path, 2)
    (tmp_path / "trigger0.sh").chmod(0o444)
    done = ended(*PROGRAM, "check", "--fix", folder=tmp_path)
    assert done.status == 2
    assert (
        "trigger0.sh: failed: is read-only and is unchanged; make it writable and run again"
        in done.out
    )
    assert holds(tmp_path) == {"trigger0.sh": old(0), "trigger1.sh": new(1)}


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="root writes into any folder"
)
def test_a_folder_that_is_read_only(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    lay_out(folder, 1)
    folder.chmod(0o555)
    as_others = OBEDIENT if os.geteuid() == 0 else ()
    done = ended(*as_others, *PROGRAM, "check", "--fix", "locked", folder=tmp_path)
    folder.chmod(0o755)
    assert done.status == 2
    told = "trigger0.sh: failed: could not be written (permission denied) and is unchanged"
    assert told in done.out
    assert holds(folder) == {"trigger0.sh": old(0)}


def test_what_is_left_as_it_was_is_reported_as_found(tmp_path: Path) -> None:
    lay_out(tmp_path, 1)
    (tmp_path / "trigger0.sh").chmod(0o444)
    report = run(Request(paths=(str(tmp_path),), mode=Mode.FIX))
    assert [finding.rule for finding in report.findings] == ["trigger-pipeline"]
    assert not report.fixed
    assert not report.changes
