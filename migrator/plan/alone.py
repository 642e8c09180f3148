"""What becomes of one call while all others stay."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from migrator.call.source import Source
from migrator.plan.answers import places
from migrator.plan.shared import read
from migrator.plan.wish import State, Wish, unified


class Alone:
    """``wishes`` one at a time.

    Of the calls that share a thing with one that moves, any says as well as all of them
    that somebody needs it as it is: to plan one call takes no longer where there are many.
    """

    def __init__(self, wishes: Sequence[Wish], sources: Mapping[str, Source]) -> None:
        self._wishes = unified(wishes)
        self._sources = sources
        self._sharing: dict[Hashable, list[int]] = {}
        for index, wish in enumerate(self._wishes):
            for thing in set(self._things(_staying(wish))):
                two = self._sharing.setdefault(thing, [])
                if len(two) < 2:
                    two.append(index)

    def wishes(self, index: int) -> tuple[list[Wish], int]:
        """The one at ``index`` among what it must be planned with, and its place there."""
        wish = self._wishes[index]
        sharing = (self._sharing.get(thing, ()) for thing in self._things(wish))
        found = sorted({index, *(other for two in sharing for other in two)})
        wishes = [wish if other == index else _staying(self._wishes[other]) for other in found]
        return wishes, found.index(index)

    def _things(self, wish: Wish) -> Iterator[Hashable]:
        state = State(wish, set(wish.edits))
        yield from (("definition", use.binding.name_span) for use in wish.call.uses)
        yield from (("answer", place) for place in places(state))
        yield from (("text", place) for place in read(state, self._sources))


def _staying(wish: Wish) -> Wish:
    return replace(wish, edits=())
