"""No rule without programs that show it."""

from __future__ import annotations

import pytest

from migrator.catalog.load import catalog
from migrator.catalog.rule import Rule
from tests.harness.case import cases
from tests.rule_table import APPLICABILITIES, found, lines, shown_by, table

TABLE = table()
every_rule = pytest.mark.parametrize("rule", catalog().rules, ids=lambda rule: rule.id)


@every_rule
def test_found(rule: Rule) -> None:
    assert found(TABLE[rule.id])


@every_rule
def test_found_at_its_best(rule: Rule) -> None:
    assert TABLE[rule.id][rule.fix.applicability]


@every_rule
def test_stays_silent(rule: Rule) -> None:
    assert TABLE[rule.id]["silent"]


@every_rule
def test_a_rewrite_is_run(rule: Rule) -> None:
    """By a fixture, beside the examples of the rule."""
    if rule.fix.applicability == "none":
        pytest.skip("nothing is ever rewritten")
    assert [c for c in cases() if c.rule == rule.id and c.after and not c.not_run]


@every_rule
def test_each_applicability_is_shown_by_a_test(rule: Rule) -> None:
    shown = {each for each in APPLICABILITIES if TABLE[rule.id][each]}
    assert shown_by()[rule.id].keys() == shown


def test_a_line_for_each_rule() -> None:
    assert len(list(lines())) == 2 + len(catalog().rules)
