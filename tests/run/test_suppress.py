"""Comments put to many calls at once, and how often their file is read for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrator.call.language import Layout
from migrator.call.source import Source
from migrator.files.kind import Kind
from migrator.run import Request, run
from migrator.run.examine import Examined, examine
from migrator.run.parts import layout
from migrator.run.suppress import Outcome, suppress

API = "https://circleci.com/api/v1.1"
WHY = "# migrator: ignore[me-get] as it is"
NUMBER = 60


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """The states of the files that were examined to put comments to them."""
    sources: list[Source] = []

    def counting(source: Source, *others: Any) -> Examined:
        sources.append(source)
        return examine(source, *others)

    monkeypatch.setattr("migrator.run.suppress.examine", counting)
    return sources


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """The states of the files whose layout was held against that of before."""
    sources: list[Source] = []

    def counting(source: Source, kind: Kind) -> Layout:
        sources.append(source)
        return layout(source, kind)

    monkeypatch.setattr("migrator.run.remarks.layout", counting)
    return sources


def suppressed(folder: Path, name: str, text: str) -> tuple[Outcome, str]:
    """What becomes of a file with that name."""
    path = folder / name
    path.write_text(text)
    request = Request(paths=(str(path),))
    outcome = suppress(run(request), request, "as it is")
    return outcome, path.read_text()


def python(number: int) -> str:
    return "import requests\n" + f'requests.get("{API}/me")\n' * number


def shell(number: int) -> str:
    return f"curl {API}/me\n" * number


def workflow(number: int) -> str:
    return "jobs:\n  a:\n    steps:\n" + f"      - run: curl {API}/me\n" * number


def step(number: int, style: str = "|") -> str:
    return (
        f"jobs:\n  a:\n    steps:\n      - run: {style}\n" + f"          curl {API}/me;\n" * number
    )


def notebook(number: int) -> str:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": python(number).splitlines(keepends=True),
    }
    language = {"language_info": {"name": "python"}}
    whole = {"cells": [cell], "metadata": language, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.py", python(NUMBER)),
        ("x.sh", shell(NUMBER)),
        ("orb.yml", workflow(NUMBER)),
        ("orb.yml", step(NUMBER)),
        ("x.ipynb", notebook(NUMBER)),
        ("Dockerfile", "FROM x\n" + f"RUN curl {API}/me\n" * NUMBER),
    ],
)
def test_many_calls_are_examined_together(
    tmp_path: Path, examined: list[Source], name: str, text: str
) -> None:
    outcome, after = suppressed(tmp_path, name, text)
    assert list(outcome.done.values()) == [NUMBER]
    assert after.count(WHY) == NUMBER
    assert len(examined) == 2


def test_one_that_takes_no_comment_keeps_no_other_from_its_own(
    tmp_path: Path, tried: list[Source]
) -> None:
    broken = f"      - run: >\n          curl {API}/me;\n          curl {API}/me\n"
    lines = workflow(NUMBER).splitlines(keepends=True)
    text = "".join([*lines[:20], broken, *lines[20:]])
    outcome, after = suppressed(tmp_path, "orb.yml", text)
    assert len(outcome.left) == 1
    assert after.count(WHY) == NUMBER + 1
    assert len(tried) < 25


def test_one_comment_speaks_for_calls_of_one_line_and_one_statement(tmp_path: Path) -> None:
    text = f"curl {API}/me; curl {API}/me\nbash <<X\ncurl {API}/me\ncurl {API}/me\nX\n"
    outcome, after = suppressed(tmp_path, "x.sh", text)
    assert list(outcome.done.values()) == [4]
    lines = text.splitlines()
    assert after.splitlines() == [f"{lines[0]}  {WHY}", WHY, *lines[1:]]


def test_a_long_file_is_not_read_for_each_call_that_takes_no_comment(
    tmp_path: Path, tried: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migrator.run.remarks._OFTEN", 10)
    monkeypatch.setattr("migrator.run.remarks._MOST", 1_000)
    outcome, after = suppressed(tmp_path, "orb.yml", step(30, style=">"))
    assert after == step(30, style=">")
    assert len(outcome.left) == 30
    assert all("so many others that not each was tried" in each.message for each in outcome.left)
    assert len(tried) == 10
