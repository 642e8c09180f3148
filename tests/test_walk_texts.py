"""The functions that walk through lists of v2 fit into any file."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.call.source import Source
from migrator.call.walk import Walk
from migrator.catalog.load import catalog
from migrator.catalog.rule import Passage
from migrator.python.writing import passages as python
from migrator.shell import SHELL
from migrator.shell import passages as shell
from tests.harness.tool import check_json

PASSAGES = {rule.walk.name: rule.walk for rule in catalog().rules if rule.walk}


def walks() -> Iterator[Walk]:
    """Each kind with all that it can answer, with one field, and with none."""
    for passage in PASSAGES.values():
        for fields in (passage.fields, passage.fields[:1], ()):
            for states in (passage.states, {}):
                yield Walk(passage.name, passage.reason, fields, {}, states)


EVERY = [
    pytest.param(walk, id=f"{walk.name}-{len(walk.fields)}-{len(walk.states)}") for walk in walks()
]
every_walk = pytest.mark.parametrize("walk", EVERY)


@every_walk
@pytest.mark.parametrize("how", ["get", "headers"])
def test_python(walk: Walk, how: str, tmp_path: Path) -> None:
    text = python.text(walk, how)
    assert text.isascii()
    assert [type(statement) for statement in ast.parse(text).body] == [ast.FunctionDef]
    (tmp_path / "a.py").write_text(text)
    assert check_json(tmp_path)["findings"] == []
    assert python.serves(text, walk, how)


@every_walk
def test_shell(walk: Walk, tmp_path: Path) -> None:
    text = shell.text(walk)
    assert text.isascii()
    assert "<<" not in text, "in a config of CircleCI it would begin a parameter"
    subprocess.run(["sh", "-n"], input=text.encode(), check=True)
    assert SHELL.parses(Source("a.sh", text))
    (tmp_path / "a.sh").write_text(text)
    assert check_json(tmp_path)["findings"] == []
    assert shell.serves(text, walk)


@pytest.mark.parametrize("passage", PASSAGES.values(), ids=list(PASSAGES))
def test_a_function_with_less_does_not_serve(passage: Passage) -> None:
    whole = Walk(passage.name, passage.reason, passage.fields, {}, passage.states)
    for less in (
        Walk(passage.name, passage.reason, passage.fields[1:], {}, passage.states),
        Walk(passage.name, passage.reason, passage.fields, {}, {}),
        Walk(passage.name, "Another reason.", passage.fields, {}, passage.states),
    ):
        assert not python.serves(python.text(less, "get"), whole, "get")
        assert not shell.serves(shell.text(less), whole)
    assert not python.serves(python.text(whole, "headers"), whole, "get")
