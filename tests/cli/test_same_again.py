"""The same run says the same."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import ROOT, process


def test_a_report_does_not_depend_on_how_texts_are_hashed(here: Path) -> None:
    """Sets go through what they hold in another order in each process."""
    (here / "builds.py").write_text(
        """\
import requests


def recent(branch, raw):
    answer = requests.get(f"https://circleci.com/api/v1.1/project/gh/acme/site/tree/{branch}")
    if raw:
        answer = answer.text
    elif branch:
        answer = answer.json()
    return answer
"""
    )
    paths = ("builds.py", str(ROOT / "fixtures/demo"))
    runs = [
        process("check", "--output-format", "json", *paths, PYTHONHASHSEED=str(seed))
        for seed in range(1, 5)
    ]
    first, *others = [run.communicate()[0].decode() for run in runs]
    assert first.count("returned from recent()") == 2
    assert others == [first] * 3
