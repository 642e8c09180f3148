"""What the branches of a script leave behind, and what it costs to join them."""

from __future__ import annotations

import pytest

from migrator.shell.state import ALTERNATIVES, Bound, State
from migrator.shell.text import Text
from tests.shell.scripts import calls


def bound(*levels: int) -> tuple[Bound, ...]:
    return tuple(Bound(level=level) for level in levels)


def test_each_value_is_there_once_and_in_the_order_of_the_branches() -> None:
    state = State()
    state.become(State({"A": bound(1, 2)}), State({"A": bound(2, 3)}), State({"A": bound(1)}))
    assert state.names == {"A": bound(1, 2, 3)}


def test_a_branch_that_does_not_give_a_name_leaves_it_unset() -> None:
    state = State()
    state.become(State(), State({"A": bound(1)}))
    assert state.names == {"A": (Bound(), *bound(1))}


def test_more_values_than_are_told_apart_are_cut() -> None:
    state = State()
    state.become(*(State({"A": bound(n), "B": bound(1)}) for n in range(ALTERNATIVES + 1)))
    assert state.names["A"] == bound(*range(ALTERNATIVES))
    assert state.cut == {"A"}


def test_of_aliases_of_one_name_that_of_the_first_branch_is_kept() -> None:
    one, other, third = Text(), Text(), Text()
    state = State()
    state.become(State(aliases={"a": one}), State(aliases={"a": other, "b": third}))
    assert state.aliases.keys() == {"a", "b"}
    assert state.aliases["a"] is one
    assert state.aliases["b"] is third


@pytest.mark.parametrize("arm", ["elif t; then V{0}=a\n", "fi\nif t; then V{0}=a\n"])
def test_values_are_held_against_each_other_only_where_they_differ(
    monkeypatch: pytest.MonkeyPatch, arm: str
) -> None:
    assert Bound() == Bound()
    compared = 0
    plain = Bound.__hash__

    def counting(self: Bound) -> int:
        nonlocal compared
        compared += 1
        return plain(self)

    monkeypatch.setattr(Bound, "__hash__", counting)

    def cost(arms: int) -> int:
        nonlocal compared
        compared = 0
        head, rest = "if t; then U=https://a.test\n", range(arms)
        calls(head + "".join(map(arm.format, rest)) + "fi\ncurl $U\n")
        return compared

    assert 0 < cost(80) < 6 * cost(20)
