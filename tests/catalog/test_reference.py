"""The rules against the published specifications and the endpoint table, where those are there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from migrator.catalog.catalog import UNKNOWN
from migrator.catalog.load import catalog
from migrator.catalog.rule import Endpoint, Keys, Rule
from migrator.catalog.severity import Severity
from migrator.catalog.template import Template
from tests.catalog.addresses import CLOUD, ids, met

REFERENCE = Path(__file__).parents[3] / "shared" / "api"
V1, V2, TABLE = (REFERENCE / n for n in ("openapi-v1.json", "openapi-v2.json", "v1-to-v2.md"))

needs_v1 = pytest.mark.skipif(
    not V1.is_file(), reason="no specification of v1.1 beside the checkout"
)
needs_v2 = pytest.mark.skipif(not V2.is_file(), reason="no specification of v2 beside the checkout")
needs_table = pytest.mark.skipif(
    not TABLE.is_file(), reason="no endpoint table beside the checkout"
)

_METHODS = ("get", "post", "put", "patch", "delete")
_SLUG = re.compile(r"{project-slug}|{provider}/{organization}/{project}|{slug}")

with_v2 = pytest.mark.parametrize(
    "rule", [rule for rule in catalog().rules if rule.v2], ids=lambda rule: rule.id
)


with_walk = pytest.mark.parametrize(
    "rule", [rule for rule in catalog().rules if rule.walk], ids=lambda rule: rule.id
)
every_rule = pytest.mark.parametrize("rule", catalog().rules, ids=lambda rule: rule.id)


@cache
def specification(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def operations(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for route, item in specification(path)["paths"].items():
        for method in _METHODS:
            if method in item:
                yield method.upper(), route, item[method]


def same_path(path: str) -> str:
    """A path without the names of its variables."""
    return re.sub(r"{[^}]*}", "{}", _SLUG.sub("{}", path))


def operation(endpoint: Endpoint) -> dict[str, Any]:
    found = [
        item
        for method, route, item in operations(V2)
        if (method, same_path(route)) == (endpoint.method, same_path(endpoint.template.path))
    ]
    assert len(found) == 1, endpoint.v2_words
    return found[0]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        found: Any = specification(V2)
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def content(item: dict[str, Any]) -> dict[str, Any]:
    """The schema of a body or of an answer."""
    return resolved(item["content"]["application/json"]["schema"])


def sent(keys: Keys) -> set[str]:
    return {*keys.keep, *keys.rename.values(), *keys.take, *keys.option, *keys.send}


def answered(rule: Rule) -> dict[str, Any]:
    assert rule.v2
    return content(operation(rule.v2)["responses"][str(rule.v2.status)])


@needs_v1
def test_every_operation_of_v1_has_a_rule() -> None:
    values = {"{vcs-type}": "github", "{build_num}": "12"}
    for method, route, _ in operations(V1):
        path = re.sub(r"{[^}]*}", lambda m: values.get(m[0], "acme"), route)
        (rule,) = ids(met(method, f"{CLOUD}v1.1{path}"))
        assert rule != UNKNOWN, (method, route)


@needs_v2
def test_no_operation_of_v2_meets_a_rule() -> None:
    for method, route, _ in operations(V2):
        for slug in (
            "gh/acme/site",
            "circleci/9YytKzouJxzu4TjCRFqAoD/44n9wujWcTnVZ2b5S8Fnat",
            "<slug>",
        ):
            path = re.sub(r"{([^}]*)}", r"<\1>", _SLUG.sub(slug, route))
            assert met(method, f"{CLOUD}v2{path}") is None, (method, path)


@needs_v2
@with_v2
def test_the_v2_call_exists(rule: Rule) -> None:
    assert rule.v2
    assert str(rule.v2.status) in operation(rule.v2)["responses"]


@needs_v2
@with_v2
def test_the_v2_call_takes_those_parameters(rule: Rule) -> None:
    assert rule.v2
    found = operation(rule.v2)
    taken = {each["name"] for each in found.get("parameters", ()) if each.get("in") == "query"}
    if "next_page_token" in answered(rule).get("properties", {}):
        taken.add("page-token")
    assert sent(rule.query) <= taken


@needs_v2
@with_v2
def test_the_v2_call_takes_those_body_keys(rule: Rule) -> None:
    assert rule.v2
    keys = sent(rule.body)
    body = operation(rule.v2).get("requestBody")
    assert not keys or (body and keys <= content(body)["properties"].keys())


@needs_v2
@with_v2
def test_the_v2_call_takes_those_values(rule: Rule) -> None:
    assert rule.v2
    for key, words in rule.body.values.items():
        name = rule.body.rename.get(key, key)
        schema = content(operation(rule.v2)["requestBody"])["properties"][name]
        assert set(words.values()) <= set(resolved(schema)["enum"])
    for key, value in rule.body.send.items():
        schema = resolved(content(operation(rule.v2)["requestBody"])["properties"][key])
        assert isinstance(value, {"array": list, "boolean": bool, "string": str}[schema["type"]])


@needs_v2
@with_v2
def test_words_that_a_status_is_compared_with_are_its_own(rule: Rule) -> None:
    for path, words in (
        *((each.becomes, each.words) for each in rule.answer.compared.values()),
        *(
            (each.becomes, frozenset(words))
            for each in rule.answer.compared.values()
            for words in each.several.values()
        ),
        *((path, frozenset[str]()) for path in rule.answer.never),
    ):
        schema = answered(rule)
        for step in path.split("."):
            schema = resolved(schema["properties"][step])
        assert words <= set(schema["enum"])
        assert not rule.answer.never.get(path, {}).keys() & set(schema["enum"])


@needs_v2
@with_walk
def test_a_walk_begins_with_a_list_of_v2(rule: Rule) -> None:
    assert rule.walk
    assert "items" in content(operation(rule.walk.start)["responses"]["200"])["properties"]


_WALKED = {
    "pipeline": "/pipeline/{}",
    "workflow": "/workflow/{}",
    "job": "/workflow/{}/job",
    "details": "/project/{}/job/{}",
    "artifact": "/project/{}/{}/artifacts",
}


@needs_v2
@with_walk
def test_a_walk_comes_by_the_fields_that_it_yields(rule: Rule) -> None:
    assert rule.walk
    for field in rule.walk.fields:
        schema = content(_at("GET", _WALKED[field.of])["responses"]["200"])
        steps = field.path.split(".")
        listed = "items" in schema["properties"]
        assert _leads(schema, ["items", "[]", *steps] if listed else steps), field


def _at(method: str, path: str) -> dict[str, Any]:
    return next(i for m, route, i in operations(V2) if (m, same_path(route)) == (method, path))


_NAMED = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) (?:/api/v2)?(/[^\s`?]*)(?:\?([^`]*))?`")


@needs_v1
@needs_v2
@every_rule
def test_every_call_that_the_prose_names_exists(rule: Rule) -> None:
    """Of v2, or of the version that the rule is about where it is written with `…`."""
    known = {(method, same_path(route)) for method, route, _ in operations(V2)}
    own = (rule.v1.method, same_path(rule.v1.template.path))
    texts = (rule.why, rule.instead, rule.reader, rule.lookup.missing, *rule.answer.gone.values())
    for method, path, query in _NAMED.findall(" ".join(texts)):
        if "…" in path or "v3" in path or (method, _spelled(path)) == own:
            continue
        assert (method, _spelled(path)) in known, (method, path)
        names = {part.partition("=")[0] for part in query.split("&") if part}
        found = next(
            i for m, r, i in operations(V2) if (m, same_path(r)) == (method, _spelled(path))
        )
        assert names <= {each.get("name") for each in found.get("parameters", ())}, query


def _spelled(path: str) -> str:
    """A path of the prose without what it names its variables."""
    path = re.sub(r"<[^>]*>|:[\w-]+", "{}", path)
    return same_path(
        re.sub(r"{slug}|{n}", lambda m: "{project-slug}" if "s" in m[0] else "{}", path)
    )


@needs_v2
@with_v2
def test_the_v2_call_answers_those_fields(rule: Rule) -> None:
    schema = answered(rule)
    assert not rule.answer.list or "items" in schema["properties"]
    for path in (*rule.answer.same, *rule.answer.rename.values()):
        assert _leads(schema, _v2_steps(rule, path)), path


_OBJECTS = {
    "pipeline": ("/pipeline", "items.[]."),
    "workflow": ("/pipeline/{id}/workflow", "items.[]."),
    "job": ("/workflow/{id}/job", "items.[]."),
    "details": ("/project/{slug}/job/{n}", ""),
    "artifact": ("/project/{slug}/{n}/artifacts", "items.[]."),
}
"""Where a walk comes by an object, and where in the answer it stands."""


@needs_v2
@pytest.mark.parametrize(
    "rule", [rule for rule in catalog().rules if rule.walk], ids=lambda rule: rule.id
)
def test_a_walk_answers_what_v2_does(rule: Rule) -> None:
    assert rule.walk
    taken = {each["name"] for each in operation(rule.walk.start)["parameters"]}
    assert {*rule.query.keep, *rule.query.take, *rule.query.option} <= taken
    for field in rule.walk.fields:
        path, before = _OBJECTS[field.of]
        found = content(operation(Endpoint("GET", Template(path), ("v2",)))["responses"]["200"])
        assert _leads(found, [*before.split(".")[:-1], *field.path.split(".")]), field


def _v2_steps(rule: Rule, path: str) -> list[str]:
    """``path`` from the root of the v2 answer: a renamed parent takes its members along."""
    for old, new in rule.answer.rename.items():
        if path.startswith(f"{old}."):
            path = new + path.removeprefix(old)
    return (["items"] if rule.answer.list else []) + path.split(".")


def _leads(schema: dict[str, Any], steps: list[str]) -> bool:
    schema = resolved(schema)
    if not steps:
        return True
    if steps[0] == "[]":
        return schema["type"] == "array" and _leads(schema["items"], steps[1:])
    # The specification writes some keys with a hyphen that answers write with an underscore.
    members = {key.replace("-", "_"): each for key, each in schema.get("properties", {}).items()}
    step = steps[0].replace("-", "_")
    return step in members and _leads(members[step], steps[1:])


@needs_table
def test_every_row_of_the_table_has_its_rule() -> None:
    for id, *row in _rows():
        rule = catalog().rule(id)
        assert rule, id
        v1_method, v1_path, v2_method, v2_path, kind, reason = row
        assert (rule.v1.method, same_path(rule.v1.template.path)) == (v1_method, same_path(v1_path))
        _same_v2(rule, v2_method, v2_path)
        assert (rule.sunset is not None) == ("dies:" in reason), id
        assert kind != "exact" or rule.fix.applicability == "safe", id


def _same_v2(rule: Rule, method: str, path: str) -> None:
    if method == "-":
        assert rule.v2 is None, rule.id
        return
    assert rule.v2, rule.id
    bare = path.partition("?")[0]
    assert (rule.v2.method, same_path(rule.v2.template.path)) == (method, same_path(bare))


@needs_table
def test_a_severity_is_that_of_the_contract() -> None:
    gone = {"recent-builds", "build-cache-delete"}
    for id, _, _, v2_method, _, _, reason in _rows():
        rule = catalog().rule(id)
        assert rule
        if "dies:" in reason or id in gone:
            assert rule.severity is Severity.ERROR, id
        else:
            assert rule.severity is (Severity.NOTE if v2_method == "-" else Severity.WARNING), id


@needs_table
def test_every_rule_is_a_row_or_about_what_never_was() -> None:
    rows = {row[0] for row in _rows()}
    for rule in catalog().rules:
        assert rule.id in rows or not {"v1", "v1.1"} & set(rule.v1.versions), rule.id


def _rows() -> list[list[str]]:
    """The rows of section 12.1."""
    table = TABLE.read_text(encoding="utf-8").partition("### 12.1")[2].partition("### 12.2")[0]
    lines = table.split("```")[1].strip().splitlines()[1:]
    return [line.replace("{P}", "/project/{slug}").split("|") for line in lines]
