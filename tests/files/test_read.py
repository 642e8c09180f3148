from __future__ import annotations

import os
from pathlib import Path

import pytest

from migrator.files.errors import Unreadable
from migrator.files.read import read


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_bytes(b"\r\n\0")
    (tmp_path / "b.sh").symlink_to("a.sh")
    assert read(str(tmp_path / "b.sh")) == b"\r\n\0"


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.sh")
    (tmp_path / "loop.sh").symlink_to("loop.sh")
    for name, reason in {
        "none.sh": "no such file",
        "pipe.sh": "not a regular file",
        "": "is a folder",
        "loop.sh": "symbolic links",
        "a\0b": "null",
    }.items():
        with pytest.raises(Unreadable, match=reason):
            read(os.path.join(tmp_path, name))
