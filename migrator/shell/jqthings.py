"""What goes through a jq filter: parts of an answer, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migrator.call.answer import Read, Step
from migrator.call.source import Span
from migrator.records import dataclass


@dataclass(frozen=True)
class Part:
    """A part of the answer. The whole answer is ``raw`` until a filter has named it, which is
    where a step into the member that holds it goes.
    """

    steps: tuple[Step, ...] = ()
    raw: bool = False


@dataclass(frozen=True)
class Made:
    """An array or object that a filter makes; of an array the keys are ``None``."""

    members: tuple[tuple[str | None, Thing], ...] = ()


@dataclass(frozen=True)
class Computed:
    """A value that is no part of the answer."""


Thing = Part | Made | Computed
Things = tuple[Thing, ...]

ANSWER: Things = (Part(raw=True),)


def array(items: Things) -> Made:
    return Made(tuple((None, item) for item in items))


def parts_of(things: Iterable[Thing]) -> Iterator[Part]:
    """The parts of the answer that ``things`` are made of."""
    for thing in things:
        if isinstance(thing, Part):
            yield thing
        elif isinstance(thing, Made):
            yield from parts_of(member for _, member in thing.members)


def read_of(part: Part) -> Read:
    """``part``, which is not the answer itself, is read."""
    first, last = part.steps[0].span, part.steps[-1].span
    return Read(part.steps, Span(first.path, first.start, max(first.end, last.end)))
