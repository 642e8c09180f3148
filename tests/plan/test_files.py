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
        self, path: str, *, moves: bool = True, seen: Collection[str] = (), portable: bool = True
    ) -> Wish:
        """What the call in ``path`` asks for; its reader saw the name in ``seen`` too."""
        references = frozenset(self.span(each, "API") for each in (path, *seen))
        binding = Binding(
            "API",
            self.span("settings", "API"),
            self.span("settings", "API = v1"),
            references,
            closed=False,
            portable=portable,
        )
        word, listed = self.span(path, "API"), self.span(path, "settings")
        end = Span(path, listed.end, listed.end)
        use = Use(binding, word, word, (Edit(end, " and {}"),), self.span(path, "take settings"))
        call = Call(language="none", span=word, method="POST", uses=(use,))
        return Wish(call, (Edit(self.span("settings", "v1"), "v2"),) if moves else ())

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
    wish = pages.wish("one", portable=False)
    [use] = wish.call.uses
    call = replace(wish.call, uses=(replace(use, introduce=None),))
    outcomes = pages.plan(Wish(call, wish.edits), pages.wish("two", moves=False))
    assert outcomes[0].refusal == "`API` serves other code that stays as it is"


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
    wish = pages.wish("one")
    [use] = wish.call.uses
    call = replace(wish.call, uses=(replace(use, **missing),))  # type: ignore[arg-type]
    [outcome] = pages.plan(Wish(call, wish.edits), writable={"one", "two"})
    assert bool(outcome.edits) == moves
    assert (outcome.refusal is None) == moves
