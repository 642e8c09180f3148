"""Any shell script of the grammar: its calls are found, and what is written of them is right."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given

from tests.grammar.checking import Servers, assert_silent, checked
from tests.grammar.program import Built, examples, others
from tests.grammar.running import run_shell
from tests.grammar.shell import programs


@examples(30)
@given(program=programs())
def test_calls_are_found_and_rewritten(program: Built, servers: Servers) -> None:
    with tempfile.TemporaryDirectory() as folder:
        checked(program, "program.sh", Path(folder), servers, run_shell)


@examples(30)
@given(text=others(programs))
def test_others_are_silent(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_silent(text, "program.sh", Path(folder))
