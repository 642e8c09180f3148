# ruff: noqa: E501
"""Runs over programs of several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.report.report import Report
from migrator.run import Mode, Request, run

API = "https://circleci.com/api/v1.1"
SETTINGS = f'API = "{API}"\n'
TOKEN = 'headers={"Circle-Token": token}'
ME = f'import requests\nfrom settings import API\n\n\ndef me(token):\n    r = requests.get(f"{{API}}/me", {TOKEN})\n    r.raise_for_status()\n'
GONE = f'import requests\nimport settings\n\n\ndef logs(token):\n    url = settings.API + "/project/gh/acme/site/7/output/1/0"\n    return requests.get(url, {TOKEN}).text\n'


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def write(tree: Path, **files: str) -> None:
    for name, content in files.items():
        (tree / f"{name}.py").write_text(content)


def read(tree: Path) -> dict[str, str]:
    return {path.stem: path.read_text() for path in tree.glob("*.py")}


def found(report: Report) -> list[tuple[str, str]]:
    return [(finding.path, finding.rule) for finding in report.findings]


def fix(*paths: str) -> Report:
    return run(Request(paths=paths or (".",), mode=Mode.FIX))


def test_all_files_named(tree: Path) -> None:
    write(tree, settings=SETTINGS, me=ME)
    assert found(run(Request())) == [("me.py", "me-get")]
    assert not fix().findings
    assert read(tree) == {"settings": SETTINGS.replace("v1.1", "v2"), "me": ME}
    assert not fix().fixed


def test_one_file_named(tree: Path) -> None:
    write(tree, settings=SETTINGS, me=ME)
    assert not fix("me.py").findings
    after = read(tree)
    assert after["settings"] == SETTINGS
    assert 'import API\nAPI_V2 = "https://circleci.com/api/v2"\n' in after["me"]
    assert 'f"{API_V2}/me"' in after["me"]
    assert not fix("me.py").fixed
    assert read(tree) == after


def test_only_the_settings_named(tree: Path) -> None:
    write(tree, settings=SETTINGS, me=ME)
    [finding] = fix("settings.py").findings
    assert (finding.path, finding.rule, finding.fix) == ("settings.py", "unknown", None)


def test_a_user_that_stays_keeps_the_settings(tree: Path) -> None:
    write(tree, settings=SETTINGS, me=ME, logs=GONE)
    assert found(fix()) == [("logs.py", "step-output")]
    after = read(tree)
    assert after["settings"] == SETTINGS + 'API_V2 = "https://circleci.com/api/v2"\n'
    assert after["logs"] == GONE
    assert "from settings import API, API_V2\n" in after["me"]
    assert not fix().fixed
    assert read(tree) == after


def test_a_user_that_makes_no_call_keeps_the_settings(tree: Path) -> None:
    write(tree, settings=SETTINGS, me=ME, shows="import settings\nprint(settings.API)\n")
    assert found(fix()) == [("settings.py", "unknown")]
    assert "API_V2 = " in read(tree)["settings"]


def test_a_definition_that_can_not_be_copied_is_told_of(tree: Path) -> None:
    settings = '\nHOST = "https://circleci.com"\nAPI = HOST + "/api/v1.1"\n'
    write(tree, settings=settings, me=ME)
    [finding] = fix("me.py").findings
    assert "`API` is defined in settings.py, line 3, which is not among" in finding.message
    assert read(tree) == {"settings": settings, "me": ME}
    assert not fix().findings
    assert read(tree)["settings"] == settings.replace("v1.1", "v2")


def test_a_helper_is_told_of_only_where_nobody_is_seen_to_use_it(tree: Path) -> None:
    helper = f"import requests\nfrom settings import API\n\n\ndef get(path, token):\n    return requests.get(API + path, {TOKEN})\n"
    user = 'import helper\n\nhelper.get("/me", "CIRCLE").raise_for_status()\n'
    write(tree, settings=SETTINGS, helper=helper)
    assert found(run(Request())) == [("helper.py", "unknown")]
    write(tree, user=user)
    assert found(run(Request())) == [("user.py", "me-get")]
    assert not fix().findings
    assert read(tree)["settings"] == SETTINGS.replace("v1.1", "v2")
    assert read(tree)["user"] == user


@pytest.mark.parametrize("link", [False, True])
def test_a_module_outside_of_the_project_is_not_read(tree: Path, link: bool) -> None:
    inside = tree / "inside"
    inside.mkdir()
    (inside / ".git").mkdir()
    write(tree, settings=SETTINGS)
    if link:
        (inside / "settings.py").symlink_to(tree / "settings.py")
    write(inside, me=ME.replace("/me", "/project/gh/o/r"))
    assert not run(Request(paths=("inside",))).findings
    assert not run(Request(paths=("inside/me.py",))).findings


@pytest.mark.parametrize("paths", [(".",), ("me.py",)])
def test_a_file_is_looked_at_for_what_it_imports(tree: Path, paths: tuple[str, ...]) -> None:
    write(tree, middle="from settings import API as BASE\n", settings=SETTINGS)
    write(tree, me=ME.replace("settings import API", "middle import BASE as API"))
    assert found(run(Request(paths=paths))) == [("me.py", "me-get")]


@pytest.mark.parametrize("paths", [(".",), ("me.py",)])
def test_a_file_whose_imports_name_no_address_is_not(tree: Path, paths: tuple[str, ...]) -> None:
    write(tree, settings='API = "https://ci.example/api/v3"\n', me=ME)
    assert not run(Request(paths=paths)).findings


def test_names_alone_are_no_finding(tree: Path) -> None:
    payments = 'import os\nimport requests\n\nCIRCLE_API_URL = os.environ["CIRCLE_API_URL"]\nrequests.post(f"{CIRCLE_API_URL}/project/payouts", json={})\n'
    write(
        tree,
        settings='CIRCLE_API_BASE = "https://api.circle.com"\n',
        pay="import settings\n" + payments,
    )
    assert not run(Request()).findings
