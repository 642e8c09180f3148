"""Changes of an object after it is made: a payload, a session, a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import replace

import libcst as cst

from migrator.call.value import text
from migrator.python import answers
from migrator.python.environment import Frame, Names, Slot
from migrator.python.records import Argument
from migrator.python.run import Run, root
from migrator.python.things import (
    OPAQUE,
    Bound,
    Client,
    Function,
    Mapping,
    Member,
    Outcomes,
    Request,
    Text,
    Thing,
    Trail,
    carriers,
)

Growth = Callable[[Mapping], Mapping]


def set_item(
    run: Run, target: cst.Subscript, key: Text | None, values: Outcomes,
    value: cst.BaseExpression, frame: Frame,
) -> None:  # fmt: skip
    """``payload[key] = value``, where ``payload`` is a mapping in view."""
    member = Member(key, values, target, value)

    def grown(mapping: Mapping) -> Mapping:
        if key is None or key.known is None:
            held = (replace(member, key=None),) if carriers(values) else ()
            return replace(mapping, members=(*mapping.members, *held), complete=False)
        kept = tuple(m for m in mapping.members if m.node is not target)
        return replace(mapping, members=(*kept, member))

    here = _change(run, target.value, grown, frame)
    if not here:
        answers.leave(run, values, f"stored in {run.tree.code(target.value)}", target)


def set_default(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> bool:
    """``options.setdefault(key, value)`` of ``**options``; whether it is known what that does."""
    key = arguments[0][0] if len(arguments) == 2 and len(arguments[0]) == 1 else None
    if not isinstance(key, Text) or key.known is None:
        return False
    assert isinstance(node.func, cst.Attribute)
    name = node.func.value
    slots = frame.lookup(name.value) if isinstance(name, cst.Name) else ()
    keywords = [s for s in slots if isinstance(s.statement, cst.Param) and s.statement.star == "**"]
    if not slots or len(keywords) < len(slots):
        return False
    member = Member(key, arguments[1], node, node.args[1].value)

    def grown(mapping: Mapping) -> Mapping:
        if any(m.key and m.key.known == key.known and m.node is not node for m in mapping.members):
            return mapping
        kept = tuple(m for m in mapping.members if m.node is not node)
        return replace(mapping, members=(*kept, member))

    return _change(run, node.func.value, grown, frame)


def update(run: Run, node: cst.Call, arguments: list[Outcomes], frame: Frame) -> None:
    """``payload.update(…)``."""
    assert isinstance(node.func, cst.Attribute)
    added: list[Member] = []
    complete, trail = True, Trail()
    for arg, values in zip(node.args, arguments, strict=True):
        if arg.keyword:
            added.append(Member(Text(text(arg.keyword.value)), values, arg, arg.value))
            continue
        only = values[0] if len(values) == 1 else None
        if isinstance(only, Mapping):
            added.extend(only.members)
            complete, trail = complete and only.complete, trail + only.trail
        else:
            complete = False
            answers.leave(run, values, "copied into a dictionary", arg)

    def grown(mapping: Mapping) -> Mapping:
        nodes = {m.node for m in added}
        kept = tuple(m for m in mapping.members if m.node not in nodes)
        return replace(
            mapping,
            members=(*kept, *added),
            complete=mapping.complete and complete,
            trail=mapping.trail + trail,
        )

    if not _change(run, node.func.value, grown, frame):
        for member in added:
            answers.leave(run, member.values, "copied into a dictionary", member.node)


def lose(run: Run, node: cst.BaseExpression, frame: Frame) -> None:
    """Something nobody can see may have changed the mapping at ``node``."""
    _change(run, node, lambda mapping: replace(mapping, complete=False), frame)


def _change(run: Run, node: cst.BaseExpression, grown: Growth, frame: Frame) -> bool:
    """Binds anew every name that holds the mapping at ``node``; the definitions stay the same.

    Gives whether all of them are names of this scope.
    """
    wanted = {v.node for v in run.evaluate(node, frame) if isinstance(v, Mapping)}
    reference = root(node)
    changed, here = False, True
    for holder in _holders(frame):
        for name, slots in holder.items():
            if any(_holds(v, wanted) for slot in slots for v in slot.values):
                holder[name] = tuple(_grown(run, s, wanted, grown, reference) for s in slots)
                changed, here = True, here and holder is frame.names
    if not changed and frame.kind:
        for found in frame.kind.attributes.values():
            for key, slot in found.items():
                if any(_holds(v, wanted) for v in slot.values):
                    found[key] = _grown(run, slot, wanted, grown, reference)
    return changed and here


def _holders(frame: Frame) -> Iterator[Names]:
    step: Frame | None = frame
    while step is not None:
        yield step.names
        step = step.parent


def _grown(
    run: Run, slot: Slot, wanted: Set[cst.CSTNode], grown: Growth, reference: cst.CSTNode
) -> Slot:
    names = isinstance(reference, cst.Name) and reference.value == slot.name
    values = run.through(slot, reference) if names else slot.values
    made = tuple(_replaced(v, wanted, grown) for v in values)
    run.changed.add(slot.node)
    return Slot(slot.name, slot.node, slot.statement, slot.place, made)


def _holds(thing: Thing, wanted: Set[cst.CSTNode]) -> bool:
    if not isinstance(thing, Mapping):
        return False
    inner = (v for member in thing.members for v in member.values)
    return thing.node in wanted or any(_holds(v, wanted) for v in inner)


def _replaced(thing: Thing, wanted: Set[cst.CSTNode], grown: Growth) -> Thing:
    if not isinstance(thing, Mapping) or not _holds(thing, wanted):
        return thing
    if thing.node in wanted:
        return grown(thing)
    members = tuple(
        replace(m, values=tuple(_replaced(v, wanted, grown) for v in m.values))
        for m in thing.members
    )
    return replace(thing, members=members)


def attribute(
    run: Run, owner: Client | Request, name: str, values: Outcomes, statement: cst.CSTNode
) -> None:
    """``client.name = values`` and ``request.name = values``."""
    if isinstance(owner, Client):
        if name == "base_url":
            owner.settings.base = values
        owner.settings.bring(name, values)
        return
    value = statement.value if isinstance(statement, (cst.Assign, cst.AnnAssign)) else None
    if value is None or (run.quiet and not owner.record.links):
        return
    if name == "get_method":
        owner.record.see("method", Argument(_returned(run, values), value, None))
    elif name in ("method", "data", "headers"):
        owner.record.see(name, Argument(values, value, None))


def _returned(run: Run, values: Outcomes) -> Outcomes:
    only: Thing | None = values[0] if len(values) == 1 else None
    if isinstance(only, Function) and isinstance(only.node, cst.Lambda):
        return run.evaluate(only.node.body, only.frame)
    return OPAQUE


def client_item(
    bound: Bound, target: cst.Subscript, key: Text | None, values: Outcomes,
    value: cst.BaseExpression,
) -> None:  # fmt: skip
    """``session.headers[key] = values``."""
    client = bound.owner
    assert isinstance(client, Client)
    mapping = Mapping((Member(key, values, target, value),), target)
    client.settings.bring(bound.name, (mapping,))
