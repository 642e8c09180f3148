"""What a list of v1.1 needs of a walk through lists of v2, with no language around it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.call.answer import Answer, Escape, Read, Root, Step
from migrator.call.body import Entry, Object, Scalar
from migrator.call.call import Call
from migrator.call.source import Span
from migrator.call.value import Hole, Value, text
from migrator.catalog.load import catalog
from migrator.catalog.match import match
from migrator.migrate import Migration, Options, agreed, migrate
from migrator.run.sharing import shared

HERE = Span("page", 0, 9)
API = "https://circleci.com/api/v1.1"
SITE = f"{API}/project/github/acme/site"
JOB = "[].workflows.job_name"


def read(path: str, *, idle: bool = False) -> Read:
    steps = tuple(Step(None if name == "[]" else name, HERE) for name in path.split("."))
    return Read(steps, HERE, idle=idle)


def call(url: str, *paths: str, **query: str) -> Call:
    """A GET of ``url`` of whose answer ``paths`` are read."""
    entries = tuple(Entry(name, Scalar(text(value))) for name, value in query.items())
    return Call(
        language="test",
        span=HERE,
        method="GET",
        urls=(text(url),),
        query=Object(entries) if entries else None,
        answer=Answer(roots=(Root(HERE),), reads=tuple(read(path) for path in paths)),
    )


def moved(found: Call) -> Migration:
    matches = tuple(m for url in found.urls if (m := match(found, url, catalog())))
    return migrate(found, matches, Options({"org-slug": "gh/acme"}))


def fields(migration: Migration) -> list[str]:
    assert migration.call
    assert migration.call.walk, "one call is enough"
    return [field.name for field in migration.call.walk.fields]


def url(migration: Migration) -> str:
    assert migration.call
    return migration.call.urls[0].written()


def test_one_call_is_better_than_a_walk() -> None:
    migration = moved(call(SITE, "[].vcs_revision", "[].branch"))
    assert migration.call
    assert migration.call.walk is None
    assert [root.member for root in migration.call.answer.roots] == ["items"]


def test_a_walk_where_a_pipeline_does_not_say_it() -> None:
    found = call(SITE, "[].vcs_revision", "[].build_num")
    migration = moved(found)
    assert fields(migration) == ["build_num", "vcs_revision"]
    assert url(migration) == "https://circleci.com/api/v2/project/github/acme/site/pipeline"
    assert migration.call
    assert migration.call.answer == found.answer
    assert not migration.safe
    assert any("newest pipeline first" in clause for clause in migration.review)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{SITE}?limit=5&filter=failed", "project/github/acme/site/pipeline"),
        (f"{SITE}?shallow=true&circle-token=x", "project/github/acme/site/pipeline?circle-token=x"),
        (f"{SITE}/tree/main?offset=2", "project/github/acme/site/pipeline?branch=main"),
        (f"{API}/recent-builds?limit=5", "pipeline?org-slug=gh%2Facme"),
        (f"{API}/organization/github/acme?limit=1", "pipeline?org-slug=github/acme"),
    ],
)
def test_the_query_keeps_what_v2_takes(before: str, after: str) -> None:
    migration = moved(call(before, JOB))
    assert url(migration) == f"https://circleci.com/api/v2/{after}"
    assert not any("dropped" in clause for clause in migration.review)


@pytest.mark.parametrize(
    "found",
    [
        call(f"{SITE}?limit=5&offset=2&filter=failed", JOB),
        call(SITE, JOB, limit="5", offset="2", filter="failed"),
        call(f"{SITE}?limit=5&offset=2", JOB, filter="failed"),
    ],
)
def test_arguments_of_the_walk(found: Call) -> None:
    new = moved(found).call
    assert new
    assert new.walk
    given = {name: value.known for name, value in new.walk.given.items()}
    assert given == {"limit": "5", "offset": "2", "filter": "failed"}
    assert new.walk.states == {"failed": ("failed", "timedout", "infrastructure_fail")}
    assert new.query in (None, Object())


def test_a_filter_that_nobody_sees_may_be_any() -> None:
    found = replace(call(SITE, JOB), urls=(text(f"{SITE}?filter=") + Value((Hole("$F"),)),))
    new = moved(found).call
    assert new
    assert new.walk
    assert sorted(new.walk.states) == ["completed", "failed", "running", "successful"]


def test_no_filter_asks_for_no_states() -> None:
    new = moved(call(SITE, JOB)).call
    assert new
    assert new.walk
    assert not new.walk.states


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (call(SITE, "[].steps"), "`[].steps` is read, and v2 does not answer it (stay on v1.1"),
        (call(SITE, "[].picard", JOB), "`[].picard` is read, and v2 does not answer it"),
        (call(SITE, JOB, "[]"), "`[]` is read as a whole"),
        (call(SITE, JOB, "message"), "`message` is read as a whole"),
        (call(f"{SITE}?filter=success", JOB), "`success` is no filter: completed, failed"),
        (call(f"{SITE}?query", JOB), "the query `query` is not all in view"),
        (call(SITE, JOB, mine="true"), "v2 does not know the parameter `mine`"),
    ],
)
def test_what_no_walk_can_do(found: Call, says: str) -> None:
    migration = moved(found)
    assert migration.call is None
    assert any(says in clause for clause in migration.against), migration.against


def with_answer(**changes: object) -> Call:
    found = call(SITE, JOB)
    return replace(found, answer=replace(found.answer, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            {"escapes": (Escape("returned from builds()", HERE),)},
            "its answer is returned from builds()",
        ),
        ({"reads": (), "printed": True}, "its whole answer is shown"),
        ({"roots": ()}, "what is read of its answer is not in view"),
    ],
)
def test_an_answer_that_is_not_in_view(answer: dict[str, object], says: str) -> None:
    migration = moved(with_answer(**answer))
    assert migration.call is None
    assert says in migration.against


def test_an_answer_that_is_shown_and_read_is_told() -> None:
    migration = moved(with_answer(printed=True))
    assert fields(migration) == ["workflows.job_name"]
    assert "its whole answer is shown too, which is that of v2" in migration.review


def test_a_status_may_leave() -> None:
    found = with_answer(escapes=(Escape("put into a text (the status alone)", HERE, beside=True),))
    assert fields(moved(found)) == ["workflows.job_name"]


def test_what_is_only_counted() -> None:
    assert fields(moved(with_answer(reads=(read("[]", idle=True),)))) == []


def test_a_member_that_is_handed_on_holds_all_that_can_be_answered() -> None:
    migration = moved(call(SITE, "[].workflows"))
    assert fields(migration) == [
        f"workflows.{name}" for name in ("job_id", "job_name", "workflow_id", "workflow_name")
    ]
    assert any("handed on, and holds only `job_id`" in clause for clause in migration.review)


def test_a_query_that_may_hold_more() -> None:
    found = replace(call(SITE, JOB), query=Object(complete=False))
    assert any("not all in view" in clause for clause in moved(found).against)


def test_two_urls_one_argument() -> None:
    urls = (text(f"{SITE}?limit=1"), text(f"{API}/project/github/acme/api?limit=2"))
    migration = moved(replace(call(SITE, JOB), urls=urls))
    assert any("different parts" in clause for clause in migration.against)


def test_artifacts_come_from_a_job_that_a_person_chooses() -> None:
    found = call(f"{SITE}/latest/artifacts?branch=main&filter=successful", "[].pretty_path")
    migration = moved(found)
    assert fields(migration) == ["pretty_path"]
    assert url(migration).endswith("/v2/project/github/acme/site/pipeline?branch=main")
    assert any("choose the job" in clause for clause in migration.review)


def test_calls_of_a_file_share_what_they_need() -> None:
    migrations = [
        moved(call(f"{SITE}?filter=failed", JOB)),
        moved(call(f"{SITE}?filter=running", "[].build_num")),
        moved(call(f"{SITE}/latest/artifacts", "[].url")),
        moved(call(SITE, "[].branch")),
        moved(call(SITE, "[].steps")),
    ]
    first, second, artifacts, direct, none = shared(migrations)
    assert fields(first) == fields(second) == ["build_num", "workflows.job_name"]
    assert fields(artifacts) == ["url"]
    assert direct == migrations[3]
    assert none == migrations[4]
    assert first.call
    assert first.call.walk
    assert sorted(first.call.walk.states) == ["failed", "running"]
    assert first.call.walk.given["filter"].known == "failed"


def test_a_walk_agrees_with_itself() -> None:
    new = moved(call(SITE, JOB)).call
    assert new
    assert new.walk
    assert agreed(new.walk, [new.walk]) == agreed(new.walk, []) == new.walk
