"""Lists of the program that answers, or items of them, are put into."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.python import iteration
from migrator.python.environment import Frame, Place, Slot
from migrator.python.run import Run
from migrator.python.things import (
    TOO_MANY,
    Bound,
    Content,
    Mapping,
    Outcomes,
    Sequence,
    Stream,
    Thing,
    alternatives,
    carriers,
)

_ONE = frozenset({"append", "appendleft", "add"})
_ALL = frozenset({"extend", "extendleft", "update"})


def together(run: Run, parts: list[tuple[cst.BaseExpression, Outcomes]]) -> Outcomes | None:
    """The sum of lists, ``None`` where no answer is among them or no list of the program."""
    things = [thing for _, values in parts for thing in values]
    own = any(isinstance(thing, (Sequence, Stream)) for thing in things)
    if not own or not all(isinstance(t, (Sequence, Stream, Content)) for t in things):
        return None
    if not carriers(things):
        return None
    items = alternatives(t for node, values in parts for t in iteration.each(run, values, node))
    return (Stream(items),) if items is not TOO_MANY else None


def put(run: Run, bound: Bound, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> bool:
    """``names.append(item)`` and its kind; gives whether all that holds the list is in view."""
    if bound.name not in _ONE | _ALL or len(arguments) != 1 or not carriers(arguments[0]):
        return False
    owner, added = bound.owner, arguments[0]
    if not _is_own(owner, frame):
        return False
    if bound.name in _ALL:
        added = iteration.each(run, added, node.args[0].value)
    items = alternatives((*_items(owner), *added))
    if items is TOO_MANY:
        return False
    for name, slots in frame.names.items():
        if any(_is(thing, owner) for slot in slots for thing in slot.values):
            frame.names[name] = tuple(_with(slot, owner, Stream(items)) for slot in slots)
    return True


def _is_own(owner: Thing, frame: Frame) -> bool:
    """Whether names of this scope hold the list and nothing else does."""
    slots = [slot for slots in frame.names.values() for slot in slots]
    outer = [slot for each in _around(frame) for slots in each.names.values() for slot in slots]
    outer += [slot for slot in slots if slot.place is Place.PARAMETER]
    if any(_holds(thing, owner) for slot in outer for thing in slot.values):
        return False
    held = [thing for slot in slots for thing in slot.values if _holds(thing, owner)]
    return bool(held) and all(_is(thing, owner) for thing in held)


def _around(frame: Frame) -> Iterator[Frame]:
    while frame.parent is not None:
        frame = frame.parent
        yield frame


def _holds(thing: Thing, owner: Thing) -> bool:
    if _is(thing, owner):
        return True
    if isinstance(thing, Sequence):
        return any(_holds(t, owner) for item in thing.items for t in item)
    if isinstance(thing, Mapping):
        return any(_holds(t, owner) for member in thing.members for t in member.values)
    return isinstance(thing, Stream) and any(_holds(t, owner) for t in thing.items)


def _is(thing: Thing, owner: Thing) -> bool:
    """Whether they are one list, by whatever way it was reached."""
    if isinstance(thing, Sequence) and isinstance(owner, Sequence):
        return thing.node is owner.node
    return thing == owner


def _items(owner: Thing) -> Outcomes:
    if isinstance(owner, Stream):
        return owner.items
    assert isinstance(owner, Sequence)
    return tuple(thing for item in owner.items for thing in item)


def _with(slot: Slot, owner: Thing, grown: Stream) -> Slot:
    values = tuple(grown if _is(thing, owner) else thing for thing in slot.values)
    return Slot(slot.name, slot.node, slot.statement, slot.place, values)
