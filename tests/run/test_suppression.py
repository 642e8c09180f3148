"""Comments that keep a call as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrator.run import Mode, Request, run

URL = "https://circleci.com/api/v1.1/project/github/acme/site/tree/main"
CALL = f"curl -X POST {URL}"
NO_BRACKETS = "this suppression names no rule in brackets; write `migrator: ignore[RULE] reason`"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "program.sh"


def told(
    program: Path, text: str, select: frozenset[str] = frozenset()
) -> tuple[list[str], list[str]]:
    """Rules of the findings, and what is said beside them."""
    program.write_text(text)
    report = run(Request(select=select))
    assert program.read_text() == text
    return [f.rule for f in report.findings], [f.message for f in report.failures]


def fixed(program: Path, text: str, **asked: Any) -> str:
    """What ``--fix`` makes of the text; once more it changes nothing."""
    program.write_bytes(text.encode())
    run(Request(mode=Mode.FIX, unsafe=True, **asked))
    after = program.read_bytes()
    run(Request(mode=Mode.FIX, unsafe=True, **asked))
    assert program.read_bytes() == after
    return after.decode()


@pytest.mark.parametrize(
    "text",
    [
        f"{CALL}  # migrator: ignore[trigger-job-branch] the old server\n",
        f"# migrator: ignore[trigger-job-branch]\n{CALL}\n",
        f"#migrator:ignore[ trigger-job-branch ]\ncurl -X POST \\\n  {URL}\n",
        f"#migrator:ignore[trigger-job-branch] x\n# and why\n{CALL}\n",
        f"# migrator: ignore[trigger-job-branch]\ntrue | \\\n  {CALL} | \\\n  cat\n",
        f"true | \\\n  {CALL} | \\\n  cat  # migrator: ignore[trigger-job-branch]\n",
        f"# migrator: ignore[trigger-job-branch]\nbash <<X\n{CALL}\nX\n",
        f"bash <<X # migrator: ignore[trigger-job-branch]\ntrue\n{CALL}\nX\n",
        f"# migrator: ignore-file[trigger-job-branch] the old server\n\n{CALL}\n{CALL}\n",
    ],
)
def test_a_call_is_kept(program: Path, text: str) -> None:
    assert told(program, text) == ([], [])
    assert fixed(program, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "# migrator: ignore[trigger-job-branch]\nx = requests.post(\n  '{URL}',\n)\n",
        "x = requests.post(\n  '{URL}',\n)  # migrator: ignore[trigger-job-branch]\n",
        "x = requests.post(  # migrator: ignore[trigger-job-branch]\n  '{URL}',\n)\n",
        "x = requests.post(\n  # migrator: ignore[trigger-job-branch]\n  '{URL}',\n)\n",
        "x = [  # migrator: ignore[trigger-job-branch]\n  1,\n  requests.post('{URL}'),\n]\n",
    ],
)
def test_a_call_of_python_is_kept(program: Path, text: str) -> None:
    text = "import requests\n" + text.replace("{URL}", URL)
    assert told(program.with_suffix(".py"), text) == ([], [])
    assert fixed(program.with_suffix(".py"), text) == text


def test_one_of_two_calls_in_a_statement_is_kept(program: Path) -> None:
    post = f"  requests.post('{URL}'),"
    text = f"import requests\nx = [\n{post}  # migrator: ignore[trigger-job-branch]\n{post}\n]\n"
    assert told(program.with_suffix(".py"), text) == (["trigger-job-branch"], [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.py", 'import requests\n"""\n# migrator: ignore-file[trigger-job-branch]\n"""\n{C}\n'),
        ("x.sh", "cat <<X\n# migrator: ignore-file[trigger-job-branch]\nX\n{C}\n"),
        ("x.sh", "echo '# migrator: ignore-file[trigger-job-branch]'\n{C}\n"),
    ],
)
def test_what_is_no_comment_keeps_nothing(program: Path, name: str, text: str) -> None:
    call = CALL if name == "x.sh" else f"requests.post('{URL}')"
    path = program.with_name(name)
    assert told(path, text.replace("{C}", call)) == (["trigger-job-branch"], [])
    assert "# migrator: ignore-file[trigger-job-branch]" in fixed(path, text.replace("{C}", call))


CIRCLECI = """\
jobs:
  a:
    docker: [{{image: x}}]
    steps:
      - run: |
          true
          {}
      - run: 'echo "# migrator: ignore[trigger-job]"'
"""


def test_a_call_in_a_configuration_of_circleci_is_kept(program: Path) -> None:
    path = program.parent / ".circleci/config.yml"
    path.parent.mkdir()
    comment = "# migrator: ignore[trigger-job-branch] old"
    for inner in (f"{CALL}  {comment}", f"{comment}\n          {CALL}"):
        text = CIRCLECI.format(inner)
        assert told(path, text) == ([], ["this suppression suppresses nothing; delete it"])
        assert fixed(path, text) == text
    idle = CIRCLECI.format(f"true  {comment}")
    assert fixed(path, idle) == CIRCLECI.format("true")


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
        (
            "# migrator: ignore[trigger-jobs]",
            "this suppression names no rule: trigger-jobs; `migrator rules` lists them",
        ),
        ("# migrator: ignore[]", NO_BRACKETS),
        ("# migrator: ignore", NO_BRACKETS),
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


C = "# migrator: ignore[trigger-job-branch]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{C} why\ntrue\n", "true\n"),
        (f"true\r\n\t{C} why\r\ntrue\r\n", "true\r\ntrue\r\n"),
        (f"true \t{C} why\n", "true\n"),
        (f"true {C}", "true"),
        (f"true\n{C}", "true\n"),
        (f"true  # keep {C} why\n", "true  # keep\n"),
        (f"true  {C} why, #12  # noqa: E501\n", "true  # noqa: E501\n"),
        (f"{C} why # noqa\ntrue\n", "# noqa\ntrue\n"),
        (f"{CALL}  {C[:-1]}, build-get] x\n", f"{CALL}  {C} x\n"),
        (f"{CALL}  #migrator: ignore[build-get ,trigger-job-branch]\n", f"{CALL}  #{C[2:]}\n"),
        (f"# migrator: ignore-file[build-get]\n{CALL} {C}\n", f"{CALL} {C}\n"),
        (f"true {C} # migrator: ignore[build-get]\n", "true\n"),
    ],
)
def test_a_fix_takes_out_what_nothing_needs(program: Path, text: str, expected: str) -> None:
    assert fixed(program, text) == expected


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (f"true {C}\n", {"select": frozenset({"trigger-job-branch"})}),
        (f"true {C}\n", {"ignore": frozenset({"build-get"})}),
        (f"true {C[:-1]}es]\n", {}),
        ("true # migrator: ignore\n", {}),
        (f"true $(( {C}\ncurl https://circleci.com/api/v1.1/me\n", {}),
    ],
)
def test_what_a_fix_leaves(program: Path, text: str, asked: dict[str, Any]) -> None:
    assert fixed(program, text, **asked) == text


def test_what_is_needed_for_a_part_is_told(program: Path) -> None:
    text = f"{CALL}  {C[:-1]}, build-get, zzz]\n"
    assert told(program, text) == (
        [],
        ["this suppression names no rule: zzz; `migrator rules` lists them"],
    )
    text = f"{CALL}  {C[:-1]}, build-get]\n"
    assert told(program, text) == (
        [],
        ["this suppression does not need build-get; delete the name"],
    )


def test_a_file_without_a_call_may_suppress_in_vain(program: Path) -> None:
    assert told(program, f"true {C}\n") == ([], ["this suppression suppresses nothing; delete it"])


def test_what_is_taken_out_is_counted(program: Path) -> None:
    program.write_text(f"true {C}\n{CALL}\n{C}\ntrue\n")
    report = run(Request(mode=Mode.FIX))
    assert (report.removed, len(report.changes), report.failures) == (2, 1, ())


def test_what_can_not_be_written_is_not_counted(program: Path) -> None:
    program.write_text(f"true {C}\n")
    program.chmod(0o444)
    report = run(Request(mode=Mode.FIX))
    assert (report.removed, report.changes) == (0, ())
    assert [failure.fatal for failure in report.failures] == [True, False]


def test_a_diff_shows_it_and_writes_nothing(program: Path) -> None:
    program.write_text(f"true {C}\n")
    report = run(Request(mode=Mode.DIFF))
    assert [change.after for change in report.changes] == ["true\n"]
    assert [failure.line for failure in report.failures] == [1]
    assert program.read_text() == f"true {C}\n"


CELL = """\
{"cells": [{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [],
  "source": [
   "import requests\\n",
   %s
   "requests.post(\\"%s\\")\\n"
  ]}],
 "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
"""


def test_a_comment_above_in_a_notebook(program: Path) -> None:
    path = program.with_suffix(".ipynb")
    text = CELL % (f'"{C} old\\n",', URL)
    assert told(path, text) == ([], [])
    assert [each.reason for each in run(Request()).suppressed] == ["old"]
    assert fixed(path, text) == text
    idle = CELL % (f'"x = 1 {C}\\n",', "https://example.com")
    assert fixed(path, idle) == CELL % ('"x = 1\\n",', "https://example.com")
