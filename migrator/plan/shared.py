"""Texts of a file that several of its programs are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from migrator.call.source import Edit, Source, Span
from migrator.plan.wish import State


def settle_shared(states: list[State], sources: Mapping[str, Source]) -> None:
    """Refuses edits of such a text unless every program that reads it wants the same.

    A call that stands in it whole is in all of those programs, and speaks for them.
    """
    readers: dict[Span, list[State]] = defaultdict(list)
    programs: dict[Span, int] = {}
    for state in states:
        for place, count in read(state, sources).items():
            readers[place].append(state)
            programs[place] = count
    for place, sharing in readers.items():
        wanted = {_inside(place, state) for state in sharing}
        heard = {state.wish.call.span.path for state in sharing}
        if len(wanted) > 1 or len(heard) < programs[place]:
            for state in sharing:
                for edit in sorted(_inside(place, state))[:1]:
                    file = _file(edit, sources)
                    whole, part = (file.at(span).strip() for span in (place, edit.span))
                    text = part if "\n" in whole else whole
                    state.refuse(f"`{text}` is read by other steps too, and not all of them move")


def read(state: State, sources: Mapping[str, Source]) -> dict[Span, int]:
    """The shared texts that the call comes through, and by how many programs each is read."""
    call = state.wish.call
    source = sources.get(call.span.path)
    if source is None:
        return {}
    own, _ = source.readers(call.span)
    spans = [use.binding.definition for use in call.uses] + [edit.span for edit in state.edits]
    found = dict(source.readers(span) for span in _within(spans, source))
    return {place: count for place, count in found.items() if count > 1 and place != own}


def _within(spans: list[Span], source: Source) -> list[Span]:
    return [span for span in spans if span.path == source.path]


def _inside(place: Span, state: State) -> frozenset[Edit]:
    return frozenset(edit for edit in state.carried if place.holds(edit.span))


def _file(edit: Edit, sources: Mapping[str, Source]) -> Source:
    return sources.get(edit.span.path) or Source(edit.span.path, "")
