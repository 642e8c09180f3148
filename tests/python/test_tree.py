"""Where nodes stand."""
# ruff: noqa: E501, RUF005

from __future__ import annotations

import ast

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.call.language import Alone, Trouble
from migrator.call.source import Source
from migrator.python import PYTHON
from migrator.python.tree import Tree, parse

PROGRAM = (
    'import os\r\n\r\nx = ( a + ( b ) )  # é\r\n\tif_ = f\'{x!r:>{y}} {{\' """\r\n\U0001f600"""\r\n'
).replace("\tif_", "if_")


def tree(text: str) -> Tree:
    found = parse(Source("program.py", text))
    assert isinstance(found, Tree), found
    return found


def test_spans_slice_the_source() -> None:
    made = tree(PROGRAM)
    codes = {made.code(node) for node in made.nodes() if isinstance(node, cst.BaseExpression)}
    assert {"a + ( b )", "b", "a", "os", "x"} <= codes
    outer = {made.source.at(made.outer(n)) for n in made.nodes() if isinstance(n, cst.Name)}
    assert "( b )" in outer


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n\x0c\ndef f():\n    pass\n",
        "\x0cdef f():\n    return '\x0c'\n",
        "x = 1\ry = 2\r",
        "x = '''a\rb'''\r\n",
        "x = 1",
        "",
        "if x:\n\ty = 1\n\n\n  # odd\n",
        "if x:\n\ty = 1\n\n\n  # odd\n\nz = ( y )\n",
        "try:\n    x\nexcept (A, B) :\n    y = (\tz )\n",
    ],
)
def test_every_character_is_kept(text: str) -> None:
    made = tree(text)
    for node in made.nodes():
        if isinstance(node, cst.Name):
            assert made.code(node) == node.value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("print 'x'\n", "not valid Python 3"),
        ("x = (\n", "not valid Python 3"),
        ("x = '\0'\n", "not valid Python 3"),
        ("(" * 300 + ")" * 300, "not valid Python 3"),
        ("x = " + "a + " * 5000 + "a\n", "nested too deeply"),
        ("x = " + "-" * 50000 + "1\n", "nested too deeply"),
        ("x = a" + ".b" * 5000 + "\n", "nested too deeply"),
        ("if a:\n    pass\n" + "elif b:\n    pass\n" * 2000, "nested too deeply"),
    ],
)
def test_trouble(text: str, reason: str) -> None:
    source = Source("program.py", text)
    trouble = PYTHON.read(source, Alone()).trouble
    assert isinstance(trouble, Trouble)
    assert reason in trouble.reason
    assert 0 <= trouble.offset <= len(text)


def test_trouble_says_where() -> None:
    trouble = PYTHON.read(Source("program.py", "x = 1\nprint 'x'\n"), Alone()).trouble
    assert trouble is not None
    assert trouble.offset == 6


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_raises(text: str) -> None:
    reading = PYTHON.read(Source("program.py", text), Alone())
    assert reading.calls == ()
    assert reading.trouble is None or 0 <= reading.trouble.offset <= len(text)


_WORDS = st.sampled_from(
    ["'https://circleci.com/api/v1.1/'", "requests", ".get", ".post", "(", ")", "[", "]", "{", "}"]
    + [" % ", " + ", ".format", "f'{x}'", "x", "'%s'", ",", ":", "=", " if ", " else ", "**", "*"]
    + [" for x in ", "lambda ", "\n", "\n    ", "def f():", "class C:", "return ", "await ", "\\"]
    + [
        "json=",
        "data=",
        "self.",
        ".json",
        "import requests",
        "0",
        "None",
        " == ",
        " in ",
        "|",
        "\r",
    ]
)


@given(st.lists(_WORDS, max_size=30))
@settings(max_examples=300, deadline=None)
def test_no_program_raises(words: list[str]) -> None:
    text = "".join(words)
    reading = PYTHON.read(Source("program.py", text), Alone())
    for call in reading.calls:
        assert text[call.span.start : call.span.end].strip()


_EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "'é'", '"\U0001f600"', "f'{a}'", "1", "r'\\d'", "b'x'", "None"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " % ", " or ", " == ", "  and\t"]), inner).map("".join),
        st.tuples(st.just("( "), inner, st.just(" )")).map("".join),
        st.tuples(st.just("f("), inner, st.just(" , k= "), inner, st.just(",)")).map("".join),
        st.tuples(st.just("["), inner, st.just(", "), inner, st.just("]")).map("".join),
        st.tuples(st.just("{"), inner, st.just(" : "), inner, st.just("}")).map("".join),
        st.tuples(st.just("(lambda: "), inner, st.just(")")).map("".join),
    ),
    max_leaves=8,
)  # fmt: skip


@given(st.lists(_EXPRESSIONS, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=120, deadline=None)
def test_every_expression_stands_where_it_says(expressions: list[str], newline: str) -> None:
    text = "".join(f"x = {e}{newline}" for e in expressions)
    made = tree(text)
    for node in made.nodes():
        if isinstance(node, cst.BaseExpression) and not isinstance(node, cst.FormattedString):
            code = made.source.at(made.outer(node))
            assert ast.dump(ast.parse(f"({code})")) == ast.dump(
                ast.parse(f"({made.module.code_for_node(node)})")
            )
