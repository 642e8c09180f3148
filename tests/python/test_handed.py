"""Requests whose caller hands them all but the end, so that it is there that they are told of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.call.call import Call
from migrator.call.language import Alone, CannotWrite, Project, Reading
from migrator.call.source import Source
from migrator.call.value import text
from migrator.python import PYTHON
from migrator.python.reading import read
from tests.python.programs import source

V1 = "https://circleci.com/api/v1.1/project/gh/o/r"
V2 = "https://circleci.com/api/v2/project/gh/o/r"
ASKING = "def f{0}(h):\n    return requests.get(h + '/{0}')\nf{0}('{1}')\n"


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """What was read again to prove what is written."""
    sources: list[Source] = []

    def counting(source: Source, project: Project) -> Reading:
        sources.append(source)
        return read(source, project)

    monkeypatch.setattr("migrator.python.writing.proof.read", counting)
    return sources


def to_job(call: Call) -> Call:
    [old] = call.urls
    version, number = old.shape.index("v1.1"), old.shape.rindex("/") + 1
    project = old.cut(version + len("v1.1"), number)
    new = old.cut(0, version) + text("v2") + project + text("job/")
    return replace(call, urls=(new + old.cut(number, len(old.shape)),))


def refused(program: str) -> list[str]:
    """Why the calls of a program that can't be written are not."""
    before = source(program)
    calls = PYTHON.read(before, Alone()).calls
    made = PYTHON.write(before, [(call, to_job(call)) for call in calls])
    return [str(each) for each in made if isinstance(each, CannotWrite)]


def test_many_are_proved_together_where_their_requests_are_made(again: list[Source]) -> None:
    program = "import requests\n" + "".join(ASKING.format(n, V1) for n in range(60))
    assert refused(program) == []
    after = "import requests\n" + "".join(ASKING.format(f"job/{n}", V2) for n in range(60))
    assert [each.text for each in again] == [after.replace("fjob/", "f")]


def test_a_function_that_serves_two_projects_is_proved_for_both(again: list[Source]) -> None:
    assert refused("import requests\n" + ASKING.format(7, V1) + f"f7('{V1}2')\n") == []
    assert len(again) == 1


def test_one_that_asks_for_something_else_too_is_not() -> None:
    program = "import requests\n" + ASKING.format(7, V1) + f"f7('{V1}/tree/m')\n"
    before = source(program)
    [call, _] = PYTHON.read(before, Alone()).calls
    [made] = PYTHON.write(before, [(call, replace(to_job(call), method="POST"))])
    assert isinstance(made, CannotWrite)
