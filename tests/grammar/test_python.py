"""Any Python program of the grammar: its calls are found, and what is written of them is right."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grammar.checking import Servers, assert_silent, checked
from tests.grammar.program import MOVED, Built, commented, examples
from tests.grammar.python.programs import programs
from tests.grammar.running import run_python
from tests.standin import Standin

# Programs leave their connections to the end of the process.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with (
        Standin(v1="answers", page_size=30) as before,
        Standin(v1="refused", page_size=30) as after,
    ):
        yield Servers(before, after)


@examples(60)
@given(program=programs())
def test_calls_are_found_and_rewritten(program: Built, servers: Servers) -> None:
    with tempfile.TemporaryDirectory() as folder:
        checked(program, "program.py", Path(folder), servers, run_python)


@examples(30)
@given(
    text=st.one_of(
        programs("https://ci.acme.example/api/v1.1").map(lambda program: program.text),
        programs("https://circleci.com/api/v2", MOVED).map(lambda program: program.text),
        programs().map(commented),
    )
)
def test_others_are_silent(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_silent(text, "program.py", Path(folder))
