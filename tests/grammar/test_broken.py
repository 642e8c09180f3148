"""No bytes end a run in another way than in words, and what is written stays as it is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grammar.broken import NAMES, anything, broken
from tests.grammar.checking import CONFIGURED, UNSAFE
from tests.grammar.program import examples
from tests.harness.tool import check


@pytest.mark.parametrize("kind", NAMES)
def test_any_bytes(kind: str) -> None:
    @examples(12)
    @given(content=st.one_of(broken(kind), broken(kind), anything()))
    def survives(content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            assert_survives(Path(folder), NAMES[kind], content)

    survives()


def assert_survives(home: Path, name: str, content: bytes) -> None:
    path = home / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(content)
    fixed(home)
    after = path.read_bytes()
    if name.endswith(".py") and compiles(content):
        assert compiles(after)
    fixed(home)
    assert path.read_bytes() == after


def fixed(home: Path) -> None:
    done = check(home, "--fix", UNSAFE, *CONFIGURED)
    assert done.status in (0, 1, 2)
    assert "internal error" not in done.stdout.decode() + done.stderr


def compiles(content: bytes) -> bool:
    try:
        compile(content, "program.py", "exec")
    except (SyntaxError, ValueError):
        return False
    return True
