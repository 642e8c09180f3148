"""Places that read the answers of several calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from migrator.call.source import Edit, Span
from migrator.plan.wish import State


def settle_answers(states: list[State]) -> None:
    """Refuses edits of a place that reads another call's answer too, and needs it otherwise."""
    readers: dict[Span, list[State]] = defaultdict(list)
    for state in states:
        for place in set(places(state)):
            readers[place].append(state)
    for place, sharing in readers.items():
        wanted = {frozenset(_at(place, state)) for state in sharing}
        if len(wanted) > 1:
            for state in sharing:
                if any(_at(place, state)):
                    state.refuse("its answer is read where that of a call that stays is read too")


def places(state: State) -> Iterator[Span]:
    """What is written where the answer is read; of a root, the point right behind it."""
    answer = state.wish.call.answer
    for root in answer.roots:
        yield Span(root.span.path, root.span.end, root.span.end)
    for read in answer.reads:
        yield from (step.span for step in read.steps)
    yield from (check.span for check in answer.statuses)


def _at(place: Span, state: State) -> Iterator[Edit]:
    return (edit for edit in state.edits if place.holds(edit.span))
