"""Definitions that calls of several files are built from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import pytest

from migrator.call.call import Binding, Call, Use
from migrator.call.source import Edit, Source, Span
from migrator.plan import Outcome, Wish, apply, plan
from migrator.plan.bindings import Strangers

SETTINGS = "HOST = h\nAPI = v1\n"
USER = "take settings\n\npost API\n"


def nobody(binding: Binding, heard: frozenset[str]) -> bool | None:
    return False


@dataclass
class Pages:
    """A definition in ``settings`` and files that import the name, each with one call."""

    files: dict[str, str]

    def source(self, path: str) -> Source:
        return Source(path, self.files[path])

    def span(self, path: str, part: str) -> Span:
        at = self.files[path].index(part)
        return Span(path, at, at + len(part))

    def wish(
        self,
        path: str,
        *,
        moves: bool = True,
        module: str = "settings",
        named: str = "API",
        seen: Collection[str] = (),
        portable: bool = True,
    ) -> Wish:
        """What the call in ``path`` asks for; its reader saw the name in ``seen`` too."""
        whole = self.span(path, named)
        word = Span(path, whole.end - len("API"), whole.end)
        references = frozenset({word, *(self.span(each, "API") for each in seen)})
        binding = Binding(
            "API",
            self.span(module, "API"),
            self.span(module, "API = v1"),
            references,
            closed=False,
            portable=portable,
        )
        listed = self.span(path, module)
        end = Span(path, listed.end, listed.end)
        beside = self.span(path, f"take {module}")
        use = Use(binding, word, whole, (Edit(end, " and {}"),), beside)
        call = Call(language="none", span=word, method="POST", uses=(use,))
        return Wish(call, (Edit(self.span(module, "v1"), "v2"),) if moves else ())

    def plan(
        self, *wishes: Wish, writable: Collection[str] | None = None, strangers: Strangers = nobody
    ) -> tuple[Outcome, ...]:
        sources = {path: self.source(path) for path in self.files}
        named = self.files if writable is None else writable
        return plan(wishes, sources, named, strangers)

    def after(self, outcomes: tuple[Outcome, ...]) -> dict[str, str]:
        edits = {edit for outcome in outcomes for edit in outcome.edits}
        return {
            path: apply(text, [e for e in edits if e.span.path == path])
            for path, text in self.files.items()
        }


@pytest.fixture
def pages() -> Pages:
    return Pages({"settings": SETTINGS, "one": USER, "two": USER})


def test_it_moves_when_all_its_users_do(pages: Pages) -> None:
    outcomes = pages.plan(pages.wish("one"), pages.wish("two"))
    assert pages.after(outcomes) == {
        "settings": "HOST = h\nAPI = v2\n",
        "one": USER,
        "two": USER,
    }
    assert not any(outcome.doubts for outcome in outcomes)


def test_users_that_stay_keep_it_and_the_others_import_a_second_one(pages: Pages) -> None:
    outcomes = pages.plan(pages.wish("one"), pages.wish("two", moves=False))
    assert pages.after(outcomes) == {
        "settings": "HOST = h\nAPI = v1\nAPI_V2 = v2\n",
        "one": "take settings and API_V2\n\npost API_V2\n",
        "two": USER,
    }


def test_a_use_that_only_another_reader_saw_keeps_it_too(pages: Pages) -> None:
    outcomes = pages.plan(pages.wish("one", seen=("two",)))
    assert "API = v1\nAPI_V2 = v2\n" in pages.after(outcomes)["settings"]


@pytest.mark.parametrize(
    ("known", "doubts"), [(None, ("`API` changes for whoever else uses it",)), (False, ())]
)
def test_who_else_may_use_it(pages: Pages, known: bool | None, doubts: tuple[str, ...]) -> None:
    [outcome] = pages.plan(pages.wish("one"), strangers=lambda binding, heard: known)
    assert outcome.doubts == doubts
    assert pages.after((outcome,))["settings"] == "HOST = h\nAPI = v2\n"


def test_a_stranger_keeps_it(pages: Pages) -> None:
    outcomes = pages.plan(pages.wish("one"), strangers=lambda binding, heard: True)
    assert "API = v1\nAPI_V2 = v2\n" in pages.after(outcomes)["settings"]


def test_a_file_that_is_not_named_stays_and_its_user_gets_a_definition_of_its_own(
    pages: Pages,
) -> None:
    outcomes = pages.plan(pages.wish("one"), writable={"one"})
    assert pages.after(outcomes) == {
        "settings": SETTINGS,
        "one": "take settings\nAPI_V2 = v2\n\npost API_V2\n",
        "two": USER,
    }
    assert not any(outcome.doubts for outcome in outcomes)


def test_a_part_of_a_call_in_a_file_that_is_not_named_stops_it(pages: Pages) -> None:
    wish = pages.wish("one")
    call = replace(wish.call, uses=())
    [outcome] = pages.plan(replace(wish, call=call), writable={"one"})
    assert not outcome.edits
    clause = "a part of it stands in settings, line 2, which is not among the files to check"
    assert outcome.refusal == clause


def test_two_users_get_one_each(pages: Pages) -> None:
    outcomes = pages.plan(pages.wish("one"), pages.wish("two"), writable={"one", "two"})
    own = "take settings\nAPI_V2 = v2\n\npost API_V2\n"
    assert pages.after(outcomes) == {"settings": SETTINGS, "one": own, "two": own}


def test_what_is_no_text_alone_can_not_be_copied_and_the_refusal_says_where_it_stands(
    pages: Pages,
) -> None:
    [outcome] = pages.plan(pages.wish("one", portable=False), writable={"one"})
    assert not outcome.edits
    assert outcome.refusal == (
        "`API` is defined in settings, line 2, which is not among the files to check"
    )


def test_without_a_place_for_an_import_it_is_not_moved(pages: Pages) -> None:
    wish = with_use(pages.wish("one", portable=False), introduce=None)
    outcomes = pages.plan(wish, pages.wish("two", moves=False))
    assert outcomes[0].refusal == "`API` serves other code that stays as it is"


def with_use(wish: Wish, **changes: object) -> Wish:
    [use] = wish.call.uses
    return replace(wish, call=replace(wish.call, uses=(replace(use, **changes),)))  # type: ignore[arg-type]


def test_of_two_users_both_need_a_place_for_an_import(pages: Pages) -> None:
    pages.files["three"] = USER
    wish = pages.wish("two", portable=False)
    outcomes = pages.plan(
        pages.wish("one", portable=False),
        with_use(wish, introduce=None),
        pages.wish("three", moves=False),
    )
    clause = "`API` serves other code that stays as it is"
    assert [outcome.refusal for outcome in outcomes] == [clause, clause, None]
    assert pages.after(outcomes) == pages.files


def test_each_file_that_an_import_goes_through_must_be_named(pages: Pages) -> None:
    pages.files["away"] = "take settings\n"
    passing = Edit(Span("away", 13, 13), " and {}")
    wish = pages.wish("one", portable=False)
    [use] = wish.call.uses
    assert use.introduce
    wish = with_use(wish, introduce=(*use.introduce, passing))
    [moved, _] = pages.plan(wish, pages.wish("two", moves=False))
    assert moved.edits
    [refused, _] = pages.plan(
        wish, pages.wish("two", moves=False), writable={"settings", "one", "two"}
    )
    assert refused.refusal == "`API` serves other code that stays as it is"


def test_of_two_users_both_need_a_place_of_their_own_for_a_definition(pages: Pages) -> None:
    outcomes = pages.plan(
        pages.wish("one"), with_use(pages.wish("two"), beside=None), writable={"one", "two"}
    )
    clause = "`API` is defined in settings, line 2, which is not among the files to check"
    assert [outcome.refusal for outcome in outcomes] == [clause, clause]


def test_names_that_are_the_same_in_two_modules_become_two_in_the_file_of_both() -> None:
    files = {"one": "take settings\ntake other\n\npost API\nget other.API\n"}
    pages = Pages({"settings": SETTINGS, "other": "API = v1\n", **files})
    outcomes = pages.plan(
        pages.wish("one"),
        pages.wish("one", module="other", named="other.API"),
        writable=files,
    )
    assert pages.after(outcomes)["one"] == (
        "take settings\nAPI_V2 = v2\ntake other\nAPI_V2_2 = v2\n\npost API_V2\nget API_V2_2\n"
    )


def test_a_name_that_a_user_has_already_is_not_taken(pages: Pages) -> None:
    pages.files["one"] += "API_V2 = 0\n"
    outcomes = pages.plan(pages.wish("one"), pages.wish("two", moves=False))
    assert "API_V2_2 = v2" in pages.after(outcomes)["settings"]


@pytest.mark.parametrize(
    ("missing", "moves"),
    [({}, True), ({"whole": None}, False), ({"beside": None}, False), ({"beside": "away"}, False)],
)
def test_without_a_place_of_its_own_for_a_definition_it_is_not_moved(
    pages: Pages, missing: dict[str, object], moves: bool
) -> None:
    if missing.get("beside"):
        missing = {"beside": pages.span("two", "take settings")}
    [outcome] = pages.plan(with_use(pages.wish("one"), **missing), writable={"one", "two"})
    assert bool(outcome.edits) == moves
    assert (outcome.refusal is None) == moves
