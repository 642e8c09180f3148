"""Which rule a call meets, and where it stays silent."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call import jsontext
from migrator.call.body import Body, Encoding, Entry, Object, Scalar
from migrator.call.call import Call, Header
from migrator.call.source import Span
from migrator.call.value import Hole, Literal, Value, join, text
from migrator.catalog.catalog import UNKNOWN
from migrator.catalog.load import catalog
from migrator.catalog.match import Match, match
from migrator.catalog.rule import Rule
from migrator.catalog.template import VCS
from tests.call import QUICK
from tests.call.notation import value
from tests.catalog.addresses import (
    CLOUD,
    NAMES,
    address,
    call_of,
    ids,
    met,
    methods,
    slugs,
    variables,
)

V1_1 = f"{CLOUD}v1.1"
# Those that are met by what is sent as well are met by no address alone.
KNOWN = tuple(r for r in catalog().rules if r.id != UNKNOWN and not r.only_undeclared)
RULES = st.sampled_from([rule.id for rule in KNOWN])


def rule_of(id: str) -> Rule:
    rule = catalog().rule(id)
    assert rule
    return rule


class TestMethod:
    @pytest.mark.parametrize(
        ("method", "path", "rule"),
        [
            ("GET", "/project/gh/a/b", "project-builds"),
            ("POST", "/project/gh/a/b", "trigger-job"),
            ("GET", "/project/gh/a/b/tree/main", "project-branch-builds"),
            ("POST", "/project/gh/a/b/tree/main", "trigger-job-branch"),
            ("POST", "/project/gh/a/b/build", "trigger-pipeline"),
            ("DELETE", "/project/gh/a/b/build-cache", "build-cache-delete"),
            ("GET", "/project/gh/a/b/envvar", "env-list"),
            ("POST", "/project/gh/a/b/envvar", "env-create"),
            ("GET", "/project/gh/a/b/settings", "settings-get"),
            ("PUT", "/project/gh/a/b/settings", "settings-put"),
            ("GET", "/project/gh/a/b/12", "build-get"),
            ("POST", "/project/gh/a/b/12/ssh", "build-ssh"),
            ("POST", "/project/gh/a/b/ssh-key", "sshkey-create"),
            ("POST", "/project/gh/a/b/12/ssh-users", "build-ssh-users"),
            ("GET", "/project/gh/a/b/latest/artifacts", "latest-artifacts"),
            ("GET", "/project/gh/a/b/12/artifacts", "build-artifacts"),
            ("DELETE", "/admin/users/7", "admin"),
            ("HEAD", "/me", "unknown"),
            ("POST", "/project/gh/a/b/jira/build", "unknown"),
        ],
    )
    def test_decides(self, method: str, path: str, rule: str) -> None:
        assert ids(met(method, V1_1 + path)) == {rule}

    def test_unknown_leaves_all_that_the_path_may_be(self) -> None:
        found = met(None, f"{V1_1}/project/gh/a/b")
        assert ids(found) == {"project-builds", "trigger-job"}
        assert found is not None
        assert found.rule.id == "trigger-job", "the worse one is told"

    def test_unknown_and_only_one_endpoint(self) -> None:
        assert ids(met(None, f"{V1_1}/recent-builds")) == {"recent-builds"}


class TestUnsent:
    """Addresses that nothing was seen to send."""

    @pytest.mark.parametrize(
        ("url", "says"),
        [
            (f"{V1_1}/project/gh/a/b", "a project"),
            (f"{V1_1}/project/gh/<org>/<repo>/", "a project"),
            (f"{V1_1}/project/<slug>", "a project"),
            (V1_1, "the API"),
            (f"{V1_1}/", "the API"),
        ],
    )
    def test_the_beginning_of_others(self, url: str, says: str) -> None:
        found = _unsent(url)
        assert ids(found) == {UNKNOWN}
        assert found is not None
        assert found.assumed == (f"it is the address of {says}, which other code may complete",)

    def test_the_address_of_the_api_that_somebody_is_handed(self) -> None:
        found = met(None, f"{V1_1}/")
        assert ids(found) == {UNKNOWN}
        assert found is not None
        [clause] = found.assumed
        assert "the address of the API" in clause

    @pytest.mark.parametrize(
        ("url", "rule"),
        [
            (f"{V1_1}/project/gh/a/b/tree/main", "trigger-job-branch"),
            (f"{V1_1}/project/gh/a/b/build", "trigger-pipeline"),
            (f"{V1_1}/recent-builds", "recent-builds"),
        ],
    )
    def test_an_endpoint_of_its_own(self, url: str, rule: str) -> None:
        assert rule in ids(_unsent(url))


def _unsent(url: str) -> Match | None:
    return match(replace(call_of(None, url), unsent=True), value(url), catalog())


class TestAmbiguity:
    @pytest.mark.parametrize(
        ("url", "rules"),
        [
            ("v1.1/project/<slug>/<n>", {"project-builds", "build-get"}),
            ("v1/project/<a>/<b>/<c>", {"project-builds", "build-get"}),
            ("v1.1/project/<a>/<b>/<c>", {"project-builds"}),
            ("v1.1/project/gh/<a>/<b>", {"project-builds"}),
            ("v1.1/project/<slug>/settings", {"settings-get"}),
            ("v1.1/project/<slug>/12/tests", {"build-tests"}),
        ],
    )
    def test_holes(self, url: str, rules: set[str]) -> None:
        assert ids(met("GET", CLOUD + url)) == rules

    def test_digits_are_a_number_rather_than_the_name_of_a_project(self) -> None:
        found = met("GET", f"{V1_1}/project/<slug>/11")
        assert found is not None
        assert (found.rule.id, ids(found)) == ("build-get", {"build-get", "project-builds"})

    @pytest.mark.parametrize(
        "url", ["v1.1/<path>", "v1.1<path>", "v1.1/project/<slug>/<a>/<b>/<c>"]
    )
    def test_an_endpoint_that_nobody_sees_is_unknown(self, url: str) -> None:
        assert ids(met("POST", CLOUD + url)) == {UNKNOWN}

    @pytest.mark.parametrize(
        ("path", "assumed"),
        [
            ("/nothing/anybody/knows", ()),
            ("/nothing/<word>/knows", ("the path `/nothing/word/knows` is not all in view",)),
            ("/nothing/anybody/knows?filter=<word>", ()),
        ],
    )
    def test_unknown_tells_of_a_path_that_is_not_all_in_view(
        self, path: str, assumed: tuple[str, ...]
    ) -> None:
        found = met("GET", V1_1 + path)
        assert found is not None
        assert ids(found) == {"unknown"}
        assert found.assumed == assumed


class TestReading:
    def test_variables_are_bound_to_their_pieces(self) -> None:
        found = met("POST", f"{V1_1}/project/github/<org>/site/tree/<branch>?circle-token=<t>")
        assert found is not None
        slug, branch = found.bound("slug"), found.bound("branch")
        assert slug is not None
        assert branch is not None
        assert (slug.written(), branch.written()) == ("github/org/site", "branch")
        assert found.bound("n") is None

    def test_version_and_path_are_cells_of_the_url(self) -> None:
        found = met("GET", f"{V1_1}/me?circle-token=<t>")
        assert found is not None
        assert found.url.cut(*found.version).written() == "v1.1"
        assert found.url.cut(*found.path).written() == "/me"

    @pytest.mark.parametrize(
        "tail", ["", "/", "?x=/a", "#a/b", "?", "/?circle-token=<t>", "?x=1#a", "#a?x=1"]
    )
    def test_what_ends_a_path(self, tail: str) -> None:
        assert ids(met("POST", f"{V1_1}/project/gh/a/b/build{tail}")) == {"trigger-pipeline"}

    def test_a_two_part_slug_assumes_github(self) -> None:
        for version in ("v1", "v1.1"):
            found = met("POST", f"{CLOUD}{version}/project/acme/site/build")
            assert found is not None
            assert found.vcs_missing
            assert found.assumed == ("the URL names no VCS: GitHub is assumed",)

    def test_a_hole_at_the_end_of_a_bare_slug_is_taken_for_the_slug(self) -> None:
        found = met("POST", f"{V1_1}/project/<slug>")
        assert found is not None
        assert found.rule.id == "trigger-job"
        assert found.assumed == (
            "`slug` is taken to hold the rest of the project's slug and no more",
        )

    def test_holes_side_by_side_are_taken_for_a_branch(self) -> None:
        found = met("POST", f"{V1_1}/project/gh/a/b/tree/<prefix><name>")
        assert found is not None
        assert found.assumed == ("`prefixname` is taken to be the name of a branch",)
        apart = met("POST", f"{V1_1}/project/gh/a/b/tree/<prefix>-<name>")
        assert apart is not None
        assert apart.assumed == ()

    @pytest.mark.parametrize("url", ["project/gh/a/b/settings/x", "project/gh/a/b/tree", "nothing"])
    def test_a_path_that_no_rule_describes(self, url: str) -> None:
        assert ids(met("GET", f"{V1_1}/{url}")) == {UNKNOWN}


class TestHosts:
    @pytest.mark.parametrize(
        "host",
        [
            "https://circleci.com",
            "http://circleci.com",
            "https://www.circleci.com",
            "https://app.circleci.com",
            "https://CircleCI.com",
            "https://circleci.com:443",
            "https://<token>:@circleci.com",
            "https://user:secret@circleci.com",
            "circleci.com",
            "https://circleci.com/",
        ],
    )
    def test_of_the_cloud(self, host: str) -> None:
        found = met("GET", f"{host}/api/v1.1/me")
        assert ids(found) == {"me-get"}
        assert found is not None
        assert found.assumed == ()

    @pytest.mark.parametrize("host", ["https://circleci.<domain>", "<scheme>CircleCI.acme.org"])
    def test_that_say_circleci_in_part(self, host: str) -> None:
        for path, rule in (("me", "me-get"), ("nothing/anybody/knows", UNKNOWN)):
            found = met("GET", f"{host}/api/v1.1/{path}")
            assert ids(found) == {rule}
            assert found is not None
            assert found.assumed == ()

    @pytest.mark.parametrize(
        "host", ["https://ci.acme.org", "ci.acme.org", "http://ci.acme.org:8080"]
    )
    def test_that_the_command_line_gives(self, host: str) -> None:
        assert met("GET", f"{host}/api/v1.1/me") is None
        assert ids(met("GET", f"{host}/api/v1.1/me", "ci.acme.org")) == {"me-get"}

    @pytest.mark.parametrize(
        "url",
        [
            "https://circleci.com.acme.org/api/v1.1/me",
            "https://notcircleci.com/api/v1.1/me",
            "https://bittrex.example/api/v1.1/public",
            "https://ci.acme.org/api/v1.1/project/github/acme/site",
            "https://circleci.com/docs/api/v1-reference/",
            "https://circleci.com/gh/acme/site.svg?circle-token=<t>",
            "https://circleci.com/gh/acme/site.cc.xml?circle-token=<t>",
            "https://circleci.com/cc.xml?circle-token=<t>",
            "https://11-1-gh.circle-artifacts.com/0/dist/site.tar.gz?circle-token=<t>",
            "https://img.shields.io/endpoint?url=https://circleci.com/api/v1.1/project/gh/a/b",
            "https://proxy.acme.org/https://circleci.com/api/v1.1/project/gh/a/b",
            "https://circleci.com/api/v1.10/me",
            "https://circleci.com/api/v1.1x/me",
            "https://circleci.com/api/",
            "https://circleci.com/api/<version>/me",
            "<url>",
            "",
        ],
    )
    def test_that_are_another_or_no_call(self, url: str) -> None:
        for method in ("GET", "POST"):
            assert met(method, url) is None

    @pytest.mark.parametrize(
        "url",
        [
            "<host>/api/v1.1/project/github/acme/site/build",
            "https://<host>/api/v1.1/project/gh/<org>/<repo>/build",
            "https://<host>.acme.org/api/v1.1/project/bb/acme/site/build",
            "<CIRCLECI_URL>/api/v1.1/project/<slug>/build",
            "<host>/api/v1.1/project/<slug>/build?circle-token=<t>",
            "/api/v1.1/project/github/acme/site/build",
        ],
    )
    def test_out_of_view_but_telling(self, url: str) -> None:
        found = met("POST", url)
        assert ids(found) == {"trigger-pipeline"}
        assert found is not None
        assert found.assumed

    @pytest.mark.parametrize(
        "url",
        [
            "<host>/api/v1.1/project/<slug>/build",
            "<host>/api/v1/me",
            "<host>/api/v1.1/nothing?circle-token=<t>",
            "/api/v1.1/projects",
        ],
    )
    def test_out_of_view_and_nothing_tells(self, url: str) -> None:
        assert met("GET", url) is None
        assert met("POST", url) is None

    @pytest.mark.parametrize(
        "call",
        [
            {"headers": (Header("circle-token", text("x")),)},
            {"query": Object((Entry("circle-token", Scalar(text("x"))),))},
        ],
    )
    def test_out_of_view_and_the_token_tells(self, call: dict[str, tuple[Header] | Object]) -> None:
        url = value("<host>/api/v1.1/me")
        seen = Call(language="x", span=Span("file", 0, 0), method="GET", urls=(url,), **call)  # type: ignore[arg-type]
        assert ids(match(seen, url, catalog())) == {"me-get"}


class TestTemplates:
    @pytest.mark.parametrize(
        "path",
        [
            "/project/gh/{{ cookiecutter.org }}/site/follow",
            "/project/gh/{{cookiecutter.org}}/site/follow?circle-token={{ token }}",
            "/project/gh/{{ org }}/{{ repo | lower }}/follow",
            "/project/gh/<org>/{{ repo }}/follow",
        ],
    )
    def test_blanks_of_a_placeholder_are_none_of_the_url(self, path: str) -> None:
        assert ids(met("POST", V1_1 + path)) == {"project-follow"}

    @pytest.mark.parametrize(
        "url",
        [
            f"see {V1_1}/project/gh/{{{{ org }}}}/site/follow",
            f"{V1_1}/project/gh/{{{{ org }}}}/site/follow follows a project",
            f"{V1_1}/project/gh/{{ org }}/site/follow",
            f"{V1_1}/project/gh/{{{{ org }}/site follow",
            f"{V1_1}/project/gh/{{{{ org\n}}}}/site/follow",
            "https://{{ host }}/api/v1.1/project/gh/acme/site/follow",
            f"{V1_1}/project/gh/acme/site/follow {{{{ note }}}}",
        ],
    )
    def test_other_blanks_are_prose(self, url: str) -> None:
        assert met("POST", url) is None


class TestOtherVersions:
    @pytest.mark.parametrize(
        ("method", "path", "rule"),
        [
            ("GET", "v2/workflow/<id>/jobs", "preview-workflow-jobs"),
            ("GET", "v2/project/gh/acme/site/pipelines", "preview-project-pipelines"),
            ("GET", "v2/project/<slug>/pipelines/mine", "preview-filtered-pipelines"),
            ("POST", "v2/project/<slug>/job/12", "preview-job-cancel"),
            ("GET", "v2/project/<slug>/job/12/tests", "preview-job-tests"),
            ("POST", "v2.1/project/gh/acme/site/build", "no-such-version"),
        ],
    )
    def test_what_never_was(self, method: str, path: str, rule: str) -> None:
        assert ids(met(method, CLOUD + path)) == {rule}

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "v2/workflow/<id>/job"),
            ("GET", "v2/project/gh/acme/site/pipeline"),
            ("GET", "v2/project/gh/acme/site/pipeline/mine"),
            ("GET", "v2/project/gh/acme/pipelines/pipeline"),
            ("GET", "v2/project/<slug>/job/12"),
            ("POST", "v2/project/<slug>/job/12/cancel"),
            ("GET", "v2/project/<slug>/<n>/tests"),
            ("GET", "v2/project/gh/acme/job/12/tests"),
            ("GET", "v2/<path>"),
            ("GET", "v2/project/<slug>/<what>"),
            ("POST", "v3/runs"),
            ("GET", "v3/jobs/<id>/stdout"),
        ],
    )
    def test_what_is(self, method: str, path: str) -> None:
        assert met(method, CLOUD + path) is None


@pytest.mark.parametrize(
    ("path", "body", "rule"),
    [
        ("", '{"parameters": {"env": "test"}}', "undeclared-parameter"),
        ("", '{"branch": "main", "parameters": {"env": "test"}}', "undeclared-parameter"),
        ("/run", '{"parameters": {"env": "test"}}', "undeclared-run-parameter"),
        ("", '{"branch": "main"}', None),
        ("", "{}", None),
        ("", None, None),
    ],
)
def test_a_trigger_of_v2_is_met_where_a_config_must_declare_what_it_sends(
    path: str, body: str | None, rule: str | None
) -> None:
    url = f"{CLOUD}v2/project/gh/acme/site/pipeline{path}"
    root = jsontext.parse(value(body)) if body else None
    call = replace(call_of("POST", url), body=Body(Encoding.JSON, root))
    assert ids(match(call, value(url), catalog())) == ({rule} if rule else set())


@QUICK
@given(RULES, st.data())
def test_a_path_made_of_a_template_meets_its_own_rule(id: str, data: st.DataObject) -> None:
    rule = rule_of(id)
    version = data.draw(st.sampled_from(rule.v1.versions))
    url = address(rule.v1, version, data.draw(variables(rule.v1, slugs())))
    found = met(data.draw(methods(rule.v1)), url)
    assert ids(found) == {rule.id}
    assert found is not None
    assert not found.vcs_missing


@QUICK
@given(st.sampled_from([r.id for r in KNOWN if "{slug}" in r.v1.template.path]), st.data())
def test_a_two_part_slug_meets_the_rule_and_is_told(id: str, data: st.DataObject) -> None:
    rule = rule_of(id)
    version = data.draw(st.sampled_from(rule.v1.versions))
    url = address(rule.v1, version, data.draw(variables(rule.v1, slugs(vcs=False))))
    found = met(data.draw(methods(rule.v1)), url)
    assert ids(found) == {rule.id}
    assert found is not None
    assert found.vcs_missing


@QUICK
@given(RULES, st.sampled_from(sorted(catalog().words)), st.data())
def test_a_word_of_the_api_may_be_the_name_of_a_project(
    id: str, word: str, data: st.DataObject
) -> None:
    rule = rule_of(id)
    slug = st.tuples(st.sampled_from(sorted(VCS)), NAMES).map(lambda s: f"{s[0]}/{s[1]}/{word}")
    url = address(rule.v1, rule.v1.versions[0], data.draw(variables(rule.v1, slug)))
    assert ids(met(data.draw(methods(rule.v1)), url)) == {rule.id}


@QUICK
@given(RULES, st.data())
def test_with_holes_it_is_at_least_among_those_it_may_be(id: str, data: st.DataObject) -> None:
    rule = rule_of(id)
    slug = st.sampled_from(["<slug>", "<vcs>/<org>/<repo>", "github/<org>/<repo>"])
    filled = data.draw(variables(rule.v1, slug))
    for name in filled.keys() - {"slug"}:
        filled[name] = data.draw(st.sampled_from([filled[name], f"<{name}>"]))
    url = address(rule.v1, rule.v1.versions[0], filled)
    assert rule.id in ids(met(data.draw(methods(rule.v1)), url))


@QUICK
@given(st.sampled_from([rule.id for rule in KNOWN if rule.v2]), st.data())
def test_what_a_rule_writes_meets_no_rule(id: str, data: st.DataObject) -> None:
    rule = rule_of(id)
    assert rule.v2
    slug = slugs() | st.sampled_from(["<slug>", "<vcs>/<org>/<repo>"])
    url = address(rule.v2, "v2", data.draw(variables(rule.v2, slug)))
    for method in (None, rule.v2.method):
        assert met(method, url) is None


@st.composite
def with_some_hidden(draw: st.DrawFn, whole: Value) -> Value:
    """``whole`` cut into pieces, some of which nobody can see."""
    cuts = draw(st.sets(st.integers(0, len(whole)), max_size=6))
    parts = [whole.cut(start, end) for start, end in pairwise(sorted({0, *cuts, len(whole)}))]
    unseen = Value((Hole("circle"),))
    return join(unseen if draw(st.booleans()) else part for part in parts)


@QUICK
@given(RULES, st.sampled_from([(), ("ci.acme.org",)]), st.data())
def test_a_text_without_a_needle_meets_no_rule(
    id: str, hosts: tuple[str, ...], data: st.DataObject
) -> None:
    """A file in which no needle stands is not read: nothing in it may be a finding."""
    rule = rule_of(id)
    base = data.draw(st.sampled_from(["https://circleci.com", "https://ci.acme.org", "<circleci>"]))
    seen = address(rule.v1, rule.v1.versions[0], data.draw(variables(rule.v1, slugs())))
    url = data.draw(with_some_hidden(value(base + seen.removeprefix("https://circleci.com"))))
    literals = [piece.text for piece in url.pieces if isinstance(piece, Literal)]
    needles = (*catalog().needles, *hosts)
    if not any(needle in literal for literal in literals for needle in needles):
        assert met(data.draw(methods(rule.v1)), url, *hosts) is None


@QUICK
@given(st.text(alphabet="/?#<>ab12.-%\ufffc\u0000é", max_size=30), st.sampled_from(["GET", None]))
def test_no_path_is_too_hostile(path: str, method: str | None) -> None:
    url = text(f"{V1_1}/project/{path}")
    found = met(method, url)
    assert found is not None
    assert found.url is url


@pytest.mark.parametrize(
    ("version", "nearby", "expected"),
    [("v1.1", True, "recent-builds"), ("v1.1", False, None), ("v1", True, None)],
)
def test_a_host_nobody_sees_where_circleci_is_spoken_of(
    version: str, nearby: bool, expected: str | None
) -> None:
    url = Value((Hole("host"), Literal(f"/api/{version}/recent-builds")))
    call = Call(language="none", span=Span("page", 0, 1), method="GET", urls=(url,))
    found = match(call, url, catalog(), named_nearby=nearby)
    assert (found and found.rule.id) == expected
    if found:
        assert found.assumed == ("`host` is taken to be a CircleCI server",)


@pytest.mark.parametrize(
    "pieces",
    [
        (Hole("host"), Literal("/"), Literal("api/v1.1/me")),
        (Hole("host"), Literal("api/v1.1/me")),
    ],
)
def test_a_host_that_nobody_sees_may_bring_the_slash(pieces: tuple[Hole | Literal, ...]) -> None:
    url = Value(pieces)
    call = Call(language="none", span=Span("page", 0, 1), method="GET", urls=(url,))
    found = match(call, url, catalog(), named_nearby=True)
    assert found
    assert found.rule.id == "me-get"
    assert match(call, url, catalog(), named_nearby=False) is None
