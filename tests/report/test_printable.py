from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.report.printable import cells, printable, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("é 日本", "é 日本"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\r", "a\\nb\\r"),
        ("\x9b", "\\x9b"),
        ("abc\u202ecba", "abc\\u202ecba"),
        ("\udcff", "\\xff"),
        ("\U000e0001", "\\U000e0001"),
        ("\tx", "    x"),
        ("a\u2028b", "a\\u2028b"),
    ],
)
def test_nothing_that_a_terminal_obeys(text: str, shown: str) -> None:
    assert printable(text) == shown


@settings(deadline=None)
@given(st.text(st.characters()))
def test_what_is_shown_is_printable(text: str) -> None:
    assert printable(text).isprintable()


def test_a_secret_is_one_cell() -> None:
    assert cells("ab\tcd", [(1, 3)]) == ["a", "***", "", "c", "d"]


def test_width() -> None:
    assert width("abc") == 3
    assert width("日本") == 4
    assert width("e\u0301") == 1
