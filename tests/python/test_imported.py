# ruff: noqa: E501
"""Which files a source may import, told by its bytes."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from posixpath import split

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.call.source import Source
from migrator.python import PYTHON
from migrator.python.interpreter import walk
from migrator.python.tree import Tree, parse
from tests.python.programs import Files

HERE = {"ci/__init__.py", "ci/a.py", "ci/b.py", "ci/c/__init__.py", "d.py", "src/e.py"}


def listing(files: Iterable[str]) -> Callable[[str], set[str]]:
    """What lies in each folder where those files are all that there is."""
    names: dict[str, set[str]] = defaultdict(set)
    for path in files:
        while path:
            folder, name = split(path)
            names[folder].add(name)
            path = folder
    return lambda folder: names.get(folder, set())


def found(program: str, path: str = "main.py") -> set[str]:
    return set(PYTHON.neighbours(path, program.encode(), listing(HERE)))


@pytest.mark.parametrize(
    ("statement", "files"),
    [
        ("import d", {"d.py"}),
        ("import os, d", {"d.py"}),
        ("import d as x, ci.a", {"d.py", "ci/__init__.py", "ci/a.py"}),
        ("from ci import a", {"ci/__init__.py", "ci/a.py"}),
        ("from ci import (a,  # one ) of them\n  b)", {"ci/__init__.py", "ci/a.py", "ci/b.py"}),
        ("from ci import a, \\\n  b", {"ci/__init__.py", "ci/a.py", "ci/b.py"}),
        ("from \\\n  ci \\\n import a", {"ci/__init__.py", "ci/a.py"}),
        ("if x: import d", {"d.py"}),
        ("x = 1; import d", {"d.py"}),
        ("try: from ci import a\nexcept ImportError: pass", {"ci/__init__.py", "ci/a.py"}),
        ("def f():\n\tfrom ci . c import x", {"ci/__init__.py", "ci/c/__init__.py"}),
        ("from e import x", {"src/e.py"}),
        ("important = 'd'", set()),
        ("from zipimport import x; import d", {"d.py"}),
        ("from importlib \\\n  import x\nimport d", {"d.py"}),
        ("'import'; import d", {"d.py"}),
        ("# import d", set()),
        ("import x.d", set()),
    ],
)
def test_statements(statement: str, files: set[str]) -> None:
    assert found(statement) == files
    assert found(statement.replace("\n", "\r\n")) == files


@pytest.mark.parametrize(
    ("statement", "files"),
    [
        ("from . import b", {"ci/__init__.py", "ci/b.py"}),
        ("from .b import x", {"ci/__init__.py", "ci/b.py"}),
        ("from .c import x", {"ci/__init__.py", "ci/c/__init__.py"}),
        ("from .. import d", {"d.py"}),
        ("import d", {"d.py"}),
        ("import b", set()),
    ],
)
def test_from_inside_a_package(statement: str, files: set[str]) -> None:
    assert found(statement, "ci/a.py") == files


MODULES = ("a", "b", "p", "p.a", "p.b", "p.q", "p.q.a", "s", "s.a")
FILES = (
    "a.py",
    "b.py",
    "p/__init__.py",
    "p/a.py",
    "p/b.py",
    "p/q/__init__.py",
    "p/q/a.py",
    "src/s/a.py",
    "src/b.py",
)
STATEMENTS = [
    *(f"import {name}" for name in MODULES),
    *(f"import {name} as x" for name in MODULES),
    *(f"from {name} import a, b" for name in MODULES),
    *(f"from {dots}{name} import (a as c,\n b)" for dots, name in itertools.product((".", ".."), ("", "a", "q"))),
]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(st.sampled_from(FILES), st.sampled_from(STATEMENTS), min_size=1),
    st.sampled_from(("main.py", "p/main.py", "p/q/main.py", "src/main.py")),
    st.sampled_from(STATEMENTS),
)
def test_the_reader_looks_into_no_other_file(
    modules: dict[str, str], path: str, statement: str
) -> None:
    """What the first look leaves out, the reader would not have reached."""
    files = Files({**modules, path: statement})
    tree = parse(Source(path, files.files[path]))
    assert isinstance(tree, Tree)
    looked_into = set(walk(tree, files).modules.frames)
    reached, pending = set(), [path]
    while pending:
        at = pending.pop()
        if at not in reached:
            reached.add(at)
            data = files.files[at].encode()
            pending.extend(PYTHON.neighbours(at, data, listing(files.files)))
    assert looked_into <= reached


@pytest.mark.parametrize(
    "text",
    [
        "import (" + "# a comment without an end\n" * 3000,
        "from a import (" + "x, # y\n" * 3000,
        "from " + ". " * 3000,
        "from " + "a " * 3000,
        "\\\n" * 3000 + "import",
        "import a" + "\\\n" * 3000,
        "from a import b\n" * 3000,
        "import " * 30_000,
        "zipimport " * 30_000,
        "from zipimport " * 30_000,
        "x import\\\n" * 30_000,
        "from\\\n" * 30_000 + "import",
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    start = time.process_time()
    found(text)
    assert time.process_time() - start < 1
