"""Edits of several calls together, on texts in no language at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.call.answer import Answer, Read, Root, StatusCheck, Step
from migrator.call.call import Binding, Call, Use
from migrator.call.source import Edit, Source, Span
from migrator.plan import Outcome, Wish, apply, overlap, plan


class Page:
    """A text of which places are named by what stands there."""

    def __init__(self, text: str) -> None:
        self.source = Source("page", text)

    def span(self, part: str, nth: int = 0) -> Span:
        at = -1
        for _ in range(nth + 1):
            at = self.source.text.index(part, at + 1)
        return self.source.span(at, at + len(part))

    def binding(self, definition: str, name: str, *, copyable: bool = True) -> Binding:
        place = self.span(definition)
        name_span = self.source.span(place.start, place.start + len(name))
        references = []
        at = place.end
        while (at := self.source.text.find(name, at)) >= 0:
            references.append(self.source.span(at, at + len(name)))
            at += 1
        return Binding(name, name_span, place, frozenset(references), copyable=copyable)

    def wish(self, line: str, edits: list[Edit], *uses: Use) -> Wish:
        call = Call(language="none", span=self.span(line), method="POST", uses=uses)
        return Wish(call, tuple(edits))

    def plan(self, *wishes: Wish) -> tuple[Outcome, ...]:
        return plan(wishes, {"page": self.source}, {"page"})

    def after(self, outcomes: tuple[Outcome, ...]) -> str:
        return apply(self.source.text, [e for o in outcomes for e in o.edits])


def use(binding: Binding, nth: int = 0) -> Use:
    return Use(binding, sorted(binding.references)[nth])


def test_a_constant_moves_when_every_call_wants_the_same() -> None:
    page = Page("API = v1\npost API\nget API\n")
    api = page.binding("API = v1", "API")
    move = Edit(page.span("v1"), "v2")
    outcomes = page.plan(
        page.wish("post API", [move], use(api, 0)), page.wish("get API", [move], use(api, 1))
    )
    assert page.after(outcomes) == "API = v2\npost API\nget API\n"


def test_a_constant_stays_when_one_call_stays_and_a_second_stands_beside_it() -> None:
    page = Page("API = v1\npost API\nget API\n")
    api = page.binding("API = v1", "API")
    outcomes = page.plan(
        page.wish("post API", [Edit(page.span("v1"), "v2")], use(api, 0)),
        page.wish("get API", [], use(api, 1)),
    )
    assert page.after(outcomes) == "API = v1\nAPI_V2 = v2\npost API_V2\nget API\n"


def test_a_use_that_no_call_explains_keeps_the_constant() -> None:
    page = Page("API = v1\npost API\nshow API\n")
    api = page.binding("API = v1", "API")
    outcomes = page.plan(page.wish("post API", [Edit(page.span("v1"), "v2")], use(api, 0)))
    assert page.after(outcomes) == "API = v1\nAPI_V2 = v2\npost API_V2\nshow API\n"


def test_the_second_definition_keeps_indent_line_end_and_what_follows_on_the_line() -> None:
    page = Page("  api = v1  # old\r\n  post api\r\n  show api\r\n")
    api = page.binding("api = v1", "api")
    outcomes = page.plan(page.wish("post api", [Edit(page.span("v1"), "v2")], use(api, 0)))
    assert page.after(outcomes) == (
        "  api = v1  # old\r\n  api_v2 = v2\r\n  post api_v2\r\n  show api\r\n"
    )


def test_the_new_name_is_one_that_the_text_does_not_hold() -> None:
    page = Page("API = v1\npost API\nshow API\nAPI_V2 = 3\n")
    place = page.span("API = v1")
    references = frozenset({page.span("API", 1), page.span("API", 2)})
    api = Binding("API", page.source.span(0, 3), place, references)
    outcomes = page.plan(page.wish("post API", [Edit(page.span("v1"), "v2")], use(api, 0)))
    assert "API_V2_2 = v2\npost API_V2_2\n" in page.after(outcomes)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_chain_is_copied_from_the_shared_name_to_the_call(backwards: bool) -> None:
    page = Page("BASE = v1\nURL = BASE/tree\npost URL\nget URL\n")
    base = page.binding("BASE = v1", "BASE")
    url = page.binding("URL = BASE/tree", "URL")
    edits = [Edit(page.span("v1"), "v2"), Edit(page.span("tree"), "pipeline")]
    first, second = ([use(base), use(url, nth)] for nth in (0, 1))
    if backwards:
        first.reverse()
        second.reverse()
    outcomes = page.plan(page.wish("post URL", edits, *first), page.wish("get URL", [], *second))
    assert page.after(outcomes) == (
        "BASE = v1\nBASE_V2 = v2\n"
        "URL = BASE/tree\nURL_V2 = BASE_V2/pipeline\n"
        "post URL_V2\nget URL\n"
    )


def test_only_the_shared_part_of_a_chain_is_copied() -> None:
    page = Page("BASE = v1\nURL = BASE/tree\npost URL\nget BASE\n")
    base = page.binding("BASE = v1", "BASE")
    url = page.binding("URL = BASE/tree", "URL")
    edits = [Edit(page.span("v1"), "v2"), Edit(page.span("tree"), "pipeline")]
    outcomes = page.plan(
        page.wish("post URL", edits, use(base, 0), use(url)),
        page.wish("get BASE", [], use(base, 1)),
    )
    assert page.after(outcomes) == (
        "BASE = v1\nBASE_V2 = v2\nURL = BASE_V2/pipeline\npost URL\nget BASE\n"
    )


def test_a_definition_that_can_not_be_copied_stops_the_call() -> None:
    page = Page("def f(API = v1):\npost API\nshow API\n")
    api = page.binding("API = v1", "API", copyable=False)
    (outcome,) = page.plan(page.wish("post API", [Edit(page.span("v1"), "v2")], use(api, 0)))
    assert not outcome.edits
    assert outcome.refusal == "`API` serves other code that stays as it is"


def test_a_refused_call_counts_as_one_that_stays() -> None:
    page = Page("API = v1\nARG = x\npost API ARG\nget API\nshow ARG\n")
    api = page.binding("API = v1", "API")
    arg = page.binding("ARG = x", "ARG", copyable=False)
    move = Edit(page.span("v1"), "v2")
    outcomes = page.plan(
        page.wish("post API", [move, Edit(page.span("x"), "y")], use(api, 0), use(arg, 0)),
        page.wish("get API", [move], use(api, 1)),
    )
    assert outcomes[0].refusal
    assert page.after(outcomes) == (
        "API = v1\nAPI_V2 = v2\nARG = x\npost API ARG\nget API_V2\nshow ARG\n"
    )


def test_edits_that_overlap_are_not_both_made() -> None:
    page = Page("post one\n")
    outcomes = page.plan(
        page.wish("post one", [Edit(page.span("one"), "two")]),
        page.wish("post one", [Edit(page.span("ne"), "x")]),
    )
    assert page.after(outcomes) == "post two\n"
    assert outcomes[1].refusal


def test_of_edits_that_overlap_the_urgent_one_is_made() -> None:
    page = Page("post one\n")
    later = page.wish("post one", [Edit(page.span("ne"), "x")])
    outcomes = page.plan(
        page.wish("post one", [Edit(page.span("one"), "two")]), replace(later, urgent=True)
    )
    assert page.after(outcomes) == "post ox\n"
    assert outcomes[0].refusal


def test_a_name_that_others_can_import_is_changed_only_with_a_doubt() -> None:
    page = Page("API = v1\npost API\n")
    api = page.binding("API = v1", "API")
    open_api = Binding(api.name, api.name_span, api.definition, api.references, closed=False)
    (outcome,) = page.plan(page.wish("post API", [Edit(page.span("v1"), "v2")], use(open_api)))
    assert outcome.edits
    assert outcome.doubts == ("`API` changes for whoever else uses it",)


@pytest.mark.parametrize(
    ("one", "other"),
    [((0, 2), (1, 3)), ((0, 3), (1, 2)), ((1, 1), (1, 1)), ((1, 1), (0, 2))],
)
def test_overlapping_edits_are_told(one: tuple[int, int], other: tuple[int, int]) -> None:
    page = Page("abcd")
    wishes = [
        page.wish("abcd", [Edit(page.source.span(*one), "x")]),
        page.wish("abcd", [Edit(page.source.span(*other), "y")]),
    ]
    assert [bool(o.refusal) for o in page.plan(*wishes)] == [False, True]


def test_edits_side_by_side_stand_together_and_become_one() -> None:
    page = Page("abcd")
    wish = page.wish("abcd", [Edit(page.source.span(0, 1), "x"), Edit(page.source.span(1, 3), "")])
    (outcome,) = page.plan(wish)
    assert outcome.edits == (Edit(page.source.span(0, 3), "x"),)
    assert page.after((outcome,)) == "xd"


def test_what_changes_nothing_is_no_edit() -> None:
    page = Page("abcd")
    nothing = Edit(page.source.span(1, 1), "")
    deletes = Edit(page.source.span(2, 3), "")
    (outcome,) = page.plan(page.wish("abcd", [nothing, deletes]))
    assert outcome.edits == (deletes,)


def test_a_place_that_reads_the_answers_of_two_calls_changes_for_both_or_not_at_all() -> None:
    page = Page("post one\nget two\nread answer\n")
    step = Step("x", page.span("answer"))
    answer = Answer(reads=(Read((step,), step.span),))

    def wish(line: str, *edits: Edit) -> Wish:
        made = page.wish(line, list(edits))
        return Wish(replace(made.call, answer=answer), made.edits)

    rename = Edit(step.span, "items")
    mover = wish("post one", Edit(page.span("one"), "1"), rename)
    refused, _ = page.plan(mover, wish("get two"))
    assert refused.refusal
    both = page.plan(mover, wish("get two", rename))
    assert page.after(both) == "post 1\nget two\nread items\n"


def test_where_all_move_differently_the_first_keeps_the_definition() -> None:
    page = Page("API = v1\npost API\nget API\n")
    api = page.binding("API = v1", "API")
    outcomes = page.plan(
        page.wish("post API", [Edit(page.span("v1"), "v2")], use(api, 0)),
        page.wish("get API", [Edit(page.span("v1"), "v3")], use(api, 1)),
    )
    assert page.after(outcomes) == "API = v2\nAPI_V2 = v3\npost API\nget API_V2\n"


def test_what_is_inserted_at_the_edge_of_another_edit_stands_beside_it() -> None:
    page = Page("abcd")
    middle = Edit(page.source.span(1, 3), "x")
    for at in (1, 3):
        beside = Edit(page.source.span(at, at), "y")
        assert not overlap(beside, middle)
        assert not overlap(middle, beside)
    inside = Edit(page.source.span(2, 2), "y")
    assert overlap(inside, middle)
    assert overlap(middle, inside)


def test_an_answer_that_two_calls_give_is_opened_for_both_or_not_at_all() -> None:
    page = Page("post one\nget two\nread answer\n")
    place = page.span("answer")
    answer = Answer(roots=(Root(place),))

    def wish(line: str, *edits: Edit) -> Wish:
        made = page.wish(line, list(edits))
        return Wish(replace(made.call, answer=answer), made.edits)

    opened = Edit(page.source.span(place.end, place.end), ".items")
    mover = wish("post one", Edit(page.span("one"), "1"), opened)
    refused, stays = page.plan(mover, wish("get two"))
    assert stays.refusal is None
    assert refused.refusal == "its answer is read where that of a call that stays is read too"
    assert page.after(page.plan(mover, wish("get two", opened))) == (
        "post 1\nget two\nread answer.items\n"
    )


def test_a_definition_that_can_not_be_copied_moves_if_all_want_the_same() -> None:
    page = Page("def f(API = v1):\npost API\nget API\n")
    api = page.binding("API = v1", "API", copyable=False)

    def outcomes(other: str) -> tuple[Outcome, ...]:
        return page.plan(
            page.wish("post API", [Edit(page.span("v1"), "v2")], use(api, 0)),
            page.wish("get API", [Edit(page.span("v1"), other)], use(api, 1)),
        )

    assert page.after(outcomes("v2")) == "def f(API = v2):\npost API\nget API\n"
    apart = outcomes("v3")
    assert {each.refusal for each in apart} == {"`API` serves other code that stays as it is"}
    assert page.after(apart) == page.source.text


def test_a_status_of_two_calls_that_is_compared_once_changes_for_both_or_not_at_all() -> None:
    page = Page("post one\nget two\nif 200\n")
    place = page.span("200")
    answer = Answer(statuses=(StatusCheck(200, place),))

    def wish(line: str, *edits: Edit) -> Wish:
        made = page.wish(line, list(edits))
        return Wish(replace(made.call, answer=answer), made.edits)

    status = Edit(place, "201")
    mover = wish("post one", Edit(page.span("one"), "1"), status)
    refused, stays = page.plan(mover, wish("get two"))
    assert stays.refusal is None
    assert refused.refusal == "its answer is read where that of a call that stays is read too"
    assert page.after(page.plan(mover, wish("get two", status))) == "post 1\nget two\nif 201\n"


def test_a_definition_at_the_end_of_a_text_without_a_line_end() -> None:
    page = Page("post API\nshow API\nAPI = v1")
    definition = page.span("API = v1")
    name = page.source.span(definition.start, definition.start + 3)
    api = Binding("API", name, definition, frozenset({page.span("API", 0), page.span("API", 1)}))
    outcomes = page.plan(page.wish("post API", [Edit(page.span("v1"), "v2")], use(api, 0)))
    assert page.after(outcomes) == "post API_V2\nshow API\nAPI = v1\nAPI_V2 = v2"
