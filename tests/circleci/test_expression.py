"""Expressions, as far as parameters decide them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.circleci.expression import holds
from migrator.circleci.value import UNKNOWN, Unknown, Value
from tests.harness.pipeline import _computed

KNOWN: dict[str, Value | Unknown] = {
    "job": "deploy",
    "on": True,
    "count": 3,
    "hidden": UNKNOWN,
    "empty": "",
}
P = "pipeline.parameters."


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (f'{P}job == "deploy"', True),
        (f"{P}job == 'build'", False),
        (f'{P}job != "deploy"', False),
        (f"{P}job", True),
        (f"{P}empty", False),
        (f"{P}on", True),
        (f"not {P}on", False),
        (f"not {P}on and {P}on", False),
        (f"not ({P}on and {P}empty)", True),
        (f'not {P}job == "x"', None),
        (f"{P}count == 3", True),
        (f'{P}count == "3"', False),
        (f'{P}count != "3"', True),
        (f"{P}count > 2", None),
        (f'{P}job starts-with "dep"', True),
        (f'{P}job starts-with "x"', False),
        (f"{P}job matches /dep.*/", None),
        (f'{P}hidden == "x"', None),
        (f'{P}hidden == "x" and {P}empty', False),
        (f'{P}hidden == "x" or {P}on', True),
        (f'{P}hidden == "x" and {P}on', None),
        ('pipeline.git.branch == "main"', None),
        (f'(pipeline.git.branch == "main") and {P}job == ""', False),
        (f'pipeline.git.branch == "main" or {P}job == "deploy"', True),
        (f'{P}empty or {P}empty == "" and {P}on', True),
        ("true", True),
        ("false or 0", False),
        ("true and 1", True),
        ("", None),
        ("(", None),
        ("true)", None),
        ("true true", None),
        ("and", None),
        ("true and", None),
        ("== 1", None),
        ("{}", None),
        ('"unclosed', None),
        ("(" * 1000 + "true" + ")" * 1000, None),
        ("not " * 1000 + "true", None),
    ],
)
def test_what_is_known(expression: str, expected: bool | None) -> None:
    assert holds(expression, KNOWN) is expected


ATOMS = [
    f'{P}job == "deploy"',
    f'{P}job != "x"',
    f'{P}job starts-with "d"',
    f"{P}on",
    f"{P}count == 3",
    'pipeline.git.branch == "main"',
    "pipeline.git.branch",
    "true",
]
expressions = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" and ".join),
        st.tuples(inner, inner).map(" or ".join),
        inner.map(lambda each: f"({each})"),
    ),
    max_leaves=6,
)


@given(expressions, st.sampled_from(["deploy", "x"]), st.booleans(), st.sampled_from(["main", ""]))
def test_what_is_told_is_so(expression: str, job: str, on: bool, branch: str) -> None:
    told = holds(expression, {"job": job, "on": on, "count": 3})
    values: dict[str, object] = {
        "parameters.job": job,
        "parameters.on": on,
        "parameters.count": 3,
        "git.branch": branch,
    }
    assert told is None or told == bool(_computed(expression, values))


@given(st.text(alphabet="()=!<>\"'and orotpipeline./-1 ", max_size=40))
def test_any_text_is_read_or_not(expression: str) -> None:
    assert holds(expression, KNOWN) in (True, False, None)
