from __future__ import annotations

import json
from pathlib import Path

import pytest

from migrator.call.source import Source
from migrator.report import formats
from migrator.report.checkout import from_root
from tests.report.reports import VIEW, finding, report

SOURCE = Source("x.sh", "curl https://x\n")


@pytest.fixture
def below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory below the root of the checkout."""
    (tmp_path / "tools").mkdir()
    monkeypatch.chdir(tmp_path / "tools")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("x.sh", "tools/x.sh"),
        ("../x.sh", "x.sh"),
        ("../../x.sh", "../../x.sh"),
        ("/x.sh", "/x.sh"),
        ("..x/y.sh", "tools/..x/y.sh"),
    ],
)
def test_from_the_root(below: Path, path: str, expected: str) -> None:
    assert from_root(path, "ROOT", {"ROOT": str(below)}) == expected
    assert from_root(path, "ROOT", {}) == path


def test_a_root_elsewhere(below: Path) -> None:
    assert from_root("x.sh", "ROOT", {"ROOT": f"{below}/other"}) == "x.sh"


def test_a_root_behind_a_link(below: Path) -> None:
    (below / "link").symlink_to(below)
    assert from_root("x.sh", "ROOT", {"ROOT": f"{below}/link"}) == "tools/x.sh"


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("github", "GITHUB_WORKSPACE"),
        ("sarif", "GITHUB_WORKSPACE"),
        ("gitlab", "CI_PROJECT_DIR"),
    ],
)
def test_reports_of_ci(
    below: Path, monkeypatch: pytest.MonkeyPatch, name: str, variable: str
) -> None:
    monkeypatch.setenv(variable, str(below))
    text = formats.load(name)(report(SOURCE, finding(SOURCE, "curl")), VIEW)
    assert "tools/x.sh" in text


def test_other_reports_speak_of_the_working_directory(
    below: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(below))
    text = formats.load("json")(report(SOURCE, finding(SOURCE, "curl")), VIEW)
    assert json.loads(text)["findings"][0]["path"] == "x.sh"
