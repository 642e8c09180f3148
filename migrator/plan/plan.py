"""Which edits of which calls can stand together.

A constant that several calls are built from is edited where it stands if all
of them want the same; if one stays, the constant stays and a second one is put
beside it for those that move.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from migrator.call.call import Binding
from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source
from migrator.plan.answers import settle_answers
from migrator.plan.apply import merge, overlap
from migrator.plan.copies import copy, new_name
from migrator.plan.wish import State, Wish


@dataclass(frozen=True)
class Outcome:
    """``refusal`` is a clause on why there are no edits, ``doubts`` are clauses for a person."""

    edits: tuple[Edit, ...] = ()
    refusal: str | None = None
    doubts: tuple[str, ...] = ()


def plan(
    wishes: Sequence[Wish], sources: Mapping[str, Source], writable: Collection[str]
) -> tuple[Outcome, ...]:
    """One outcome a wish, in their order. The edits of all outcomes fit together.

    Only files whose path is ``writable`` are edited.
    """
    refused: dict[int, str] = {}
    while True:
        states = [State(w, set(w.edits)) for w in wishes]
        for index, reason in refused.items():
            states[index].refuse(reason)
        _settle_unwritable(states, sources, writable)
        _settle_bindings(states, sources)
        settle_answers(states)
        _carry(states, sources)
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
        homes = {_source(edit, sources).home(edit.span).path for edit in state.edits}
        for path in sorted(homes - set(writable)):
            state.refuse(f"a part of it stands in {path}, which is not among the files to check")


def _source(edit: Edit, sources: Mapping[str, Source]) -> Source:
    return sources.get(edit.span.path) or Source(edit.span.path, "")


def _carry(states: list[State], sources: Mapping[str, Source]) -> None:
    """From texts that are parts of a file to the file."""
    for state in states:
        try:
            state.carried = {_source(edit, sources).carry(edit) for edit in state.edits}
        except CannotWrite as refusal:
            state.refuse(str(refusal))


def _settle_bindings(states: list[State], sources: Mapping[str, Source]) -> None:
    taken: dict[str, set[str]] = defaultdict(set)
    for binding in _deepest_first(states):
        users = [s for s in states if s.references(binding)]
        heard = {reference for s in users for reference in s.references(binding)}
        demands: dict[frozenset[Edit], list[State]] = defaultdict(list)
        for state in users:
            demands[state.inside(binding)].append(state)
        stays = bool(demands.pop(frozenset(), [])) or bool(binding.references - heard)
        if len(demands) == 1 and not stays:
            _tell_importers(binding, demands)
            continue
        if demands and not stays and binding.copyable:
            # The first stays where it is, so that no definition is left that nobody uses.
            first = next(iter(demands))
            _tell_importers(binding, {first: demands.pop(first)})
        for edits, movers in demands.items():
            if binding.copyable:
                _move_to_copy(binding, edits, movers, sources, taken)
            else:
                for state in movers:
                    state.refuse(f"`{binding.name}` serves other code that stays as it is")


def _deepest_first(states: list[State]) -> list[Binding]:
    """Every binding of the calls, those that others are made of before those others."""
    bindings = list(dict.fromkeys(u.binding for s in states for u in s.wish.call.uses))
    ordered: list[Binding] = []
    visiting: set[Binding] = set()

    def visit(binding: Binding) -> None:
        if binding in visiting:
            return
        visiting.add(binding)
        for other in bindings:
            if any(binding.definition.holds(reference) for reference in other.references):
                visit(other)
        ordered.append(binding)

    for binding in bindings:
        visit(binding)
    return ordered


def _tell_importers(binding: Binding, demands: Mapping[frozenset[Edit], list[State]]) -> None:
    if binding.closed:
        return
    for states in demands.values():
        for state in states:
            state.doubts.append(f"`{binding.name}` changes for whoever else uses it")


def _move_to_copy(
    binding: Binding,
    edits: frozenset[Edit],
    movers: list[State],
    sources: Mapping[str, Source],
    taken: Mapping[str, set[str]],
) -> None:
    path = binding.definition.path
    name = new_name(binding, sources[path].text, taken[path])
    second = copy(binding, edits, name, sources[path])
    for state in movers:
        references = {Edit(reference, name) for reference in state.references(binding)}
        state.edits = (state.edits - edits) | references | {second}


def _settle_overlaps(states: list[State]) -> None:
    """Of edits that want the same characters, those of the first call are made."""
    owners: dict[Edit, int] = {}
    for index, state in enumerate(states):
        for edit in state.carried:
            owners.setdefault(edit, index)
    while clash := next((p for p in pairwise(sorted(owners)) if overlap(*p)), None):
        loser = max(owners[edit] for edit in clash)
        states[loser].refuse("its edits can't stand together with those of another call")
        owners = {e: i for i, s in reversed(list(enumerate(states))) for e in s.carried}
