# ruff: noqa: E501
"""Which files are looked at for what they import, and which are not even asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.call.language import Listing
from migrator.catalog.load import catalog
from migrator.catalog.rulefile import api
from migrator.files.prefilter import may_call
from migrator.python import PYTHON
from migrator.run import Request, run

API = "https://circleci.com/api/v1.1"
USER = "from settings import API\nimport requests\n\nrequests.get(API + '/{}', headers={{'Circle-Token': 'x'}})\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "program.py").write_text(USER.format("me"))
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of which it was asked what they import."""
    paths: list[str] = []
    imports = type(PYTHON).neighbours

    def neighbours(self: object, path: str, data: bytes, listing: Listing) -> Iterator[str]:
        paths.append(path)
        return imports(PYTHON, path, data, listing)

    monkeypatch.setattr(type(PYTHON), "neighbours", neighbours)
    return paths


def test_in_a_project_without_an_address_nothing_is_asked(tree: Path, asked: list[str]) -> None:
    (tree / "settings.py").write_text("API = 'https://ci.example'\n")
    (tree / "run.sh").write_text("echo circleci\n")
    assert not run(Request()).findings
    assert asked == []


def test_a_single_file_is_asked_for_what_it_imports(tree: Path, asked: list[str]) -> None:
    (tree / "settings.py").write_text("API = 'https://ci.example'\n")
    assert not run(Request(paths=("program.py",))).findings
    assert asked == ["program.py", "settings.py"]


def test_a_file_without_a_hint_is_never_asked(tree: Path, asked: list[str]) -> None:
    (tree / "settings.py").write_text(f"API = '{API}'\n")
    (tree / "other.py").write_text("import settings\n")
    assert [f.path for f in run(Request()).findings] == ["program.py"]
    assert asked == ["program.py"]


def test_a_module_that_comes_twice_is_read_once(tree: Path, asked: list[str]) -> None:
    (tree / "settings.py").write_text("import base\nAPI = base.API\n")
    (tree / "base.py").write_text(f"import settings\nAPI = '{API}'\n")
    (tree / "again.py").write_text(USER.format("me"))
    assert [f.path for f in run(Request()).findings] == ["again.py", "program.py"]
    assert sorted(asked) == ["again.py", "program.py", "settings.py"]


@pytest.mark.parametrize("rule", catalog().of("v1.1"), ids=lambda rule: rule.id)
def test_every_path_is_hinted_at_by_its_project_or_by_the_word_circle(rule: object) -> None:
    """A program that names an endpoint alone names its project; one that does not must say Circle."""
    hints = tuple(hint.encode() for hint in api()["hints"])
    template = rule.v1.template.path  # type: ignore[attr-defined]
    assert may_call(template.encode(), hints) == ("project" in template)
    assert may_call(b"Circle-Token", hints)
    assert may_call(b"CIRCLE_TOKEN", hints)
