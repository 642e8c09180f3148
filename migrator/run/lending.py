"""Answers that other calls will be given more of than the program reads now.

A rerun takes the ids that stand beside the number of a build: whatever answers that
number must answer the ids as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from migrator.call.answer import Read, Step
from migrator.call.call import Call
from migrator.call.source import Span
from migrator.call.value import MEMBER, Hole, Value
from migrator.catalog.rule import Lookup


def lending(
    calls: Iterable[Call], lookup_of: Callable[[Call, Value], Lookup | None]
) -> tuple[Call, ...]:
    """``calls`` with what rewrites of the others will read of their answers."""
    calls = tuple(calls)
    wanted: defaultdict[Read, dict[str, None]] = defaultdict(dict)
    for call in calls:
        for url in call.urls:
            for hole in url.holes:
                if hole.beside and hole.beside.read:
                    paths = _paths(hole, lookup_of(call, url))
                    wanted[hole.beside.read].update(dict.fromkeys(paths))
    return tuple(_lent(call, wanted) for call in calls) if wanted else calls


def _paths(hole: Hole, lookup: Lookup | None) -> Iterator[str]:
    for known in lookup.known if lookup else ():
        if hole.beside and known.get(MEMBER) == hole.beside.name:
            yield from (path for name, path in known.items() if name != MEMBER)


def _lent(call: Call, wanted: dict[Read, dict[str, None]]) -> Call:
    reads = call.answer.reads
    more = [_beside(read, path) for read in reads for path in wanted.get(read, ())]
    return replace(call, answer=replace(call.answer, reads=(*reads, *more))) if more else call


def _beside(read: Read, path: str) -> Read:
    """A member beside the one that is read; nothing of it stands in the source yet."""
    end = read.whole.end
    place = Span(read.whole.path, end, end)
    steps = (Step(name, place) for name in path.split("."))
    return Read((*read.steps[:-1], *steps), read.whole)
