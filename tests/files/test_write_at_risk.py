"""Whatever comes between the reading of a file and its writing, the file is whole."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from migrator.files.errors import Unwritable
from migrator.files.write import replace
from tests.cli.program import PROGRAM, ROOT, SAFE

LONG = "# " + "x" * 60 + "\n"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "in/x.sh"
    path.parent.mkdir()
    path.write_bytes(b"old")
    return path


def refused(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("owner", [(4711, -1), (-1, 4712)])
def test_what_would_belong_to_another_is_left(
    script: Path, monkeypatch: pytest.MonkeyPatch, owner: tuple[int, int]
) -> None:
    os.chown(script, *owner)
    with monkeypatch.context() as patched:
        patched.setattr(os, "chown", refused)
        with pytest.raises(Unwritable) as told:
            replace(str(script), b"old", b"new")
    kept = "its owner and group can't be kept (operation not permitted)"
    assert str(told.value) == f"is unchanged: {kept}; run as its owner, or change it by hand"
    assert script.read_bytes() == b"old"
    assert os.listdir(script.parent) == ["x.sh"]


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the system has no extended attributes")
@pytest.mark.parametrize(
    ("name", "left"), [("user.x", True), ("system.posix_acl_access", True), ("security.x", False)]
)
def test_what_would_lose_an_attribute_of_users_is_left(
    script: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, left: bool
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "listxattr", lambda _: [name])
        patched.setattr(os, "getxattr", lambda *_: b"x")
        patched.setattr(os, "setxattr", refused)
        if left:
            with pytest.raises(Unwritable, match=f"its attribute {name} can't be kept"):
                replace(str(script), b"old", b"new")
        else:
            replace(str(script), b"old", b"new")
    assert script.read_bytes() == (b"old" if left else b"new")
    assert os.listdir(script.parent) == ["x.sh"]


def by_a_pipe(script: Path) -> None:
    script.unlink()
    os.mkfifo(script)


def by_a_folder(script: Path) -> None:
    script.unlink()
    script.mkdir()


def by_nothing(script: Path) -> None:
    script.unlink()


def by_a_link_out(script: Path) -> None:
    outside = script.parents[2] / f"{script.parents[1].name}-outside"
    outside.write_bytes(b"old")
    script.unlink()
    script.symlink_to(outside)


def by_others_bytes(script: Path) -> None:
    script.write_bytes(b"mine")


CHANGES = (by_a_pipe, by_a_folder, by_nothing, by_a_link_out, by_others_bytes)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("when", ["before", "fsync"])
def test_what_is_replaced_in_between_is_left(
    script: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None],
    when: str,
) -> None:
    synced = os.fsync

    def late(descriptor: int) -> None:
        change(script)
        synced(descriptor)

    with monkeypatch.context() as patched:
        if when == "before":
            change(script)
        else:
            patched.setattr(os, "fsync", late)
        with pytest.raises(Unwritable):
            replace(str(script), b"old", b"new")
    outside = script.parents[2] / f"{script.parents[1].name}-outside"
    for path in (script, outside):
        assert not path.is_file() or path.read_bytes() in (b"old", b"mine")
    assert not [name for name in os.listdir(script.parent) if name.endswith(".tmp")]


def test_a_folder_that_is_renamed_in_between(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(_: int) -> None:
        script.parent.rename(script.parents[1] / "away")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", late)
        with pytest.raises(Unwritable):
            replace(str(script), b"old", b"new")
    assert (script.parents[1] / "away/x.sh").read_bytes() == b"old"
    assert not script.parent.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--fix", "x.sh: failed: could not be written (file too large) and is unchanged"),
        ("--output-file report.txt", "report.txt can't be written: file too large"),
    ],
)
def test_a_file_that_may_not_be_so_long(script: Path, options: str, said: str) -> None:
    """As a full disk, for a file of more than a block."""
    text = SAFE + LONG * 300
    Path("x.sh").write_text(text)
    Path("report.txt").write_text("earlier")
    script.unlink()
    format = "html" if "output-file" in options else "concise"
    line = f'ulimit -f 1; "$@" check --output-format {format} x.sh {options} | cat'
    done = subprocess.run(
        ["sh", "-c", line, "sh", *PROGRAM],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said in done.stdout + done.stderr
    assert Path("x.sh").read_text() == text
    assert Path("report.txt").read_text() == "earlier"
    assert sorted(os.listdir()) == ["in", "report.txt", "x.sh"]
