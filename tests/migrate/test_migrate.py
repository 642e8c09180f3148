"""The v2 call for a v1.1 call, with no language around it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from migrator.call import formtext, jsontext
from migrator.call.answer import Answer, Escape, Read, StatusCheck, Step
from migrator.call.body import Body, Encoding, Object
from migrator.call.call import Call, Header
from migrator.call.source import Span
from migrator.call.value import Hole, Literal, Value
from migrator.catalog.load import catalog
from migrator.catalog.match import match
from migrator.migrate import Migration, Options, migrate

HERE = Span("page", 0, 1)
API = "https://circleci.com/api/v1.1"


def value(written: str) -> Value:
    """``$X`` is a hole, ``%X`` one that is URL-encoded."""
    pieces: list[Literal | Hole] = []
    for part in re.findall(r"[$%][A-Z]\w*|(?:[^$%]|%(?![A-Z]))+", written):
        if part[0] == "$":
            pieces.append(Hole(part, plain=part))
        elif part[0] == "%":
            pieces.append(Hole(f"quote({part[1:]})", plain=part[1:], multiple=False))
        else:
            pieces.append(Literal(part))
    return Value(tuple(pieces))


def json_body(written: str) -> Body:
    raw = value(written)
    return Body(Encoding.JSON, jsontext.parse(raw), raw, written)


def form_body(written: str) -> Body:
    raw = value(written)
    parsed = formtext.parse(raw)
    assert parsed
    return Body(Encoding.FORM, formtext.nest(parsed.entries), raw, written)


def call(method: str, url: str, **more: Any) -> Call:
    return Call(language="none", span=HERE, method=method, urls=(value(url),), **more)


def migrated(one: Call, **options: str) -> Migration:
    matches = tuple(m for url in one.urls if (m := match(one, url, catalog())))
    assert matches
    return migrate(one, matches, Options(options))


def request(result: Migration) -> tuple[str | None, str, str]:
    """Method, URL and body of the v2 call."""
    assert result.call, result.against
    root = result.call.body.root
    body = jsontext.write(root).written() if root else ""
    return result.call.method, result.call.urls[0].written(), body


def test_the_branch_moves_from_the_path_to_the_body() -> None:
    result = migrated(call("POST", f"{API}/project/github/acme/site/tree/main"))
    url = "https://circleci.com/api/v2/project/github/acme/site/pipeline"
    assert request(result) == ("POST", url, '{"branch": "main"}')


@pytest.mark.parametrize(
    ("path", "branch"),
    [("feature%2Fx", "feature/x"), ("$BRANCH", "$BRANCH"), ("%BRANCH", "BRANCH")],
)
def test_the_branch_is_decoded(path: str, branch: str) -> None:
    result = migrated(call("POST", f"{API}/project/gh/acme/site/tree/{path}"))
    assert request(result)[2] == f'{{"branch": "{branch}"}}'


def test_the_query_with_the_token_stays_behind_the_new_path() -> None:
    result = migrated(call("POST", f"{API}/project/$SLUG/tree/$B?circle-token=$T"))
    url = "https://circleci.com/api/v2/project/$SLUG/pipeline?circle-token=$T"
    assert request(result)[1] == url
    assert any("prefer the header Circle-Token" in note for note in result.notes)


def test_build_parameters_become_parameters_and_the_config_must_declare_them() -> None:
    body = json_body('{"build_parameters": {"RUN": "1", "ENV": "$E"}, "parallel": 2}')
    result = migrated(call("POST", f"{API}/project/github/acme/site", body=body))
    assert request(result)[2] == '{"parameters": {"RUN": "1", "ENV": "$E"}}'
    note = "build_parameters must be declared in the project's config: RUN, ENV"
    assert note in result.notes
    assert any("`parallel` is dropped" in clause for clause in result.review)


def test_a_form_becomes_json_with_its_content_type() -> None:
    body = form_body("build_parameters[RUN]=1&tag=v%2F1")
    sent = Header("content-type", value("application/x-www-form-urlencoded"))
    result = migrated(call("POST", f"{API}/project/github/acme/site", body=body, headers=(sent,)))
    assert request(result)[2] == '{"parameters": {"RUN": "1"}, "tag": "v/1"}'
    assert result.call
    assert [h.value.known for h in result.call.headers] == ["application/json"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (json_body('{"revision": "$SHA"}'), "`revision` has no counterpart in v2"),
        (json_body('{"job": "deploy"}'), "`job` has no counterpart in v2"),
        (json_body('{"image": "x"}'), "v2 has no place for `image`"),
        (form_body("config=@.circleci/config.yml"), "`config` has no counterpart"),
        (json_body('{"$K": "x"}'), "some keys of its body are not in view"),
        (Body(Encoding.HIDDEN, source="$DATA"), "its body `$DATA` is not in view"),
        (json_body('{"tag": "v1"}'), "only one of branch and tag"),
    ],
)
def test_what_v2_can_not_take_forbids_the_rewrite(body: Body, reason: str) -> None:
    result = migrated(call("POST", f"{API}/project/github/acme/site/tree/main", body=body))
    assert result.call is None
    assert any(reason in clause for clause in result.against), result.against


def test_circle_job_is_kept_and_never_safe() -> None:
    body = json_body('{"build_parameters": {"CIRCLE_JOB": "deploy"}}')
    result = migrated(call("POST", f"{API}/project/github/acme/site/tree/main", body=body))
    written = '{"branch": "main", "parameters": {"CIRCLE_JOB": "deploy"}}'
    assert request(result)[2] == written
    assert any("v2 starts every workflow" in clause for clause in result.review)


@pytest.mark.parametrize("body", ['{"branch": "main"}', '{"tag": "$TAG"}'])
def test_a_pipeline_trigger_with_just_a_branch_or_a_tag_is_safe(body: str) -> None:
    result = migrated(call("POST", f"{API}/project/$SLUG/build", body=json_body(body)))
    url = "https://circleci.com/api/v2/project/$SLUG/pipeline"
    assert request(result) == ("POST", url, body)
    assert result.safe


@pytest.mark.parametrize(
    ("more", "clause"),
    [
        ({"body": Body()}, "the default branch"),
        ({"body": form_body("branch=main")}, "the form becomes JSON"),
        ({"doubts": ("the client is not in view",)}, "the client is not in view"),
        (
            {"answer": Answer(statuses=(StatusCheck(200, HERE),))},
            "the status is compared with a number",
        ),
        ({"answer": Answer(reads=(Read((Step("body", HERE),), HERE),))}, "`body` is read"),
        ({"answer": Answer(escapes=(Escape("returned from f()", HERE),))}, "returned from f()"),
    ],
)
def test_what_makes_a_pipeline_trigger_unsafe(more: dict[str, Any], clause: str) -> None:
    given = {"body": json_body('{"branch": "main"}'), **more}
    result = migrated(call("POST", f"{API}/project/github/acme/site/build", **given))
    assert result.call
    assert not result.safe
    assert any(clause in each for each in result.review), result.review


def test_a_status_compared_with_200_becomes_201() -> None:
    answer = Answer(statuses=(StatusCheck(200, HERE), StatusCheck(404, HERE)))
    result = migrated(call("POST", f"{API}/project/github/acme/site/build", answer=answer))
    assert result.call
    assert [check.status for check in result.call.answer.statuses] == [201, 404]


def test_a_check_that_knows_201_already_is_left_alone() -> None:
    answer = Answer(statuses=(StatusCheck(200, HERE), StatusCheck(201, HERE)))
    result = migrated(call("POST", f"{API}/project/github/acme/site/build", answer=answer))
    assert result.call
    assert result.call.answer == answer


def test_a_range_that_holds_200_is_left_alone_and_told() -> None:
    answer = Answer(statuses=(StatusCheck(200, HERE, equal=False),))
    result = migrated(call("POST", f"{API}/project/github/acme/site/build", answer=answer))
    assert result.call
    assert result.call.answer == answer
    assert any("compared with 200, and v2 answers 201" in clause for clause in result.review)


def test_a_slug_without_vcs_gets_github_and_a_doubt() -> None:
    result = migrated(
        call(
            "POST",
            "https://circleci.com/api/v1/project/acme/site/build",
            body=json_body('{"branch": "main"}'),
        )
    )
    assert request(result)[1] == "https://circleci.com/api/v2/project/github/acme/site/pipeline"
    assert not result.safe


def test_recent_builds_needs_the_organization() -> None:
    recent = call("GET", f"{API}/recent-builds?circle-token=$T&limit=5")
    without = migrated(recent)
    assert without.call is None
    assert any("--org-slug" in clause for clause in without.against)
    url = "https://circleci.com/api/v2/pipeline?circle-token=$T&org-slug=gh%2Facme"
    result = migrated(recent, **{"org-slug": "gh/acme"})
    assert request(result) == ("GET", url, "")
    assert any("`limit` is dropped" in clause for clause in result.review)


def test_parameters_beside_the_url_are_carried_over_too() -> None:
    beside = jsontext.parse(value('{"circle-token": "$T", "limit": 5}'))
    assert isinstance(beside, Object)
    result = migrated(call("GET", f"{API}/recent-builds", query=beside), **{"org-slug": "gh/acme"})
    assert result.call
    assert result.call.query
    assert result.call.query.keys == ("circle-token", "org-slug")
    assert request(result)[1] == "https://circleci.com/api/v2/pipeline"


def test_an_unknown_parameter_of_the_query_forbids_the_rewrite() -> None:
    result = migrated(call("POST", f"{API}/project/github/acme/site/build?circle-job=x"))
    assert any("`circle-job`" in clause for clause in result.against)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("DELETE", f"{API}/project/github/acme/site/build-cache"),
        ("GET", f"{API}/project/github/acme/site?limit=1"),
        ("PUT", f"{API}/project/github/acme/site/settings"),
        ("GET", f"{API}/nothing/anybody/knows"),
    ],
)
def test_calls_without_a_single_v2_call_stay(method: str, url: str) -> None:
    assert migrated(call(method, url)).call is None


def test_an_endpoint_that_may_be_another_is_not_rewritten() -> None:
    one = call("POST", f"{API}/project/github/acme/site/build")
    unsure = Call(language="none", span=HERE, method=None, urls=one.urls)
    assert migrated(unsure).against == ("its method is not in view",)


def test_of_a_call_that_may_be_two_endpoints_the_other_is_named() -> None:
    result = migrated(call("GET", f"{API}/project/$SLUG/$N"))
    assert result.call is None
    other = "GET /project/:vcs-type/:username/:project/:build_num"
    assert f"it may as well be {other}" in result.against


@pytest.mark.parametrize(
    ("method", "path", "told"),
    [
        ("POST", "project/$ORG/$REPO", ["`$REPO` is taken to hold no query of its own"]),
        ("POST", "project/$ORG/$REPO#top", ["`$REPO` is taken to hold no query of its own"]),
        ("POST", "project/$ORG/$REPO?circle-token=$T", []),
        ("POST", "project/$ORG/site", []),
        ("POST", "project/github/acme/site/tree/%BRANCH", []),
        ("GET", "project/github/acme/site/envvar/$NAME", []),
    ],
)
def test_a_hole_at_the_end_of_a_path_that_goes_on_in_v2_may_hide_a_query(
    method: str, path: str, told: list[str]
) -> None:
    notes = migrated(call(method, f"{API}/{path}")).notes
    assert [note for note in notes if "of its own" in note] == told


def test_urls_with_different_branches_can_not_share_one_body() -> None:
    urls = tuple(value(f"{API}/project/github/acme/site/tree/{b}") for b in ("one", "two"))
    one = Call(language="none", span=HERE, method="POST", urls=urls)
    assert any("different values into one body" in c for c in migrated(one).against)


def test_two_urls_that_say_the_same_move_together() -> None:
    urls = tuple(value(f"{API}/project/github/acme/{p}/tree/$B") for p in ("one", "two"))
    result = migrated(Call(language="none", span=HERE, method="POST", urls=urls))
    assert result.call
    assert [url.written().rsplit("/", 2)[1] for url in result.call.urls] == ["one", "two"]


@pytest.mark.parametrize(
    ("written", "doubted"),
    [
        ('{"build_parameters": {"RUN": "1"}}', False),
        ('{"build_parameters": {"RUN": "1", "$K": "2"}}', True),
        ('{"build_parameters": $P}', True),
    ],
)
def test_build_parameters_that_are_not_all_in_view_are_doubted(written: str, doubted: bool) -> None:
    body = json_body(written)
    result = migrated(call("POST", f"{API}/project/github/acme/site", body=body))
    clause = "every build parameter must be declared in the project's config, and not all of them"
    assert any(clause in each for each in result.review) == doubted
    assert result.call


def test_a_token_of_a_project_is_told_of_once_the_address_changes() -> None:
    told = "v2 takes no project token: the token must be a personal one"
    url = f"{API}/project/github/acme/site/build"
    body = json_body('{"branch": "main"}')
    assert told in migrated(call("POST", url, body=body)).notes
    without = migrated(call("POST", url, body=body, anonymous=True))
    assert told not in without.notes
    assert "it sends no token, and v2 may want one even for public projects" in without.review


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ((), [("content-type", "application/json")]),
        (
            (("accept", "text/plain"),),
            [("accept", "text/plain"), ("content-type", "application/json")],
        ),
        ((("content-type", "application/json; charset=utf-8"),), None),
    ],
)
def test_the_header_of_the_body_says_json_once(
    given: tuple[tuple[str, str], ...], becomes: list[tuple[str, str]] | None
) -> None:
    headers = tuple(Header(name, value(written)) for name, written in given)
    body = form_body("branch=main")
    result = migrated(
        call("POST", f"{API}/project/github/acme/site/build", body=body, headers=headers)
    )
    assert result.call
    sent = [(header.name, header.value.known) for header in result.call.headers]
    assert sent == (list(given) if becomes is None else becomes)


@pytest.mark.parametrize(
    ("parameters", "forbidden"),
    [('"RUN=1"', True), ('"$P"', True), ("[1]", True), ("5", True), ("$P", False), ("{}", False)],
)
def test_build_parameters_that_are_no_object(parameters: str, forbidden: bool) -> None:
    body = json_body(f'{{"build_parameters": {parameters}}}')
    result = migrated(call("POST", f"{API}/project/github/acme/site", body=body))
    clause = "v2 takes an object as `build_parameters`, and this call sends none"
    assert (clause in result.against) == forbidden
    assert (result.call is None) == forbidden


def listing(branch: str) -> Call:
    """A list of the builds of a branch, of which a pipeline has all that is read."""
    answer = Answer(reads=(Read((Step(None, HERE), Step("vcs_revision", HERE)), HERE),))
    return call("GET", f"{API}/project/github/acme/site/tree/{branch}", answer=answer)


@pytest.mark.parametrize(
    ("branch", "told"),
    [("$B", True), ("a-$B", True), ("%B", False), ("main", False), ("a%2Bb", False)],
)
def test_a_branch_that_moves_into_the_query_must_be_encoded_there(branch: str, told: bool) -> None:
    migration = migrated(listing(branch))
    assert any("`$B` stands in the query now" in note for note in migration.notes) == told
    assert not any("is a space in a query" in clause for clause in migration.review)


def test_a_plus_of_a_branch_that_moves_into_the_query_is_told() -> None:
    migration = migrated(listing("c++"))
    assert "the `+` in `c++` is a space in a query: write `%2B`" in migration.review


@pytest.mark.parametrize(("written", "told"), [('"5"', False), ('"$N"', False), ("5", True)])
def test_a_parameter_that_is_no_text_is_told(written: str, told: bool) -> None:
    body = json_body(f'{{"build_parameters": {{"N": {written}}}}}')
    result = migrated(call("POST", f"{API}/project/github/acme/site", body=body))
    assert any("`N` is sent as 5" in note for note in result.notes) == told
    assert any("is sent as" in note for note in result.notes) == told
