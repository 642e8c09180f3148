"""A rule file says what the loader knows, or is refused."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from migrator.call.walk import Field
from migrator.catalog.errors import BadRule
from migrator.catalog.load import catalog, load
from migrator.catalog.needles import HINTS, NEEDLES
from migrator.catalog.rule import Compared, Endpoint, Example, Keys, Passage, Rule
from migrator.catalog.rulefile import api, folder
from migrator.catalog.severity import Severity
from migrator.catalog.template import Template

API = 'hosts = ["ci.example"]\nversions = ["v1"]\nneedles = ["ci.example"]\n'

WALKS = """
[builds]
reason = "R."
message = "M"
takes = ["limit"]
[builds.fields]
state = "job.status"
repo = "pipeline.slug.text/2"
[builds.words.state]
good = "fine"
[builds.filter]
failed = ["bad", "worse"]
[builds.gone]
steps = "why"
"""

RULE: Mapping[str, tuple[str, ...]] = {
    "": ('title = "T"', 'severity = "note"', 'why = "W"', 'instead = "I"'),
    "[v1]": ('method = "GET"', 'path = "/me"'),
    "[v2]": ('method = "GET"', 'path = "/me"'),
    "[body]": (),
    "[query]": (),
    "[answer]": (),
    "[fix]": (),
    "[walk]": (),
    "[[example]]": ('language = "shell"', 'before = "a"', 'after = "b"'),
}

Sections = Mapping[str, tuple[str, ...]]


def written(rules: Path, sections: Sections) -> Path:
    lines = [line for name, content in sections.items() for line in (name, *content)]
    rules.mkdir(exist_ok=True)
    (rules / "api.toml").write_text(API)
    (rules / "some-rule.toml").write_text("\n".join(lines))
    return rules


def loaded(rules: Path, section: str, *lines: str) -> Rule:
    """The rule that has these lines as well."""
    (rule,) = load(written(rules, {**RULE, section: (*RULE[section], *lines)})).rules
    return rule


def without(section: str, key: str) -> Sections:
    return {**RULE, section: tuple(li for li in RULE[section] if not li.startswith(f"{key} "))}


class TestWhatIsRead:
    def test_the_least_that_a_rule_says(self, tmp_path: Path) -> None:
        least = {name: RULE[name] for name in ("", "[v1]")}
        (rule,) = load(written(tmp_path, least)).rules
        assert rule == Rule(
            id="some-rule",
            title="T",
            severity=Severity.NOTE,
            sunset=None,
            v1=Endpoint("GET", Template("/me"), ("v1",)),
            v2=None,
            why="W",
            instead="I",
        )

    def test_facts_of_the_api(self, tmp_path: Path) -> None:
        found = load(written(tmp_path, RULE))
        assert (found.hosts, found.needles) == (("ci.example",), ("ci.example",))

    def test_endpoints(self, tmp_path: Path) -> None:
        rule = loaded(tmp_path, "[v1]", "status = 201", 'versions = ["v2.1"]')
        assert rule.v1 == Endpoint("GET", Template("/me"), ("v2.1",), 201)
        assert rule.v2 == Endpoint("GET", Template("/me"), ("v2",))
        assert loaded(tmp_path, "[v2]", "status = 202").v2 == replace(rule.v2, status=202)

    def test_a_sunset(self, tmp_path: Path) -> None:
        assert loaded(tmp_path, "", "sunset = 2027-02-01").sunset == datetime.date(2027, 2, 1)

    @pytest.mark.parametrize("section", ["[body]", "[query]"])
    def test_keys(self, tmp_path: Path, section: str) -> None:
        rule = loaded(
            tmp_path,
            section,
            'keep = ["a", "b"]',
            'rename = { c = "d" }',
            'drop = { e = "why" }',
            'refuse = { f = "why" }',
            'take = { branch = "branch" }',
            'option = { org-slug = "org-slug" }',
            'exclusive = ["a", "b"]',
            'declare = ["c"]',
            'hazard = { g = "why" }',
        )
        assert (rule.body if section == "[body]" else rule.query) == Keys(
            keep=frozenset({"a", "b"}),
            rename={"c": "d"},
            drop={"e": "why"},
            refuse={"f": "why"},
            take={"branch": "branch"},
            option={"org-slug": "org-slug"},
            exclusive=frozenset({"a", "b"}),
            declare=frozenset({"c"}),
            hazard={"g": "why"},
        )

    def test_a_walk(self, tmp_path: Path) -> None:
        (tmp_path / "walks.toml").write_text(WALKS)
        walk = loaded(tmp_path, "[walk]", 'of = "builds"').walk
        assert walk == Passage(
            name="builds",
            reason="R.",
            message="M",
            start=Endpoint("GET", Template("/me"), ("v2",)),
            takes=frozenset({"limit"}),
            fields=(
                Field("repo", "pipeline", "slug.text", 2),
                Field("state", "job", "status", words=(("good", "fine"),)),
            ),
            states={"failed": ("bad", "worse")},
            gone={"steps": "why"},
        )
        path = loaded(tmp_path, "[walk]", 'of = "builds"', 'path = "/list"').walk
        assert path == replace(walk, start=Endpoint("GET", Template("/list"), ("v2",)))

    def test_a_walk_that_begins_nowhere(self, tmp_path: Path) -> None:
        sections = {name: RULE[name] for name in ("", "[v1]")} | {"[walk]": ('of = "builds"',)}
        with pytest.raises(BadRule, match=r"some-rule\.toml: the walk needs a `path`"):
            load(written(tmp_path, sections))

    def test_a_walk_of_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(BadRule, match=r"some-rule\.toml: `of` is missing"):
            loaded(tmp_path, "[walk]", 'path = "/list"')

    @pytest.mark.parametrize("line", ["wrong = 1", ""])
    def test_a_walk_that_says_too_much_or_nothing(self, tmp_path: Path, line: str) -> None:
        (tmp_path / "walks.toml").write_text(f"[builds]\n{line}\n")
        with pytest.raises(BadRule, match=r"walks\.toml: "):
            loaded(tmp_path, "[walk]", 'of = "builds"')

    def test_an_answer(self, tmp_path: Path) -> None:
        rule = loaded(
            tmp_path,
            "[answer]",
            'same = ["[].name"]',
            'rename = { "[].time" = "[].created_at" }',
            'gone = { "*" = "why" }',
            "list = true",
            "[answer.never.state]",
            'fixed = "it says good"',
            "[answer.compared.outcome]",
            'becomes = "state"',
            'words = ["good"]',
            'message = "M"',
            'otherwise = { bad = "none" }',
            'several = { ended = ["good", "bad"] }',
        )
        assert rule.answer.never == {"state": {"fixed": "it says good"}}
        assert rule.answer.compared == {
            "outcome": Compared(
                "state", frozenset({"good"}), {"ended": ("good", "bad")}, {"bad": "none"}, "M"
            )
        }
        assert rule.answer.same == {"[].name"}
        assert rule.answer.rename == {"[].time": "[].created_at"}
        assert rule.answer.gone == {"*": "why"}
        assert rule.answer.list

    def test_a_fix(self, tmp_path: Path) -> None:
        rule = loaded(
            tmp_path,
            "[fix]",
            'applicability = "safe"',
            'message = "M"',
            'guards = ["form"]',
            'sole_key = ["branch"]',
        )
        assert (rule.fix.applicability, rule.fix.message) == ("safe", "M")
        assert rule.fix.guards == ("form",)
        assert rule.fix.sole_key == {"branch"}
        assert loaded(tmp_path, "").fix.applicability == "none"

    def test_examples(self, tmp_path: Path) -> None:
        assert loaded(tmp_path, "").examples == (Example("shell", "a", "b"),)

    @pytest.mark.parametrize("key", ["why", "instead", "reader", "source"])
    def test_prose_is_unwrapped(self, tmp_path: Path, key: str) -> None:
        prose = f'{key} = """\none\n  two\n\nthree\n"""'
        kept = without("", key)
        (rule,) = load(written(tmp_path, {**kept, "": (*kept[""], prose)})).rules
        assert getattr(rule, key) == "one two\n\nthree"

    def test_rules_come_in_the_order_of_their_names(self, tmp_path: Path) -> None:
        rules = written(tmp_path, RULE)
        for name in ("z", "a"):
            (rules / f"{name}.toml").write_text((rules / "some-rule.toml").read_text())
        (rules / "notes.txt").write_text("not a rule")
        assert [rule.id for rule in load(rules).rules] == ["a", "some-rule", "z"]


class TestRefusals:
    @pytest.mark.parametrize("section", RULE)
    def test_a_key_that_nobody_reads(self, tmp_path: Path, section: str) -> None:
        with pytest.raises(BadRule, match=r"some-rule\.toml: nobody reads `colour`"):
            loaded(tmp_path, section, 'colour = "red"')

    def test_a_table_that_nobody_reads(self, tmp_path: Path) -> None:
        with pytest.raises(BadRule, match="nobody reads `colours`"):
            load(written(tmp_path, {**RULE, "[colours]": ()}))

    @pytest.mark.parametrize(
        ("section", "key"),
        [
            ("", "title"),
            ("", "severity"),
            ("", "why"),
            ("", "instead"),
            ("[v1]", "method"),
            ("[v1]", "path"),
            ("[v2]", "method"),
            ("[v2]", "path"),
            ("[[example]]", "language"),
            ("[[example]]", "before"),
            ("[[example]]", "after"),
        ],
    )
    def test_a_key_that_is_missing(self, tmp_path: Path, section: str, key: str) -> None:
        with pytest.raises(BadRule, match=rf"some-rule\.toml: `{key}` is missing"):
            load(written(tmp_path, without(section, key)))

    @pytest.mark.parametrize(
        ("section", "line"),
        [
            ("", "title = 1"),
            ("", "severity = 1"),
            ("", 'severity = "fatal"'),
            ("", "why = []"),
            ("", "instead = {}"),
            ("", "reader = 1"),
            ("", "source = 1"),
            ("", 'sunset = "2027-02-01"'),
            ("[v1]", "method = 1"),
            ("[v1]", "path = 1"),
            ("[v1]", 'versions = "v1"'),
            ("[v1]", "versions = [1]"),
            ("[v1]", 'status = "200"'),
            ("[v1]", "status = true"),
            *((section, f"{key} = {bad}")
              for section in ("[body]", "[query]")
              for key, bad in (
                  ("keep", '"a"'), ("keep", "[1]"),
                  ("rename", '["a"]'), ("rename", "{ a = 1 }"),
                  ("drop", '"a"'), ("drop", "{ a = 1 }"),
                  ("refuse", '"a"'), ("refuse", "{ a = 1 }"),
                  ("take", '"a"'), ("take", "{ a = 1 }"),
                  ("option", '"a"'), ("option", "{ a = 1 }"),
                  ("exclusive", '"a"'), ("exclusive", "[1]"),
                  ("declare", '"a"'), ("declare", "[1]"),
                  ("hazard", '"a"'), ("hazard", "{ a = 1 }"),
              )),
            ("[answer]", 'same = "a"'),
            ("[answer]", "same = [1]"),
            ("[answer]", 'rename = ["a"]'),
            ("[answer]", "rename = { a = 1 }"),
            ("[answer]", 'gone = "a"'),
            ("[answer]", "gone = { a = 1 }"),
            ("[answer]", 'list = "true"'),
            ("[fix]", "applicability = 1"),
            ("[fix]", 'applicability = "maybe"'),
            ("[fix]", "message = 1"),
            ("[fix]", 'guards = "form"'),
            ("[fix]", "guards = [1]"),
            ("[fix]", 'sole_key = "branch"'),
            ("[fix]", "sole_key = [1]"),
            ("[[example]]", "language = 1"),
            ("[[example]]", "before = 1"),
            ("[[example]]", "after = 1"),
        ],
    )  # fmt: skip
    def test_a_value_of_the_wrong_kind(self, tmp_path: Path, section: str, line: str) -> None:
        bare = without(section, line.split()[0])
        with pytest.raises(BadRule, match=r"some-rule\.toml"):
            load(written(tmp_path, {**bare, section: (*bare[section], line)}))

    @pytest.mark.parametrize("table", ["v1", "v2", "body", "query", "answer", "fix", "example"])
    @pytest.mark.parametrize("content", ["1", '"text"', '["text"]'])
    def test_a_table_that_is_none(self, tmp_path: Path, table: str, content: str) -> None:
        left = {name: lines for name, lines in RULE.items() if name.strip("[]") != table}
        with pytest.raises(BadRule, match=r"some-rule\.toml"):
            load(written(tmp_path, {**left, "": (*left[""], f"{table} = {content}")}))

    def test_a_rule_that_is_no_toml(self, tmp_path: Path) -> None:
        with pytest.raises(BadRule, match=r"some-rule\.toml: "):
            load(written(tmp_path, {"": ("title = ",)}))

    def test_a_folder_without_the_facts_of_the_api(self, tmp_path: Path) -> None:
        with pytest.raises(BadRule, match=r"api\.toml"):
            load(tmp_path)

    @pytest.mark.parametrize("key", ["hosts", "versions", "needles"])
    def test_a_fact_of_the_api_that_is_missing(self, tmp_path: Path, key: str) -> None:
        rules = written(tmp_path, RULE)
        facts = [line for line in API.splitlines() if not line.startswith(key)]
        (rules / "api.toml").write_text("\n".join(facts))
        with pytest.raises(BadRule, match=r"api\.toml"):
            load(rules)


class TestTheOwnCatalog:
    def test_is_loaded_once(self) -> None:
        assert catalog() is catalog()

    def test_lies_beside_the_package(self) -> None:
        assert (folder() / "api.toml").is_file()
        assert set(api()) == {"hosts", "versions", "needles", "hints"}

    def test_finds_a_rule_by_its_id(self) -> None:
        rule = catalog().rule("me-get")
        assert rule is not None
        assert rule.v1.v1_words == "GET /me"
        assert catalog().rule("no-rule") is None

    def test_words_are_those_behind_the_first_segment(self) -> None:
        assert {"build", "tree", "envvar"} <= catalog().words
        assert not {"project", "me"} & catalog().words

    def test_unknown_is_no_rule_of_a_path(self) -> None:
        unknown = catalog().unknown("v1.1")
        assert unknown is not None
        assert unknown not in catalog().of("v1.1")
        assert catalog().unknown("v2") is None

    def test_a_rule_speaks_of_its_versions(self) -> None:
        for version in ("v1", "v1.1", "v2", "v2.1"):
            assert all(version in rule.v1.versions for rule in catalog().of(version))
        assert catalog().of("v3") == ()


def test_the_first_sieve_knows_what_the_rules_say() -> None:
    assert [needle.decode() for needle in NEEDLES] == api()["needles"]
    assert [hint.decode() for hint in HINTS] == api()["hints"]
