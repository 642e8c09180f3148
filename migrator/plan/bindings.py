"""Definitions that several calls are built from, in one file or in several."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import field

from migrator.call.call import Binding, Use
from migrator.call.source import Edit, Source, Span
from migrator.plan.copies import copy, new_name, own_copy
from migrator.plan.wish import State
from migrator.records import dataclass

Strangers = Callable[[Binding, frozenset[str]], bool | None]
"""Whether a file that is none of the given ones may use the name too; ``None``: nobody knows."""


def unnamed(place: Span, sources: Mapping[str, Source]) -> str:
    """Where ``place`` is, in words, for files that may not be written."""
    home = sources[place.path].home(place) if place.path in sources else place
    if home.path not in sources:
        return f"{home.path}, which is not among the files to check"
    line = sources[home.path].position(home.start).line
    return f"{home.path}, line {line}, which is not among the files to check"


def reaches(place: Span, sources: Mapping[str, Source], writable: Collection[str]) -> bool:
    """Whether the file that holds ``place`` may be written."""
    home = sources[place.path].home(place) if place.path in sources else place
    return home.path in writable


@dataclass
class Bindings:
    """Those of all calls. Settling them changes the edits of ``states``."""

    states: list[State]
    sources: Mapping[str, Source]
    writable: Collection[str]
    strangers: Strangers
    taken: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def settle(self) -> None:
        users: dict[Span, list[State]] = defaultdict(list)
        for state in self.states:
            for place in dict.fromkeys(use.binding.name_span for use in state.wish.call.uses):
                users[place].append(state)
        for binding in _deepest_first(self.states):
            self._settle(binding, users[binding.name_span])

    def _settle(self, binding: Binding, users: list[State]) -> None:
        heard = {reference for s in users for reference in s.references(binding)}
        demands: dict[frozenset[Edit], list[State]] = defaultdict(list)
        for state in users:
            demands[state.inside(binding)].append(state)
        stays = bool(demands.pop(frozenset(), [])) or bool(binding.references - heard)
        movers = [state for group in demands.values() for state in group]
        if not movers:
            return
        strange: bool | None = False
        if not binding.closed:
            strange = self.strangers(binding, frozenset(span.path for span in heard))
        writable = self._reaches(binding.definition)
        if writable and not stays and not strange and (len(demands) == 1 or binding.copyable):
            # The first stays where it is, so that no definition is left that nobody uses.
            for state in demands.pop(next(iter(demands))):
                if strange is None:
                    state.doubts.append(f"`{binding.name}` changes for whoever else uses it")
        for edits, group in demands.items():
            if binding.copyable and writable and self._can_introduce(binding, group):
                self._move_to_copy(binding, edits, group)
            elif binding.portable and self._can_own(binding, group):
                self._move_to_own(binding, edits, group)
            else:
                for state in group:
                    state.refuse(self._why(binding))

    def _reaches(self, place: Span) -> bool:
        return reaches(place, self.sources, self.writable)

    def _why(self, binding: Binding) -> str:
        if self._reaches(binding.definition):
            return f"`{binding.name}` serves other code that stays as it is"
        return f"`{binding.name}` is defined in {unnamed(binding.definition, self.sources)}"

    def _can_introduce(self, binding: Binding, movers: list[State]) -> bool:
        """Whether a second definition can be known wherever the first is named."""
        return all(
            use.introduce is not None
            and self._reaches(use.reference)
            and all(self._reaches(edit.span) for edit in use.introduce)
            for state in movers
            for use in state.uses(binding)
        )

    def _can_own(self, binding: Binding, movers: list[State]) -> bool:
        """Whether every file that names it can have a definition of its own."""
        return all(
            use.whole is not None
            and use.beside is not None
            and use.beside.path == use.reference.path
            and self._reaches(use.reference)
            for state in movers
            for use in state.uses(binding)
        )

    def _move_to_copy(self, binding: Binding, edits: frozenset[Edit], movers: list[State]) -> None:
        path = binding.definition.path
        files = {path} | {use.reference.path for s in movers for use in s.uses(binding)}
        taken = set().union(*(self.taken[each] for each in files))
        name = new_name(binding, (self.sources[each].text for each in sorted(files)), taken)
        for each in files:
            self.taken[each].add(name)
        second = copy(binding, edits, name, self.sources[path])
        for state in movers:
            known = {edit for use in state.uses(binding) for edit in _introduced(use, name)}
            state.edits = (state.edits - edits) | known | {second}

    def _move_to_own(self, binding: Binding, edits: frozenset[Edit], movers: list[State]) -> None:
        source = self.sources[binding.definition.path]
        places = {use.reference.path: use.beside for s in movers for use in s.uses(binding)}
        made: dict[str, tuple[str, Edit]] = {}
        for path, beside in sorted(places.items()):
            assert beside
            user = self.sources[path]
            name = new_name(binding, [user.text], self.taken[path])
            made[path] = name, own_copy(binding, edits, name, source, beside, user)
        for state in movers:
            state.edits -= edits
            for use in state.uses(binding):
                assert use.whole
                name, second = made[use.reference.path]
                state.edits |= {Edit(use.whole, name), second}


def _introduced(use: Use, name: str) -> set[Edit]:
    assert use.introduce is not None
    imports = {Edit(edit.span, edit.content.format(name)) for edit in use.introduce}
    return imports | {Edit(use.reference, name)}


def _deepest_first(states: list[State]) -> list[Binding]:
    """Every binding of the calls, those that others are made of before those others."""
    bindings = list(
        {u.binding.name_span: u.binding for s in states for u in s.wish.call.uses}.values()
    )
    named_in = _named_in(bindings)
    ordered: list[Binding] = []
    visited: set[int] = set()
    # No function that calls itself: a chain of names may be longer than the interpreter goes.
    pending = [(index, False) for index in reversed(range(len(bindings)))]
    while pending:
        index, is_left = pending.pop()
        if is_left:
            ordered.append(bindings[index])
        elif index not in visited:
            visited.add(index)
            pending.append((index, True))
            pending += [(other, False) for other in reversed(named_in(bindings[index]))]
    return ordered


def _named_in(bindings: list[Binding]) -> Callable[[Binding], list[int]]:
    """Tells which of ``bindings`` a definition names, by their indices."""
    places = sorted(
        (place.path, place.start, place.end, index)
        for index, binding in enumerate(bindings)
        for place in binding.references
    )

    def named(binding: Binding) -> list[int]:
        whole = binding.definition
        first = bisect_left(places, (whole.path, whole.start))
        behind = bisect_left(places, (whole.path, whole.end + 1))
        return sorted({index for *_, end, index in places[first:behind] if end <= whole.end})

    return named
