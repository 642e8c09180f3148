"""Programs of Python 2, read as Python 3 of the same length."""

from __future__ import annotations

import ast

import pytest

from migrator.call.language import Alone
from migrator.call.source import Source
from migrator.python import PYTHON
from migrator.python.older import as_python_3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("print x\n", "None; x\n"),
        ("print 'a', x,\n", "None; 'a', x,\n"),
        ("print'a'\n", "None;'a'\n"),
        ("if x: print y; print z\n", "if x: None; y; None; z\n"),
        ("print >>f, x\n", "None; 0,f, x\n"),
        ("raise E, 'm'\n", "raise E; 'm'\n"),
        (
            "try:\n    f()\nexcept (A, B), e:\n    g()\n",
            "try:\n    f()\nexcept (A, B)   :\n    g()\n",
        ),
        ("s = 'print x'  # print x\nprint s\n", "s = 'print x'  # print x\nNone; s\n"),
    ],
)
def test_statements(before: str, after: str) -> None:
    assert as_python_3(before) == after
    assert len(after) == len(before)
    ast.parse(after)


@pytest.mark.parametrize(
    "text", ["print(x)\n", "print\n", "x.print = 1\n", "raise E('m')\n", "def f(:\n", "'''\n", ""]
)
def test_what_is_no_python_2_is_left(text: str) -> None:
    assert as_python_3(text) is None


def test_a_call_is_told_where_it_stands_and_not_rewritten() -> None:
    program = "import urllib2\nprint urllib2.urlopen('https://circleci.com/api/v1.1/me').read()\n"
    reading = PYTHON.read(Source("old.py", program), Alone())
    assert reading.trouble
    (call,) = reading.calls
    assert program[call.span.start : call.span.end].startswith("urllib2.urlopen(")
    assert call.method == "GET"
    assert any("Python 2" in reason for reason in call.obstacles)
