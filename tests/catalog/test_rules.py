"""Each rule is whole, agrees with itself, and its examples show what it says."""

from __future__ import annotations

import ast
import re
import subprocess

import pytest

from migrator.catalog import rulefile
from migrator.catalog.load import catalog
from migrator.catalog.rule import Example, Keys, Rule
from migrator.catalog.rulefile import api
from migrator.catalog.severity import Severity
from migrator.migrate.guards import GUARDS
from tests.catalog.addresses import ids, met

RULES = catalog().rules
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{example.language}")
    for rule in RULES
    for example in rule.examples
]
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
every_example = pytest.mark.parametrize(("rule", "example"), EXAMPLES)

_VARIABLE = re.compile(r"{(\w+)}")
_URL = re.compile(r"""https://circleci\.com/api/[^\s"']*""")
_HOLE = re.compile(r"\$?{(\w+)}|\$(\w+)")


def test_the_names_of_the_files_are_those_of_the_rules() -> None:
    assert {rule.id for rule in RULES} == rulefile.ids()


@every_rule
def test_prose_is_there(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z].*[^.]", rule.title)
    assert rule.why
    assert rule.instead
    assert rule.source
    assert not re.search(r"\bTODO\b|NV\b", rule.why + rule.instead + rule.reader)


@every_rule
def test_an_id_is_kebab_case(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)


@every_rule
def test_applicability_is_a_word_of_the_contract(rule: Rule) -> None:
    assert rule.fix.applicability in ("safe", "unsafe", "none")
    if rule.fix.applicability != "none":
        assert rule.v2 or rule.walk
        assert rule.fix.message


@every_rule
def test_guards_are_words_that_somebody_knows(rule: Rule) -> None:
    assert set(rule.fix.guards) <= GUARDS.keys()


@every_rule
def test_what_dies_is_an_error(rule: Rule) -> None:
    assert rule.sunset is None or rule.severity is Severity.ERROR


@every_rule
def test_what_has_no_counterpart_is_at_most_told(rule: Rule) -> None:
    """Unless it is gone already."""
    if rule.v2 is None and rule.severity is not Severity.ERROR:
        assert rule.severity is Severity.NOTE


@every_rule
def test_a_v2_path_is_made_of_what_the_v1_path_says(rule: Rule) -> None:
    if rule.v2 and rule.fix.applicability != "none":
        given = set(_VARIABLE.findall(rule.v1.template.path))
        given |= {name for known in rule.lookup.known for name in known}
        assert set(_VARIABLE.findall(rule.v2.template.path)) <= given


@every_rule
@pytest.mark.parametrize("where", ["body", "query"])
def test_keys_agree(rule: Rule, where: str) -> None:
    keys: Keys = getattr(rule, where)
    fates = [keys.keep, keys.rename.keys(), keys.drop.keys(), keys.refuse.keys()]
    known = [key for fate in fates for key in fate]
    assert len(known) == len(set(known)), "a key has one fate"
    sent = {*keys.keep, *keys.rename.values(), *keys.take, *keys.option}
    assert keys.exclusive <= sent
    assert keys.declare <= set(known)
    taken = {name for words in keys.take.values() for name in _VARIABLE.findall(words) or [words]}
    assert taken <= set(_VARIABLE.findall(rule.v1.template.path))


@every_rule
def test_answers_agree(rule: Rule) -> None:
    answer = rule.answer
    known = [*answer.same, *answer.rename, *answer.gone]
    assert len(known) == len(set(known)), "a field has one fate"
    for path in known:
        assert path == "*" or all(path.split(".")), path
        assert not answer.list or path == "*" or path.split(".")[0] == "[]", path


@every_rule
def test_words_are_those_of_fields_that_are_known(rule: Rule) -> None:
    answer = rule.answer
    answered = {*answer.same, *answer.rename}
    assert answer.never.keys() <= answered
    assert answer.note.keys() <= answered
    for path, compared in answer.compared.items():
        assert path in answer.gone, "its value may go where words are not enough"
        assert compared.becomes in answered
        assert not compared.words & compared.otherwise.keys()
        assert not compared.words & compared.several.keys()


@every_rule
def test_there_are_examples(rule: Rule) -> None:
    assert rule.examples
    if rule.answer.list and rule.fix.applicability == "safe":
        assert {example.language for example in rule.examples} == {"shell", "python"}


@every_example
def test_an_example_is_a_program(rule: Rule, example: Example) -> None:
    for program in (example.before, example.after):
        if example.language == "python":
            ast.parse(program)
        else:
            assert example.language == "shell"
            subprocess.run(["bash", "-n"], input=program.encode(), check=True)


@every_example
def test_an_example_stays_where_there_is_no_fix(rule: Rule, example: Example) -> None:
    assert (example.before == example.after) == (rule.fix.applicability == "none")


@every_example
def test_an_example_calls_what_the_rule_is_about(rule: Rule, example: Example) -> None:
    # What a call sends says whether one of v2 is meant.
    wanted = set() if rule.only_undeclared else {rule.id}
    assert [ids(met(rule.v1.method, url)) for url in _urls(example.before)] == [wanted]


@every_example
def test_an_example_ends_at_the_v2_call(rule: Rule, example: Example) -> None:
    v2 = rule.v2 or (rule.walk and rule.walk.start)
    if v2 and rule.fix.applicability != "none":
        (url,) = _urls(example.after)
        pattern = _VARIABLE.sub(
            ".+", re.escape(v2.template.path).replace(r"\{", "{").replace(r"\}", "}")
        )
        assert re.fullmatch(rf"https://circleci\.com/api/v2{pattern}(\?.*)?", url)
        assert met(v2.method, url) is None


def _urls(program: str) -> list[str]:
    """The addresses of a program, `<name>` for what it fills in."""
    return [_HOLE.sub(lambda m: f"<{m[1] or m[2]}>", url) for url in _URL.findall(program)]


def test_every_rule_is_about_a_version_of_the_api_or_one_that_never_was() -> None:
    old = set(api()["versions"])
    for rule in RULES:
        assert set(rule.v1.versions) == old or old.isdisjoint(rule.v1.versions)


def test_a_title_and_a_call_name_one_rule() -> None:
    assert len({rule.title for rule in RULES}) == len(RULES)
    assert len({(rule.v1.v1_words, rule.v1.versions) for rule in RULES}) == len(RULES)
