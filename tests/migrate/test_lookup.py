"""Ids that only v2 wants, and where they are found."""

from __future__ import annotations

import pytest

from migrator.call.call import Call
from migrator.call.source import Span
from migrator.call.value import Beside, Hole, Literal, Value
from tests.migrate.test_migrate import API, HERE, call, migrated, request

WRITTEN = Span("page", 40, 50)


def retry(*number: Hole | Literal) -> Call:
    url = Value((Literal(f"{API}/project/github/acme/site/"), *number, Literal("/retry")))
    return Call(language="none", span=HERE, method="POST", urls=(url,))


def number(kind: str, name: str, **more: object) -> Hole:
    beside = Beside(kind, name, lambda other: f"<{other}>")
    return Hole("$N", plain="$N", multiple=False, beside=beside, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hole", "workflow", "job"),
    [
        (
            number("environment", "CIRCLE_BUILD_NUM"),
            "<CIRCLE_WORKFLOW_ID>",
            "<CIRCLE_WORKFLOW_JOB_ID>",
        ),
        (number("member", "build_num"), "<workflows.workflow_id>", "<workflows.job_id>"),
    ],
)
def test_the_ids_stand_beside_the_number(hole: Hole, workflow: str, job: str) -> None:
    result = migrated(retry(hole))
    url = f"https://circleci.com/api/v2/workflow/{workflow}/rerun"
    assert request(result) == ("POST", url, f'{{"jobs": ["{job}"]}}')
    assert not result.safe


def test_the_new_ids_take_the_place_of_the_number_only_where_it_is_written() -> None:
    span = Span("page", 39, 51)
    seen = migrated(retry(number("member", "build_num", span=span, written=WRITTEN))).call
    unseen = migrated(retry(number("member", "build_num", span=span))).call
    assert seen
    assert unseen
    assert [hole.span for hole in seen.urls[0].holes] == [span]
    assert [hole.span for hole in unseen.urls[0].holes] == [None]


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ((Literal("12"),), "12"),
        ((Hole("$N", plain="$N", multiple=False),), "$N"),
        ((Hole("n", plain="n", multiple=False),), "{n}"),
        ((number("environment", "MY_BUILD_NUM"),), "$N"),
        ((number("variable", "CIRCLE_BUILD_NUM"),), "$N"),
        ((number("environment", "CIRCLE_BUILD_NUM"), Literal("0")), "$N0"),
        ((Literal("1"), number("environment", "CIRCLE_BUILD_NUM")), "1$N"),
    ],
)
def test_another_number_leads_nowhere_and_the_way_is_told(
    pieces: tuple[Hole | Literal, ...], shown: str
) -> None:
    result = migrated(retry(*pieces))
    assert result.call is None
    (way,) = result.against
    assert f"`GET /api/v2/project/github/acme/site/job/{shown}`" in way
    assert f"whose `job_number` is {shown}" in way
    assert "<that id>" in way


def test_the_way_is_told_with_the_vcs_that_is_assumed() -> None:
    result = migrated(call("POST", "https://circleci.com/api/v1/project/acme/site/7/retry"))
    assert any("/project/github/acme/site/job/7`" in clause for clause in result.against)
