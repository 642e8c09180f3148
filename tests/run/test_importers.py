"""Files looked at for what they import: who imports the few gives the same as what the many do."""

from __future__ import annotations

import itertools
import os
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.files.discover import discover
from migrator.files.kind import kind
from migrator.files.prefilter import may_call
from migrator.files.sieve import Sieve, Sifted
from migrator.run import importers
from migrator.run.secondlook import SecondLook
from tests.files.trees import git, grow

NEEDLES = (b"circleci", b"/api/v1")
TEXTS = (*NEEDLES, b"migrator:")
HINTS = (b"project",)
FILES = (
    "main.py",
    "bin/tool",
    "a.py",
    "b.pyi",
    "p/__init__.py",
    "p/a.py",
    "p/b.py",
    "p/q/__init__.py",
    "p/q/a.py",
    "src/__init__.py",
    "src/s/a.py",
    "src/b.py",
    "lib.sh",
    "run.sh",
)
STATEMENTS = [
    *(f"import {name}" for name in ("a", "b", "p", "p.a", "p.q", "p.q.a", "s.a", "src.b")),
    *(f"from {name} import a, b" for name in ("a", "p", "p.q", "s", "src")),
    *(
        f"from {dots}{name} import (a as c,\n b)"
        for dots, name in itertools.product((".", ".."), ("", "a", "q"))
    ),
    "source ./lib.sh",
]
LINES = st.lists(
    st.sampled_from([*STATEMENTS, *STATEMENTS, "# project", "# project", "# circleci"]), max_size=3
)


def reached(files: Iterable[str], many: int, paths: Sequence[str] = (".",)) -> set[str]:
    look = SecondLook(paths, HINTS, many)
    for path in files:
        data = Path(path).read_bytes()
        language = kind(path, data)
        assert language
        if may_call(data, NEEDLES):
            look.found(path, language)
        else:
            look.keep(path, language, NEEDLES)
    look.begin()
    return {candidate.path for candidate in look.candidates()}


def reached_by_what_git_found(paths: Sequence[str] = (".",)) -> set[str]:
    """As ``Contents`` does it, however few files there are."""
    sieve = Sieve(lambda _: TEXTS)
    look = SecondLook(paths, HINTS, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("migrator.files.sieve.FEWEST", 0)
        names = list(discover(paths, sieve=sieve))
    sieve.settle()
    dropped: dict[Sifted, list[str]] = defaultdict(list)
    for path in names:
        data = Path(path).read_bytes()
        language = kind(path, data)
        assert language
        if sifted := sieve.drops(path, TEXTS):
            dropped[sifted].append(path)
        elif may_call(data, NEEDLES):
            look.found(path, language)
        else:
            look.keep(path, language, NEEDLES)
    for sifted, paths in dropped.items():
        look.drop(sifted, NEEDLES, paths)
    look.begin()
    return {candidate.path for candidate in look.candidates()}


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(FILES), LINES, min_size=3))
def test_all_ways_reach_the_same(contents: dict[str, list[str]]) -> None:
    before = os.getcwd()
    files = {path: "\n".join(lines) + "\n" for path, lines in contents.items()}
    if "bin/tool" in files:
        files["bin/tool"] = "#!/usr/bin/env python\n" + files["bin/tool"]
    with tempfile.TemporaryDirectory() as root:
        os.chdir(root)
        try:
            grow(Path(root), files)
            git(Path(root), "init", "-q")
            found, some = reached(files, 1000), sorted(files)[1:]
            of_some = reached(some, 1000, some)
            assert reached(files, 0) == found
            for tracked in ((), sorted(files)[::2], ("-A",)):
                git(Path(root), "add", *tracked)
                assert reached_by_what_git_found() == found
                assert reached_by_what_git_found(some) == of_some
        finally:
            os.chdir(before)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


CHAIN = {
    "config.py": 'API = "https://circleci.com/api/v1.1"\n',
    "api.py": "import config as other\n",
    "use.py": "from api import other  # project\n",
    "stranger.py": "import os  # project\n",
}


@pytest.mark.parametrize("many", [0, 2, 1000])
@pytest.mark.parametrize("with_git", [False, True])
def test_a_chain(project: Path, many: int, with_git: bool) -> None:
    grow(project, CHAIN)
    if with_git:
        git(project, "init", "-q")
    assert reached(CHAIN, many) == {"use.py"}


def test_a_package_gives_what_its_modules_import(project: Path) -> None:
    files = {
        "p/__init__.py": "from .deep import API\n",
        "p/deep.py": 'API = "https://circleci.com/api/v1.1"\n',
        "p/sub/__init__.py": "",
        "p/sub/use.py": "from .. import API  # project\n",
        "use.py": "from p import API  # project\n",
        "src/use.py": "import p  # project\n",
    }
    grow(project, files)
    git(project, "init", "-q")
    assert reached(files, 0) == reached(files, 1000) == {"p/sub/use.py", "use.py", "src/use.py"}


def test_a_module_behind_a_link(project: Path) -> None:
    files = {"lib/config.py": CHAIN["config.py"], "bin/use.py": "import config  # project\n"}
    grow(project, files)
    (project / "bin/config.py").symlink_to("../lib/config.py")
    git(project, "init", "-q")
    assert reached(files, 0) == reached(files, 1000) == {"bin/use.py"}


def test_of_many_importers_all_are_found(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importers, "_MOST_WORDS", 3)
    files = {f"m{n}.py": f"from m{n + 1} import API  # project\n" for n in range(20)}
    files |= {f"c{n}.py": f"{CHAIN['config.py']}" for n in range(9)}
    files |= {f"u{n}.py": f"import c{n}  # project\n" for n in range(9)}
    files["m20.py"] = CHAIN["config.py"]
    grow(project, files)
    git(project, "init", "-q")
    assert reached(files, 0) == reached(files, 1000)
    assert len(reached(files, 0)) == 29


def test_few_files_start_no_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(project, CHAIN)
    git(project, "init", "-q")
    monkeypatch.setattr(subprocess, "Popen", None)
    assert reached(CHAIN, 1000) == {"use.py"}
