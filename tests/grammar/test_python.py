"""Any Python program of the grammar: its calls are found, and what is written of them is right."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from tests.grammar.checking import Servers, assert_silent, checked
from tests.grammar.program import Built, examples, others
from tests.grammar.python.programs import programs
from tests.grammar.running import run_python

# Programs leave their connections to the end of the process.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@examples(60)
@given(program=programs())
def test_calls_are_found_and_rewritten(program: Built, servers: Servers) -> None:
    with tempfile.TemporaryDirectory() as folder:
        checked(program, "program.py", Path(folder), servers, run_python)


@examples(30)
@given(text=others(programs))
def test_others_are_silent(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_silent(text, "program.py", Path(folder))
