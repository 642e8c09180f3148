"""Classes of the file: what their attributes hold."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from migrator.python.environment import Frame, Kind, Slot
from migrator.python.functions import call
from migrator.python.run import Run
from migrator.python.things import OPAQUE, Function, Instance, Outcomes, Text, Thing, Trail


def attribute(run: Run, owner: Instance | Kind, node: cst.Attribute, frame: Frame) -> Outcomes:
    """``self.name`` or ``Class.name``; nothing if the class does not define it."""
    kind = owner.kind if isinstance(owner, Instance) else owner
    return tuple(
        thing
        for slot in _slots(kind, node, frame)
        for v in _held(slot, run.through(slot, node))
        for thing in _bound(run, v, kind)
    )


def _held(slot: Slot, values: Outcomes) -> Outcomes:
    """The values of a definition; a field's default holds unless the maker gives another."""
    if not isinstance(slot.statement, cst.AnnAssign) or not slot.filled:
        return values
    doubt = f"`{slot.name}` is a default, and may be given another value"
    return tuple(
        replace(v, trail=v.trail + Trail(doubts=(doubt,))) if isinstance(v, Text) else v
        for v in values
    )


def _slots(kind: Kind, node: cst.Attribute, frame: Frame) -> tuple[Slot, ...]:
    if isinstance(node.value, cst.Name) and node.value.value == frame.receiver:
        here = frame.names.get(f"{frame.receiver}.{node.attr.value}")
        if here:
            return here
    return kind.find(node.attr.value)


def _bound(run: Run, thing: Thing, kind: Kind) -> Outcomes:
    """A function found in a class is a method of it, or a property."""
    if not isinstance(thing, Function) or not isinstance(thing.node, cst.FunctionDef):
        return (thing,)
    method = replace(thing, kind=kind)
    names = [d.decorator.value for d in thing.node.decorators if isinstance(d.decorator, cst.Name)]
    if "property" in names or "cached_property" in names:
        return call(run, method, None, []) or OPAQUE
    return (method,)
