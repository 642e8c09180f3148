from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from migrator.files.errors import Unwritable
from migrator.files.write import replace, write


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "trigger.sh"
    path.write_bytes(b"old")
    return path


def test_the_new_bytes_and_the_old_mode(script: Path) -> None:
    script.chmod(0o751)
    replace(str(script), b"old", b"new\r\n")
    assert script.read_bytes() == b"new\r\n"
    assert script.stat().st_mode & 0o7777 == 0o751
    assert os.listdir(script.parent) == ["trigger.sh"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_owner_and_the_set_user_id_bit_stay(script: Path) -> None:
    os.chown(script, 4711, 4712)
    script.chmod(0o4755)
    replace(str(script), b"old", b"new")
    status = script.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (4711, 4712, 0o4755)


def test_a_link_stays_a_link(script: Path) -> None:
    link = script.with_name("link.sh")
    link.symlink_to("trigger.sh")
    replace(str(link), b"old", b"new")
    assert link.is_symlink()
    assert script.read_bytes() == b"new"


def test_a_file_that_has_changed_is_left(script: Path) -> None:
    with pytest.raises(Unwritable, match="changed while"):
        replace(str(script), b"older", b"new")
    assert script.read_bytes() == b"old"
    assert os.listdir(script.parent) == ["trigger.sh"]


@pytest.mark.parametrize("mode", [0o444, 0o555])
def test_a_read_only_file_is_left(script: Path, mode: int) -> None:
    script.chmod(mode)
    with pytest.raises(Unwritable) as told:
        replace(str(script), b"old", b"new")
    assert str(told.value) == "is read-only and is unchanged; make it writable and run again"
    assert script.read_bytes() == b"old"


def test_a_file_that_is_gone(script: Path) -> None:
    script.unlink()
    with pytest.raises(Unwritable, match="no such file"):
        replace(str(script), b"old", b"new")
    assert os.listdir(script.parent) == []


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod", "open"])
def test_whatever_fails_the_old_file_stays_and_nothing_else(
    script: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, step, no_space)
        with pytest.raises(Unwritable) as told:
            replace(str(script), b"old", b"new")
    reason = "could not be written (no space left on device) and is unchanged"
    assert str(told.value) == f"{reason}; make room and run again"
    assert script.read_bytes() == b"old"
    assert os.listdir(script.parent) == ["trigger.sh"]


def test_what_another_run_is_writing_is_left(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    beside = script.with_name(f".migrator-{bytes(8).hex()}.tmp")
    beside.write_bytes(b"theirs")
    with pytest.raises(Unwritable, match="file exists"):
        replace(str(script), b"old", b"new")
    assert script.read_bytes() == b"old"
    assert beside.read_bytes() == b"theirs"


def test_an_interrupt_leaves_no_temporary_file(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            replace(str(script), b"old", b"new")
    assert os.listdir(script.parent) == ["trigger.sh"]


def test_killed_at_any_moment_the_file_is_whole(script: Path) -> None:
    old, new = b"a" * 300_000, b"b" * 300_000
    script.write_bytes(old)
    endless = (
        "import sys\nfrom migrator.files.write import replace\n"
        "a, b = b'a' * 300_000, b'b' * 300_000\nprint(flush=True)\n"
        "while True:\n    replace(sys.argv[1], a, b)\n    replace(sys.argv[1], b, a)\n"
    )
    for wait in (0.001, 0.004, 0.011):
        script.write_bytes(old)
        with subprocess.Popen(
            [sys.executable, "-c", endless, str(script)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(wait)
            process.kill()
        assert script.read_bytes() in (old, new)


def test_extended_attributes_stay(script: Path) -> None:
    if sys.platform == "linux":
        try:
            os.setxattr(script, "user.origin", b"generated")
        except OSError:
            pytest.skip("the file system keeps no extended attributes")
        replace(str(script), b"old", b"new")
        assert os.getxattr(script, "user.origin") == b"generated"


def test_the_end_of_a_chain_of_links_in_other_folders(script: Path) -> None:
    away = script.parent / "away"
    away.mkdir()
    (away / "inner.sh").symlink_to("../trigger.sh")
    (script.parent / "outer.sh").symlink_to("away/inner.sh")
    replace(str(script.parent / "outer.sh"), b"old", b"new")
    assert os.readlink(script.parent / "outer.sh") == "away/inner.sh"
    assert os.readlink(away / "inner.sh") == "../trigger.sh"
    assert not script.is_symlink()
    assert script.read_bytes() == b"new"
    assert os.listdir(away) == ["inner.sh"]


def test_a_link_that_leads_nowhere_or_in_a_circle(script: Path) -> None:
    for name, target in (("lost.sh", "gone.sh"), ("round.sh", "round.sh")):
        link = script.with_name(name)
        link.symlink_to(target)
        with pytest.raises(Unwritable, match="is unchanged"):
            replace(str(link), b"old", b"new")
        assert os.readlink(link) == target
    assert sorted(os.listdir(script.parent)) == ["lost.sh", "round.sh", "trigger.sh"]


def test_a_file_that_was_emptied_while_it_was_checked(script: Path) -> None:
    script.write_bytes(b"")
    with pytest.raises(Unwritable, match="run again"):
        replace(str(script), b"old", b"new")
    assert script.read_bytes() == b""


def test_another_hard_link_keeps_the_old_content(script: Path) -> None:
    os.link(script, script.with_name("other.sh"))
    replace(str(script), b"old", b"new")
    assert script.read_bytes() == b"new"
    assert script.with_name("other.sh").read_bytes() == b"old"


def test_a_report_takes_the_place_of_whatever_was_there(script: Path) -> None:
    script.chmod(0o640)
    write(str(script), b"new")
    assert script.read_bytes() == b"new"
    assert script.stat().st_mode & 0o777 == 0o640
    before = os.umask(0o022)
    try:
        write(str(script.with_name("other")), b"report")
    finally:
        os.umask(before)
    assert script.with_name("other").read_bytes() == b"report"
    assert script.with_name("other").stat().st_mode & 0o777 == 0o644
    assert sorted(os.listdir(script.parent)) == ["other", "trigger.sh"]


@pytest.mark.parametrize("step", ["replace", "fsync", "open"])
def test_a_report_that_can_not_be_written_leaves_the_old_one(
    script: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, step, no_space)
        with pytest.raises(Unwritable, match="can't be written: no space left"):
            write(str(script), b"new")
        with pytest.raises(Unwritable, match="can't be written: no space left"):
            write(str(script.with_name("first")), b"new")
    assert script.read_bytes() == b"old"
    assert os.listdir(script.parent) == ["trigger.sh"]


def test_a_report_through_a_link(script: Path) -> None:
    script.with_name("link").symlink_to("trigger.sh")
    script.with_name("lost").symlink_to("nowhere")
    write(str(script.with_name("link")), b"new")
    write(str(script.with_name("lost")), b"found")
    assert script.read_bytes() == b"new"
    assert script.with_name("nowhere").read_bytes() == b"found"
    assert script.with_name("lost").is_symlink()


def test_a_pipe_takes_a_report_as_it_comes(script: Path) -> None:
    pipe = script.with_name("pipe")
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        write(str(pipe), b"report")
        assert reader.communicate()[0] == b"report"
    assert pipe.is_fifo()


def test_what_names_an_open_file_is_not_replaced(script: Path) -> None:
    with script.open("r+b") as file:
        write(f"/dev/fd/{file.fileno()}", b"new")
        assert os.fstat(file.fileno()).st_ino == script.stat().st_ino
    assert script.read_bytes() == b"new"


def test_no_report_is_put_where_a_folder_is(script: Path) -> None:
    with pytest.raises(Unwritable, match="can't be written: is a directory"):
        write(str(script.parent), b"new")
