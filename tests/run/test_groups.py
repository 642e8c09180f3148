"""Which files are written together."""

from __future__ import annotations

from migrator.call.source import Edit, Span
from migrator.catalog.severity import Severity
from migrator.report.applicability import Applicability
from migrator.report.finding import Finding, Fix
from migrator.run.groups import groups


def editing(*paths: str) -> Finding:
    edits = tuple(Edit(Span(path, 0, 1), "x") for path in paths)
    return Finding(
        span=Span(paths[0], 0, 1),
        language="shell",
        rule="trigger-job",
        endpoint="POST /",
        replacement=None,
        severity=Severity.ERROR,
        sunset=None,
        message="",
        fix=Fix(Applicability.SAFE, "", edits),
    )


def test_files_of_one_rewrite_are_one_group_and_so_are_files_of_a_chain() -> None:
    fixed = [editing("a", "b"), editing("d"), editing("c", "b")]
    assert groups(["d", "c", "b", "a"], fixed) == (("a", "b", "c"), ("d",))


def test_files_that_no_rewrite_joins_stand_alone() -> None:
    assert groups(["b", "a"], []) == (("a",), ("b",))
