"""One call that moves while all others stay, planned with no more of them than it takes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from migrator.call.answer import Answer, StatusCheck
from migrator.call.call import Binding, Call, Use
from migrator.call.source import Edit, Source, Span
from migrator.plan import Alone, Outcome, Wish, plan

NAMES = "ABC"
LINES = 6
PAGE = "".join(f"{name} = v1\n" for name in NAMES) + "post ABC 200\n" * LINES
SOURCES = {"page": Source("page", PAGE)}


def span(text: str, nth: int) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = PAGE.index(text, at + 1)
    return Span("page", at, at + len(text))


def binding(name: str, *, copyable: bool) -> Binding:
    whole = span(f"{name} = v1", 0)
    references = frozenset(span(name, nth + 1) for nth in range(LINES))
    return Binding(name, Span("page", whole.start, whole.start + 1), whole, references, copyable)


def value(name: str) -> Span:
    whole = span(f"{name} = v1", 0)
    return Span("page", whole.end - 2, whole.end)


@st.composite
def worlds(draw: st.DrawFn) -> list[Wish]:
    bindings = {name: binding(name, copyable=draw(st.booleans())) for name in NAMES}
    wishes = []
    for nth in range(draw(st.integers(1, LINES))):
        used = draw(st.sets(st.sampled_from(NAMES)))
        places = draw(st.sets(st.sampled_from([*map(value, sorted(used)), span("200", nth)])))
        edits = [Edit(place, draw(st.sampled_from("xy"))) for place in sorted(places)]
        check = StatusCheck(200, span("200", draw(st.integers(0, LINES - 1))))
        uses = tuple(Use(bindings[name], span(name, nth + 1)) for name in sorted(used))
        answer = Answer(statuses=(check,))
        call = Call(language="none", span=span("post", nth), method="GET", uses=uses)
        wishes.append(Wish(replace(call, answer=answer), tuple(edits)))
    return wishes


def planned(wishes: list[Wish], index: int) -> Outcome:
    return plan(wishes, SOURCES, {"page"})[index]


@given(worlds())
def test_it_becomes_what_it_becomes_among_all_of_them(wishes: list[Wish]) -> None:
    alone = Alone(wishes, SOURCES)
    for index in range(len(wishes)):
        others = [w if i == index else replace(w, edits=()) for i, w in enumerate(wishes)]
        assert planned(*alone.wishes(index)) == planned(others, index)


def test_of_many_that_share_a_definition_one_is_enough() -> None:
    api = binding("A", copyable=True)
    calls = [
        Call(
            language="none",
            span=span("post", nth),
            method="GET",
            uses=(Use(api, span("A", nth + 1)),),
        )
        for nth in range(LINES)
    ]
    alone = Alone([Wish(call, (Edit(value("A"), "v2"),)) for call in calls], SOURCES)
    assert all(len(alone.wishes(index)[0]) <= 3 for index in range(LINES))
