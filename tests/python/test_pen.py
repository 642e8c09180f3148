"""New text inside old literals."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.language import CannotWrite
from migrator.call.value import Hole
from migrator.python.pen import StringPen, literal
from migrator.python.strings import SEPARATOR, Style

PEN = StringPen()
_TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)


@given(_TEXTS, st.sampled_from(["'", '"', "'''", '"""']))
def test_a_literal_says_its_text(content: str, quote: str) -> None:
    written = quote + PEN.text(content, str(Style("", quote))) + quote
    assert ast.literal_eval(written) == content
    assert ast.literal_eval(literal(content, quote)) == content


@given(_TEXTS)
def test_braces_and_percents_are_doubled(content: str) -> None:
    assert eval("f'" + PEN.text(content, str(Style("f", "'"))) + "'") == content
    assert (
        ast.literal_eval("'" + PEN.text(content, str(Style("", "'", "{"))) + "'").format()
        == content
    )
    assert ast.literal_eval("'" + PEN.text(content, str(Style("", "'", "%"))) + "'") % () == content


@pytest.mark.parametrize(
    ("content", "style"),
    [
        ("'", Style("r", "'")),
        ("\\", Style("r", "'")),
        ("\n", Style("r", "'")),
        ("é", Style("b", "'")),
    ],
)
def test_what_a_literal_can_not_hold(content: str, style: Style) -> None:
    with pytest.raises(CannotWrite):
        PEN.text(content, str(style))


@pytest.mark.parametrize("style", ["", "number", str(Style("", "'")), str(Style("f", "'", "%"))])
def test_a_hole_needs_an_f_string(style: str) -> None:
    with pytest.raises(CannotWrite):
        PEN.hole(Hole("x"), style)


@pytest.mark.parametrize("source", ["x['a']", "'\\n'", "(a\n)"])
def test_a_hole_must_not_clash_with_its_quotes(source: str) -> None:
    with pytest.raises(CannotWrite):
        PEN.hole(Hole(source), str(Style("f", "'")))


def test_a_hole() -> None:
    assert PEN.hole(Hole('x["a"]'), str(Style("f", "'"))) == '{x["a"]}'
    assert PEN.hole(Hole("{1}"), str(Style("f", "'"))) == "{ {1}}"


def test_a_new_element_of_a_list() -> None:
    assert PEN.text("/pipeline", SEPARATOR + "/") == ', "pipeline"'
