from __future__ import annotations

import datetime

import pytest

from migrator.catalog.load import catalog
from migrator.catalog.rule import Rule
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
def test_every_rule_is_explained(migrator: Migrator, rule: Rule) -> None:
    ended = migrator("explain", rule.id)
    assert ended.status == 0
    assert ended.out.startswith(f"{rule.id}: ")
    sections = ["\nWhy\n", "\nInstead\n", "\nFix safety\n", "\nSource\n"]
    sections += ["\nExample in "] if rule.examples else []
    for heading in ("severity", "was", "becomes", "--fix", *sections):
        assert heading in ended.out


@pytest.mark.parametrize(
    ("id", "says"),
    [
        ("build-get", " build_num `number` "),
        ("build-get", " workflows.workflow_id `latest_workflow.id` "),
        ("build-get", "`status`; never `fixed`: it says `success`; never `no_tests`"),
        ("build-get", "steps gone: v2 has neither steps nor logs: keep the v1.1 call "),
        ("build-get", "`timedout`, `status` takes its place"),
        ("build-get", "; `not_running` is `not_running`, `blocked`, `on_hold`"),
        ("build-get", "Not written at all where a field is read that v2 does not answer."),
        ("build-artifacts", "an array `items` of an object, a page at a time "),
        ("build-artifacts", " [].pretty_path `items[].path` "),
        ("trigger-pipeline", "Written by --unsafe-fixes only where the form becomes JSON, "),
        ("build-cancel", "a field is read that v2 does not answer or the answer goes out of view"),
        ("build-retry", "of API v2, which answers 202 "),
        ("preview-workflow-jobs", "was GET /workflow/:workflow_id/jobs of API v2 becomes"),
        ("step-output", "Fix safety Nothing is written."),
        (
            "latest-artifacts",
            "becomes several calls of API v2, of which the first is GET /",
        ),
        (
            "latest-artifacts",
            "Fix safety Written as several calls by --unsafe-fixes only: a ",
        ),
        (
            "project-builds",
            "Not written as one call where a field is read that v2 does not ",
        ),
        ("project-builds", "[].workflows.job_name `name` of the job"),
        ("org-builds", "[].reponame `project_slug` of the pipeline, part 3"),
    ],
)
def test_an_explanation_says_what_becomes_of_the_answer(
    migrator: Migrator, id: str, says: str
) -> None:
    assert says in " ".join(migrator("explain", id).out.split())


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
