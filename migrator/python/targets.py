"""Assignments: what a target holds afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from migrator.python import answers, changes, gathering
from migrator.python.environment import Frame, Place, Slot
from migrator.python.filling import fill
from migrator.python.run import Run
from migrator.python.texts import glued
from migrator.python.things import (
    OPAQUE,
    Bound,
    Client,
    Content,
    Instance,
    Mapping,
    Opaque,
    Outcomes,
    Reply,
    Request,
    Sequence,
    Stream,
    Text,
    Thing,
    alternatives,
)


def bind(
    run: Run, name: str, node: cst.CSTNode, values: Outcomes, statement: cst.CSTNode, frame: Frame
) -> None:
    place = Place.CLASS if frame.is_class else Place.LOCAL if frame.parent else Place.MODULE
    if name in frame.outer_names:
        place = Place.MODULE if frame.outer_names[name].parent is None else Place.LOCAL
        answers.leave(run, values, f"stored in `{name}`", node)
    frame.bind(Slot(name, node, statement, place, values))


def assign(
    run: Run, target: cst.CSTNode, values: Outcomes, statement: cst.CSTNode, frame: Frame
) -> None:
    """Gives ``target`` those values."""
    if isinstance(target, cst.Name):
        bind(run, target.value, target, values, statement, frame)
    elif isinstance(target, (cst.Tuple, cst.List)):
        _unpack(run, target, values, statement, frame)
    elif isinstance(target, cst.StarredElement):
        assign(run, target.value, OPAQUE, statement, frame)
    elif isinstance(target, cst.Attribute):
        _attribute(run, target, values, statement, frame)
    elif isinstance(target, cst.Subscript):
        _item(run, target, values, statement, frame)


def _unpack(
    run: Run,
    target: cst.Tuple | cst.List,
    values: Outcomes,
    statement: cst.CSTNode,
    frame: Frame,
) -> None:
    nodes = [e if isinstance(e, cst.StarredElement) else e.value for e in target.elements]
    star = next((i for i, n in enumerate(nodes) if isinstance(n, cst.StarredElement)), None)
    for index, node in enumerate(nodes):
        parts = (p for v in values for p in _part(run, v, index, len(nodes), star, target))
        inner = node.value if isinstance(node, cst.StarredElement) else node
        assign(run, inner, alternatives(parts), statement, frame)


def _part(
    run: Run, thing: Thing, index: int, count: int, star: int | None, target: cst.CSTNode
) -> Outcomes:
    """What the name at ``index`` of ``count`` gets; ``star`` is the one that gets the rest."""
    if isinstance(thing, Sequence) and len(thing.items) == count and star is None:
        return thing.items[index]
    if isinstance(thing, Stream):
        return thing.items if index != star else (thing,)
    if isinstance(thing, Content) and index == star:
        return (thing,)
    if isinstance(thing, Content):
        span = run.tree.span(target)
        behind = star is not None and index > star
        return (answers.stepped(thing, index - count if behind else index, span, span),)
    answers.leave(run, (thing,), "unpacked", target)
    return OPAQUE


def _attribute(
    run: Run, target: cst.Attribute, values: Outcomes, statement: cst.CSTNode, frame: Frame
) -> None:
    name, shown = target.attr.value, run.tree.code(target)
    for owner in run.evaluate(target.value, frame):
        if isinstance(owner, Instance):
            slot = Slot(name, target.attr, statement, Place.ATTRIBUTE, values)
            if not run.quiet:
                owner.kind.set(slot)
            if isinstance(target.value, cst.Name) and target.value.value == frame.receiver:
                frame.names[f"{frame.receiver}.{name}"] = (slot,)
            answers.leave(run, values, f"stored on {shown}", statement)
            run.note(values, _value(target, statement), f"it is stored on {shown}")
        elif isinstance(owner, (Client, Request)):
            changes.attribute(run, owner, name, values, statement)
            answers.leave(run, values, f"stored on {shown}", statement)
        else:
            answers.leave(run, values, f"stored on {shown}", statement)
            run.note(values, _value(target, statement), f"it is stored on {shown}")


def _item(
    run: Run, target: cst.Subscript, values: Outcomes, statement: cst.CSTNode, frame: Frame
) -> None:
    owners = run.evaluate(target.value, frame)
    keys = run.evaluate(subscript_key(target), frame)
    answers.leave(run, keys, "used as a key", target)
    key = keys[0] if len(keys) == 1 and isinstance(keys[0], Text) else None
    if any(isinstance(owner, Mapping) for owner in owners):
        changes.set_item(run, target, key, values, _value(target, statement), frame)
    where = f"stored in {run.tree.code(target.value)}"
    if not all(isinstance(owner, Mapping) for owner in owners):
        answers.leave(run, values, where, statement)
    for owner in owners:
        if isinstance(owner, Bound) and isinstance(owner.owner, Client):
            changes.client_item(owner, target, key, values, _value(target, statement))
            return
        if isinstance(owner, (Reply, Content)):
            answers.item(run, owner, keys[0] if len(keys) == 1 else None, target)
    if not any(isinstance(owner, Mapping) for owner in owners):
        run.note(values, _value(target, statement), f"it is {where}")


def subscript_key(node: cst.Subscript) -> cst.CSTNode:
    """What stands in the brackets."""
    inner = node.slice[0].slice
    return inner.value if len(node.slice) == 1 and isinstance(inner, cst.Index) else inner


def _value(target: cst.BaseExpression, statement: cst.CSTNode) -> cst.BaseExpression:
    """The expression that the statement assigns; the target itself where it is no plain one."""
    return statement.value if isinstance(statement, cst.Assign) else target


def assignment(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.Assign)
    values = run.evaluate(node.value, frame)
    if any(isinstance(thing, Content) and thing.member for thing in values):
        run.moments_of_names[node] = dict(frame.names)
    for target in node.targets:
        assign(run, target.target, values, node, frame)


def annotated(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.AnnAssign)
    if node.value is not None:
        assign(run, node.target, run.evaluate(node.value, frame), node, frame)


def augmented(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    """``target += value`` and its kind."""
    assert isinstance(node, cst.AugAssign)
    before = run.evaluate(node.target, frame)
    added = run.evaluate(node.value, frame)
    values = tuple(t for t in before if isinstance(t, Opaque)) or OPAQUE
    if isinstance(node.operator, cst.AddAssign) and any(isinstance(t, Text) for t in before):
        old = fill(run, node.target, before, run.tree.span(node.target), (), frame)
        old = tuple(replace(t, groups=()) for t in old if isinstance(t, Text))
        span = run.tree.span(node.value)
        values = glued([old, fill(run, node.value, added, span, (), frame)])
    elif isinstance(node.operator, cst.AddAssign) and (
        lists := gathering.together(run, [(node.target, before), (node.value, added)])
    ):
        values = lists
    else:
        answers.leave(run, (*before, *added), "used in an expression", node)
    assign(run, node.target, values, node, frame)


def captured(pattern: cst.CSTNode) -> Iterator[cst.Name]:
    """The names that a pattern of ``match`` binds."""
    if isinstance(pattern, (cst.MatchAs, cst.MatchStar)) and pattern.name is not None:
        yield pattern.name
    for child in pattern.children:
        if not isinstance(child, cst.BaseExpression):
            yield from captured(child)
