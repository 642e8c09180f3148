"""Which edits of which calls can stand together.

A constant that several calls are built from is edited where it stands if all
of them want the same; if one stays, the constant stays and a second one is put
beside it for those that move.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence

from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source
from migrator.plan.answers import settle_answers
from migrator.plan.apply import merge, overlap
from migrator.plan.bindings import Bindings, Strangers, reaches, unnamed
from migrator.plan.shared import settle_shared
from migrator.plan.wish import State, Wish, unified
from migrator.records import dataclass


@dataclass(frozen=True)
class Outcome:
    """``refusal`` is a clause on why there are no edits, ``doubts`` are clauses for a person."""

    edits: tuple[Edit, ...] = ()
    refusal: str | None = None
    doubts: tuple[str, ...] = ()


def plan(
    wishes: Sequence[Wish],
    sources: Mapping[str, Source],
    writable: Collection[str],
    strangers: Strangers = lambda binding, heard: None,
) -> tuple[Outcome, ...]:
    """One outcome a wish, in their order. The edits of all outcomes fit together.

    Only files whose path is ``writable`` are edited.
    """
    wishes = unified(wishes)
    refused: dict[int, str] = {}
    while True:
        states = [State(w, set(w.edits)) for w in wishes]
        for index, reason in refused.items():
            states[index].refuse(reason)
        Bindings(states, sources, writable, strangers).settle()
        _settle_unwritable(states, sources, writable)
        settle_answers(states)
        _carry(states, sources)
        settle_shared(states, sources)
        _settle_overlaps(states)
        found = {i: s.refusal for i, s in enumerate(states) if s.refusal}
        # A refused call stays, and what stays must be heard by those that share with it.
        if found == refused:
            return tuple(Outcome(merge(s.carried), s.refusal, tuple(s.doubts)) for s in states)
        refused = found


def _settle_unwritable(
    states: list[State], sources: Mapping[str, Source], writable: Collection[str]
) -> None:
    for state in states:
        outside = sorted(e.span for e in state.edits if not reaches(e.span, sources, writable))
        if outside:
            state.refuse(f"a part of it stands in {unnamed(outside[0], sources)}")


def _source(edit: Edit, sources: Mapping[str, Source]) -> Source:
    return sources.get(edit.span.path) or Source(edit.span.path, "")


def _carry(states: list[State], sources: Mapping[str, Source]) -> None:
    """From texts that are parts of a file to the file."""
    for state in states:
        try:
            state.carried = {_source(edit, sources).carry(edit) for edit in state.edits}
        except CannotWrite as refusal:
            state.refuse(str(refusal))


def _settle_overlaps(states: list[State]) -> None:
    """Of edits that want the same characters, those of the first call are made, or the urgent."""
    owners: dict[Edit, deque[int]] = defaultdict(deque)
    for index, state in enumerate(states):
        for edit in state.carried:
            owners[edit].append(index)
    kept: list[Edit] = []
    for edit in sorted(owners):
        while (own := _owner(owners[edit], states)) is not None:
            while kept and (last := _owner(owners[kept[-1]], states)) is None:
                kept.pop()
            if not kept or not overlap(kept[-1], edit):
                kept.append(edit)
                break
            assert last is not None
            loser = max(own, last, key=lambda i: (not states[i].wish.urgent, i))
            states[loser].refuse("its edits can't stand together with those of another call")


def _owner(owners: deque[int], states: list[State]) -> int | None:
    """The first of ``owners`` that was not refused."""
    while owners and states[owners[0]].refusal:
        owners.popleft()
    return owners[0] if owners else None
