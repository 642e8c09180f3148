"""A text of a file that several of its programs are made of."""

from __future__ import annotations

from migrator.call.call import Call
from migrator.call.source import Edit, Source, Span
from migrator.plan import Outcome, Wish, apply, plan

TEXT = "v1 get post"
SHARED = Span("file", 0, 2)


class Program(Source):
    """All of the file, of which the first word is in two programs."""

    def readers(self, span: Span) -> tuple[Span, int]:
        in_file = Span("file", span.start, span.end)
        return (SHARED, 2) if SHARED.holds(in_file) else (in_file, 1)

    def carry(self, edit: Edit) -> Edit:
        return Edit(Span("file", edit.span.start, edit.span.end), edit.content)

    def home(self, span: Span) -> Span:
        return Span("file", span.start, span.end)


SOURCES = {"file": Source("file", TEXT), **{path: Program(path, TEXT) for path in ("one", "two")}}
REFUSAL = "`v1` is read by other steps too, and not all of them move"


def wish(program: str, word: str, becomes: str | None, own: str = "") -> Wish:
    """The call in ``word`` that wants the shared text to be ``becomes``, and itself ``own``."""
    at = TEXT.index(word)
    span = Span(program, at, at + len(word))
    edits = [Edit(Span(program, 0, 2), becomes)] if becomes else []
    edits += [Edit(span, own)] if own else []
    return Wish(Call(language="none", span=span, method="POST"), tuple(edits))


def planned(*wishes: Wish) -> tuple[tuple[Outcome, ...], str]:
    outcomes = plan(wishes, SOURCES, {"file"})
    return outcomes, apply(TEXT, {edit for outcome in outcomes for edit in outcome.edits})


def test_it_changes_if_all_its_programs_want_the_same() -> None:
    outcomes, after = planned(wish("one", "get", "v2"), wish("two", "post", "v2"))
    assert after == "v2 get post"
    assert not any(outcome.refusal for outcome in outcomes)


def test_it_stays_if_they_want_different_things() -> None:
    outcomes, after = planned(wish("one", "get", "v2"), wish("two", "post", "v3"))
    assert after == TEXT
    assert [outcome.refusal for outcome in outcomes] == [REFUSAL, REFUSAL]


def test_it_stays_if_a_program_that_reads_it_has_no_call() -> None:
    [outcome], after = planned(wish("one", "get", "v2", own="list"))
    assert after == TEXT
    assert outcome.refusal == REFUSAL
    assert not outcome.edits


def test_two_calls_of_one_program_do_not_speak_for_another() -> None:
    outcomes, after = planned(wish("one", "get", "v2"), wish("one", "post", "v2"))
    assert after == TEXT
    assert [outcome.refusal for outcome in outcomes] == [REFUSAL, REFUSAL]


def test_a_call_that_leaves_it_alone_is_free() -> None:
    outcomes, after = planned(wish("one", "get", None, own="list"), wish("two", "post", "v2"))
    assert after == "v1 list post"
    assert [outcome.refusal for outcome in outcomes] == [None, REFUSAL]


def test_a_call_that_stands_in_it_speaks_for_all() -> None:
    [outcome], after = planned(wish("one", "v1", "v2"))
    assert after == "v2 get post"
    assert outcome.refusal is None
