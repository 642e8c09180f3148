"""What each kind of expression may be."""

from __future__ import annotations

import builtins

import libcst as cst

from migrator.python import (
    addresses,
    answers,
    classes,
    comparing,
    functions,
    iteration,
    joining,
    targets,
)
from migrator.python.conditions import compared, truth
from migrator.python.defaults import names_address, unless_set
from migrator.python.environment import Frame, Kind, Place, Slot
from migrator.python.modules import Module
from migrator.python.run import Handler, Run
from migrator.python.templates import percent_operation
from migrator.python.texts import only_texts
from migrator.python.things import (
    OPAQUE,
    Bound,
    Constant,
    Content,
    Function,
    Instance,
    Mapping,
    Member,
    Opaque,
    Options,
    Outcomes,
    Reply,
    Sequence,
    Split,
    Stream,
    Symbol,
    Text,
    Thing,
    Trail,
    alternatives,
    carriers,
    followed,
)

_DIGITS = 40
"""Longer numbers are no status, index or build number."""
_CONSTANTS = {"None": None, "True": True, "False": False}


def _name(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Name)
    run.visited.add(node)
    if node.value in _CONSTANTS:
        return (Constant(_CONSTANTS[node.value]),)
    if node.value == frame.receiver and frame.kind:
        return (Instance(frame.kind),)
    slots = frame.lookup(node.value)
    if slots:
        return tuple(thing for slot in slots for thing in run.through(slot, node))
    return (Symbol(node.value),) if hasattr(builtins, node.value) else OPAQUE


def _attribute(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Attribute)
    owners = run.evaluate(node.value, frame)
    run.visited.add(node)
    if any(isinstance(owner, (Opaque, Instance, Kind)) for owner in owners):
        run.unsure.add(node)
    return tuple(thing for owner in owners for thing in _member(run, owner, node, frame))


def _member(run: Run, owner: Thing, node: cst.Attribute, frame: Frame) -> Outcomes:
    name = node.attr.value
    if isinstance(owner, Symbol):
        return (Symbol(f"{owner.path}.{name}"),)
    if isinstance(owner, Module):
        return _of_module(run, owner, node)
    if isinstance(owner, (Instance, Kind)):
        return classes.attribute(run, owner, node, frame) or (Bound(owner, name, node),)
    if isinstance(owner, (Reply, Content)):
        return answers.attribute(owner, node)
    if isinstance(owner, Split):
        made = addresses.part(owner, name)
        return (made or Bound(owner, name, node),)
    if isinstance(owner, Options):
        slot = owner.slots.get(name)
        return run.through(slot, node) if slot else (Bound(owner, name, node),)
    if isinstance(owner, Text) and name == "value":
        return (owner,)  # of an enumeration's member: a text has no such attribute
    return (Bound(owner, name, node),)


def _of_module(run: Run, module: Module, node: cst.Attribute) -> Outcomes:
    name = node.attr.value
    slots = module.frame.names.get(name, ())
    if slots:
        return tuple(thing for slot in slots for thing in run.through(slot, node))
    return (run.modules.below(run, module, name) or Symbol(f"{module.path}.{name}"),)


def _integer(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Integer)
    if len(node.value) > _DIGITS:
        return OPAQUE
    return (Constant(node.evaluated_value, run.tree.span(node)),)


def _float(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Float)
    return (Constant(node.evaluated_value, run.tree.span(node)),)


def _binary(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.BinaryOperation)
    if isinstance(node.operator, cst.Add):
        return joining.addition(run, node, frame)
    left = run.evaluate(node.left, frame)
    if isinstance(node.operator, cst.Modulo) and any(isinstance(t, Text) for t in left):
        return percent_operation(run, left, node, frame)
    right = run.evaluate(node.right, frame)
    answers.leave(run, (*left, *right), "used in an expression", node)
    return OPAQUE


def _boolean(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.BooleanOperation)
    left, right = run.evaluate(node.left, frame), run.evaluate(node.right, frame)
    answers.asked(run, left)
    outcome = truth(left) if run.quiet else None
    if outcome is not None:
        return right if outcome == isinstance(node.operator, cst.And) else left
    kept = carriers((*left, *right))
    if isinstance(node.operator, cst.And):
        # On the left stays what counts as false: in an answer that does there is nothing to read.
        kept = carriers((*(t for t in left if not isinstance(t, Content)), *right))
        texts = only_texts(right)
        return (*kept, *(texts if any(names_address(t) for t in texts) else OPAQUE))
    known = [t for t in left if isinstance(t, Text) and (t.value.pieces and t.known != "")]
    if known and len(known) == len(left):
        return left
    shown = run.tree.code(node.left)
    return (*kept, *unless_set(right, shown))


def _unary(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.UnaryOperation)
    values = run.evaluate(node.expression, frame)
    only = values[0] if len(values) == 1 else None
    if isinstance(node.operator, cst.Minus) and isinstance(only, Constant) and only.value:
        return (Constant(-only.value, run.tree.span(node)),)
    if isinstance(node.operator, cst.Not):
        answers.asked(run, values)
        outcome = truth(values) if run.quiet else None
        return OPAQUE if outcome is None else (Constant(not outcome),)
    answers.leave(run, values, "used in an expression", node)
    return OPAQUE


def _conditional(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.IfExp)
    values = run.evaluate(node.test, frame)
    answers.asked(run, values)
    outcome = truth(values) if run.quiet else None
    if outcome is not None:
        return run.evaluate(node.body if outcome else node.orelse, frame)
    return run.evaluate(node.body, frame) + run.evaluate(node.orelse, frame)


def _comparison(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Comparison)
    values = [run.evaluate(node.left, frame)]
    values.extend(run.evaluate(c.comparator, frame) for c in node.comparisons)
    for outcomes in values:
        run.excuse(outcomes)
    _asked_for(run, node, values)
    comparing.compared(run, node, values)
    outcome = compared(node, values) if run.quiet else None
    return OPAQUE if outcome is None else (Constant(outcome),)


def _asked_for(run: Run, node: cst.Comparison, values: list[Outcomes]) -> None:
    """``"key" in payload`` names a key of the payload."""
    key = values[0][0] if len(values[0]) == 1 else None
    if not isinstance(key, Text) or key.known is None:
        return
    for thing in values[-1]:
        if isinstance(thing, Mapping):
            for member in thing.members:
                if member.key and member.key.known == key.known:
                    run.mention(member.node, node.left, node.comparisons[-1].comparator)


def _elements(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, (cst.List, cst.Tuple, cst.Set))
    values = tuple(_element(run, e, frame) for e in node.elements)
    starred = [isinstance(e, cst.StarredElement) for e in node.elements]
    if any(star and carriers(found) for star, found in zip(starred, values, strict=True)):
        return (Stream(alternatives(t for found in values for t in found)),)
    nodes = tuple(e if isinstance(e, cst.StarredElement) else e.value for e in node.elements)
    return (Sequence(values, nodes, node),)


def _element(run: Run, node: cst.BaseElement, frame: Frame) -> Outcomes:
    values = run.evaluate(node.value, frame)
    if isinstance(node, cst.StarredElement) and carriers(values):
        return iteration.each(run, values, node.value)
    return values


def _starred(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.StarredElement)
    answers.leave(run, run.evaluate(node.value, frame), "unpacked", node)
    return OPAQUE


def _dict(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Dict)
    members: list[Member] = []
    complete = True
    trail = Trail()
    for element in node.elements:
        values = run.evaluate(element.value, frame)
        if isinstance(element, cst.DictElement):
            keys = run.evaluate(element.key, frame)
            run.excuse(keys)
            answers.leave(run, keys, "used as a key", element.key)
            texts = only_texts(keys)
            key = texts[0] if len(keys) == 1 and texts else None
            members.append(Member(key, values, element, element.value))
            continue
        spread = next((v for v in values if isinstance(v, Mapping)), None)
        if spread and len(values) == 1:
            members.extend(spread.members)
            trail, complete = trail + spread.trail, complete and spread.complete
        else:
            complete = False
            answers.leave(run, values, "copied into a dictionary", element)
    return (Mapping(tuple(members), node, complete, trail),)


def _await(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Await)
    values = run.evaluate(node.expression, frame)
    return tuple(answers.awaited(run, thing, node) for thing in values)


def _walrus(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.NamedExpr)
    values = run.evaluate(node.value, frame)
    if isinstance(node.target, cst.Name):
        place = Place.LOCAL if frame.parent else Place.MODULE
        frame.bind(Slot(node.target.value, node.target, node, place, values))
    return values


def _yield(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Yield)
    if node.value is not None:
        whole = isinstance(node.value, cst.From)
        inner = node.value.item if isinstance(node.value, cst.From) else node.value
        values = run.evaluate(inner, frame)
        if whole:
            values = iteration.each(run, values, inner)
        frame.yields.append(values)
        answers.given_back(run, values, node, f"yielded from {frame.function or 'a generator'}()")
    return OPAQUE


def _lambda(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Lambda)
    function = Function(node, frame)

    def body() -> None:
        values = run.evaluate(node.body, functions.scope(run, function))
        answers.leave(run, values, "returned from a lambda", node.body)

    if not run.quiet and node not in run.visited:
        run.visited.add(node)
        run.waiting.append(body)
    return (function,)


def _subscript(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Subscript)
    owners = run.evaluate(node.value, frame)
    keys = OPAQUE
    for element in node.slice:
        single = len(node.slice) == 1 and isinstance(element.slice, cst.Index)
        inner = element.slice.value if isinstance(element.slice, cst.Index) else element.slice
        found = run.evaluate(inner, frame)
        answers.leave(run, found, "used as a key", inner)
        keys = found if single else OPAQUE
    only = keys[0] if len(keys) == 1 else None
    if isinstance(only, Text):
        answers.mixed(run, owners, only.known, node)
    return tuple(thing for owner in owners for thing in _item(run, owner, keys, node))


def _item(run: Run, owner: Thing, keys: Outcomes, node: cst.Subscript) -> Outcomes:
    key = keys[0] if len(keys) == 1 else None
    if isinstance(owner, (Content, Reply)):
        return answers.item(run, owner, key, node)
    if isinstance(owner, Mapping) and isinstance(key, Text) and key.known is not None:
        for member in reversed(owner.members):
            if member.key and member.key.known == key.known:
                run.mention(member.node, targets.subscript_key(node), node.value)
                return tuple(followed(v, owner.trail) for v in member.values)
    if isinstance(owner, Mapping):
        return (*(t for m in owner.members for t in carriers(m.values)), *OPAQUE)
    if isinstance(owner, (Sequence, Stream)) and any(
        isinstance(element.slice, cst.Slice) for element in node.slice
    ):
        return (owner,)
    if isinstance(owner, Stream):
        return owner.items
    if isinstance(owner, Sequence) and isinstance(key, Constant) and isinstance(key.value, int):
        if -len(owner.items) <= key.value < len(owner.items):
            return tuple(followed(v, owner.trail) for v in owner.items[key.value])
    if isinstance(owner, Sequence):
        return (*(t for item in owner.items for t in carriers(item)), *OPAQUE)
    answers.leave(run, (owner,), "subscripted", node)
    return OPAQUE


HANDLERS: dict[type[cst.CSTNode], Handler] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.UnaryOperation: _unary,
    cst.IfExp: _conditional,
    cst.Comparison: _comparison,
    cst.List: _elements,
    cst.Tuple: _elements,
    cst.Set: _elements,
    cst.StarredElement: _starred,
    cst.Dict: _dict,
    cst.Await: _await,
    cst.NamedExpr: _walrus,
    cst.Yield: _yield,
    cst.Lambda: _lambda,
    cst.Subscript: _subscript,
}
