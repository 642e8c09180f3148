from __future__ import annotations

import datetime

import pytest

from migrator.catalog.load import catalog
from migrator.cli.explain import explanation
from tests.cli.program import Migrator

TODAY = datetime.date(2026, 11, 24)


def test_rules_lists_every_rule(migrator: Migrator) -> None:
    ended = migrator("rules")
    assert ended.status == 0
    heading, *rows = ended.out.splitlines()
    assert heading.split() == ["rule", "API", "v1", "API", "v2", "--fix", "dies", "on"]
    assert [row.split()[0] for row in rows] == [rule.id for rule in catalog().rules]
    trigger = next(row for row in rows if row.startswith("trigger-job-branch "))
    assert "POST /project/:vcs-type/:username/:project/tree/:branch" in trigger
    assert "POST /project/{project-slug}/pipeline" in trigger
    assert trigger.endswith("unsafe  2027-02-01")
    assert next(row for row in rows if row.startswith("build-cache")).split()[-3:] == [
        "-",
        "none",
        "-",
    ]


@pytest.mark.parametrize("rule", catalog().rules, ids=lambda rule: rule.id)
def test_every_rule_is_explained(migrator: Migrator, rule: object) -> None:
    id = getattr(rule, "id", "")
    ended = migrator("explain", id)
    assert ended.status == 0
    assert ended.out.startswith(f"{id}: ")
    for heading in ("severity", "was", "becomes", "--fix", "\nWhy\n", "\nInstead\n"):
        assert heading in ended.out


def test_an_explanation_is_in_full() -> None:
    rule = catalog().rule("trigger-job-branch")
    assert rule
    text = "\n".join(explanation(rule, TODAY))
    assert "sunset    dies on 2027-02-01, in 69 days" in text
    assert "Example in shell" in text
    assert rule.examples[0].before.strip() in text.replace("\n    ", "\n")
    assert max(map(len, text.split("Example")[0].splitlines())) <= 100


def test_an_example_that_stays() -> None:
    rule = catalog().rule("build-cache-delete")
    assert rule
    text = "\n".join(explanation(rule, TODAY))
    assert "becomes   no call of v2" in text
    assert "  becomes\n" not in text


def test_an_unknown_rule_is_refused_with_the_nearest(migrator: Migrator) -> None:
    ended = migrator("explain", "triger-pipeline")
    assert (ended.status, ended.out) == (2, "")
    assert "Did you mean `trigger-pipeline`?" in ended.err
