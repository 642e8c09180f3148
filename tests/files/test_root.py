from __future__ import annotations

import os
from pathlib import Path

import pytest

from migrator.files.root import absolute


@pytest.mark.parametrize("here", ["/", "sub.1"])
@pytest.mark.parametrize(
    "folder", ["", "./", "../", "a/", "a.b/", ".hid/", "a/./", "a/../b/", "..a/", "/", "/x/./y/"]
)
def test_an_absolute_path_is_that_of_the_standard_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str, folder: str
) -> None:
    (tmp_path / "sub.1").mkdir()
    monkeypatch.chdir(tmp_path / here)
    assert absolute(folder) == os.path.abspath(folder)
