"""Comments that keep calls, put into the programs of the fixtures: two shapes a rule."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from pathlib import Path

import pytest

from migrator.cli import run
from tests.harness.case import Case, cases
from tests.harness.syntax import accepted
from tests.harness.tool import check_json

REASON = "kept for now"
COMMENT = re.compile(
    rb"(?m)^[ \t]*# migrator: ignore\[[^\]]*\] kept for now\r?\n"
    rb"|  # migrator: ignore\[[^\]]*\] kept for now"
)


def chosen() -> list[Case]:
    """The first shape of each rule and its last: all of them take minutes."""
    by_rule: dict[str, list[Case]] = defaultdict(list)
    for case in cases():
        if not case.silent and set(case.options) <= {"--unsafe-fixes"}:
            by_rule[case.rule].append(case)
    return [case for some in by_rule.values() for case in some if case in (some[0], some[-1])]


@pytest.mark.parametrize("case", chosen(), ids=lambda case: case.id)
def test_calls_are_kept_and_nothing_else_changes(case: Case, tmp_path: Path) -> None:
    case.before.write(tmp_path)
    found = check_json(tmp_path)["findings"]
    with contextlib.chdir(tmp_path):
        run(["suppress", "--reason", REASON])
    after = case.before.reread(tmp_path)
    for name, content in after.files.items():
        assert COMMENT.sub(b"", content) == case.before.files[name]
    assert accepted(after) == accepted(case.before)
    report = check_json(tmp_path)
    assert report["findings"] == []
    assert report["summary"]["suppressed"]["comment"] == len(found)
    assert [each for each in report["errors"] if "suppress" in each["message"]] == []
    with contextlib.chdir(tmp_path):
        run(["check", "--fix", "--unsafe-fixes", "--quiet"])
    assert case.before.reread(tmp_path) == after
