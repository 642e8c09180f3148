"""Comments that keep a call as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.run import Mode, Request, run

URL = "https://circleci.com/api/v1.1/project/github/acme/site/tree/main"
CALL = f"curl -X POST {URL}"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "program.sh"


def told(
    program: Path, text: str, select: frozenset[str] = frozenset()
) -> tuple[list[str], list[str]]:
    """Rules of the findings, and what is said beside them."""
    program.write_text(text)
    report = run(Request(mode=Mode.FIX, unsafe=True, select=select))
    if not report.fixed:
        assert program.read_text() == text
    return [f.rule for f in (*report.findings, *report.fixed)], [f.message for f in report.failures]


@pytest.mark.parametrize(
    "text",
    [
        f"{CALL}  # migrator: ignore[trigger-job-branch] the old server\n",
        f"# migrator: ignore[trigger-job-branch]\n{CALL}\n",
        f"#migrator:ignore[ build-get , trigger-job-branch ]\ncurl -X POST \\\n  {URL}\n",
        f"# migrator: ignore-file[trigger-job-branch] the old server\n\n{CALL}\n{CALL}\n",
    ],
)
def test_a_call_is_kept(program: Path, text: str) -> None:
    assert told(program, text) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        f"{CALL}  # migrator: ignore[trigger-job]\n",
        f"# migrator: ignore[trigger-job-branch]\n\n{CALL}\n",
        f"true  # migrator: ignore[trigger-job-branch]\n{CALL}\n",
    ],
)
def test_a_comment_about_something_else_keeps_nothing_and_is_told(program: Path, text: str) -> None:
    idle = "this suppression suppresses nothing; delete it"
    assert told(program, text) == (["trigger-job-branch"], [idle])


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# migrator: ignore[trigger-jobs]", "this suppression names no rule: trigger-jobs"),
        ("# migrator: ignore[]", "this suppression names no rule in brackets"),
        ("# migrator: ignore", "this suppression names no rule in brackets"),
    ],
)
def test_a_comment_that_names_no_rule_is_told(program: Path, comment: str, message: str) -> None:
    assert told(program, f"{CALL} {comment}\n") == (["trigger-job-branch"], [message])


def test_a_run_of_some_rules_calls_no_other_comment_idle(program: Path) -> None:
    text = f"{CALL}  # migrator: ignore[trigger-job]\n"
    chosen = frozenset({"trigger-job-branch"})
    assert told(program, text, select=chosen) == (["trigger-job-branch"], [])


def test_what_a_kept_call_shares_stays(program: Path) -> None:
    program.write_text(
        f'U={URL}\ncurl -X POST "$U"  # migrator: ignore[trigger-job-branch]\ncurl -X POST "$U"\n'
    )
    run(Request(mode=Mode.FIX, unsafe=True))
    lines = program.read_text().splitlines()
    assert lines[0] == f"U={URL}"
    assert lines[2].startswith('curl -X POST "$U"  #')
    assert lines[3].endswith('"$U_V2"')
