from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from migrator.config.configuration import Configuration
from migrator.files.discover import discover, excluded, shown
from migrator.files.patterns import BadPattern
from migrator.run import Request, run
from tests.files.trees import git, grow


@pytest.fixture(autouse=True, params=["git", "walk"])
def here(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, once inside a git work tree and once outside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRE_COMMIT", raising=False)
    if request.param == "git":
        git(tmp_path, "init", "-q")
    return tmp_path


def found(*paths: str, **options: object) -> list[str]:
    return list(discover(paths or (".",), **options))  # type: ignore[arg-type]


def test_files_of_kinds_that_are_read(here: Path) -> None:
    grow(
        here,
        {
            "z.py": "",
            "a/deploy.sh": "",
            "a/script": "#!/bin/bash\n",
            "a/tool": "#!/usr/bin/env python3\n",
            "a/notes": "text",
            "a/config.yml": "",
            "a/run.txt": "#!/bin/bash\n",
            ".envrc": "",
            ".hidden/x.py": "",
        },
    )
    assert found() == [".envrc", ".hidden/x.py", "a/deploy.sh", "a/script", "a/tool", "z.py"]


def test_names_are_those_a_user_would_write(here: Path) -> None:
    grow(here, {"a/x.py": "", "y.py": ""})
    assert found("./a/", f"{here}/y.py") == ["a/x.py", "y.py"]
    assert found(str(here)) == ["a/x.py", "y.py"]
    outside = here / "a"
    os.chdir(outside)
    assert found("..") == ["../a/x.py", "../y.py"]
    assert found(str(here)) == [f"{here}/a/x.py", f"{here}/y.py"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [("./a//b/", "a/b"), (".", "."), ("./", "."), ("../x/./y", "../x/y"), ("/x//y", "/x/y")],
)
def test_shown(given: str, expected: str) -> None:
    assert shown(given) == expected


def test_each_file_once(here: Path) -> None:
    grow(here, {"a/x.py": ""})
    (here / "link.py").symlink_to("a/x.py")
    (here / "b").symlink_to("a")
    assert found("a", "a/x.py", "./a/../a/x.py", "link.py", "b") == ["a/x.py"]


def test_links_are_followed_only_where_they_are_named(here: Path) -> None:
    grow(here, {"real/x.py": "", "tree/y.py": ""})
    (here / "tree/folder").symlink_to("../real")
    (here / "tree/file.py").symlink_to("../real/x.py")
    (here / "tree/loop").symlink_to(".")
    assert found("tree") == ["tree/y.py"]
    assert found("tree/folder") == ["tree/folder/x.py"]
    assert found("tree/file.py") == ["tree/file.py"]


def test_gitignore(here: Path) -> None:
    grow(
        here,
        {
            ".gitignore": "build/\n*.gen.py\n/top.sh\n",
            "build/x.py": "",
            "a/build/x.py": "",
            "a/b.gen.py": "",
            "top.sh": "",
            "a/top.sh": "",
            "a/.gitignore": "!b.gen.py\nsecret\n",
            "a/secret/x.py": "",
            "a/c/build": "#!/bin/sh\n",
        },
    )
    assert found() == ["a/b.gen.py", "a/c/build", "a/top.sh"]
    assert found("a/c", "a") == ["a/b.gen.py", "a/c/build", "a/top.sh"]
    assert "build/x.py" in found(gitignore=False)


def test_what_is_named_is_taken_although_it_is_ignored(here: Path) -> None:
    grow(here, {".gitignore": "gen\n", "gen/x.py": "", "gen/deep/y.sh": "", "gen/notes.txt": ""})
    assert found("gen") == ["gen/deep/y.sh", "gen/x.py"]
    assert found("gen/x.py") == ["gen/x.py"]
    assert found("gen/x.py", exclude=("gen",)) == ["gen/x.py"]
    assert found("gen", exclude=("gen",)) == []
    assert found("gen", "gen/x.py", "gen/deep", force_exclude=True) == []
    assert found("gen/x.py", force_exclude=True, gitignore=False) == ["gen/x.py"]


def test_exclude(here: Path) -> None:
    grow(here, {"a/x.py": "", "a/y.py": "", "b/x.py": "", "b/deep/z.sh": ""})
    assert found(exclude=("/a/x.py", "deep/")) == ["a/y.py", "b/x.py"]
    assert found("a/x.py", "b/x.py", exclude=("a",)) == ["a/x.py", "b/x.py"]
    assert found("a/x.py", "b/x.py", exclude=("a",), force_exclude=True) == ["b/x.py"]
    assert found("a", "b", exclude=("a",), force_exclude=True) == ["b/deep/z.sh", "b/x.py"]


def test_the_path_to_the_working_directory_is_never_excluded(here: Path) -> None:
    grow(here, {"x.py": ""})
    folder = here.name
    assert found(exclude=(folder,)) == ["x.py"]
    os.mkdir("inner")
    os.chdir("inner")
    assert found("..", exclude=(folder,)) == ["../x.py"]
    assert found("../x.py", exclude=(folder,), force_exclude=True) == ["../x.py"]
    assert found("../x.py", exclude=("x.py",), force_exclude=True) == []


def test_a_file_named_by_itself_is_told_by_its_shebang(here: Path) -> None:
    grow(here, {"run.txt": "#!/bin/sh\n", "notes.txt": "text"})
    assert found("run.txt", "notes.txt") == ["run.txt"]


def test_what_can_not_be_looked_at_is_left_to_the_reader(here: Path) -> None:
    os.mkfifo(here / "pipe")
    assert found("none.txt", "none.py", "pipe") == ["none.py", "none.txt", "pipe"]
    assert found() == []


def test_a_folder_named_like_a_source(here: Path) -> None:
    grow(here, {"x.py/y.sh": ""})
    assert found() == ["x.py/y.sh"]


def test_odd_bytes_survive(here: Path) -> None:
    names = [os.fsdecode(b"caf\xe9.py"), "a\nb.sh", 'q"uote.py', " lead.sh", "-x.py"]
    grow(here, dict.fromkeys(names, ""))
    assert found() == sorted(names)
    assert found("-x.py") == ["-x.py"]


def test_whether_a_name_is_excluded(here: Path) -> None:
    grow(here, {".gitignore": "gen/\n"})
    assert excluded("a/x.py", exclude=("a",))
    assert not excluded("b/x.py", exclude=("a",))
    assert excluded("gen/x.py")
    assert not excluded("gen/x.py", gitignore=False)


def test_a_pattern_that_is_none() -> None:
    with pytest.raises(BadPattern):
        found(exclude=("!",))


def test_deep_folders(here: Path) -> None:
    depth = 300
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    Path("x.py").touch()
    os.chdir(here)
    assert found() == ["d/" * depth + "x.py"]
    assert found(exclude=("d/" * depth,)) == []


def test_a_tree_deeper_than_calls_may_be_nested(tmp_path: Path) -> None:
    for _ in range(1_200):
        os.mkdir("a")
        os.chdir("a")
    Path("x.py").write_text("import requests\nrequests.get('https://circleci.com/api/v1.1/me')\n")
    os.chdir(tmp_path)
    try:
        report = run(Request(configuration=Configuration()))
        assert [finding.path for finding in report.findings] == ["a/" * 1_200 + "x.py"]
        assert not report.failures
    finally:
        subprocess.run(["rm", "-rf", "a"], check=True)
