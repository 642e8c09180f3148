"""Functions of the file: their scopes, and what a call of one gives back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from migrator.python import answers, commandline, passing
from migrator.python.defaults import default
from migrator.python.environment import Frame, Kind, Place, Slot
from migrator.python.records import Link
from migrator.python.run import Run
from migrator.python.things import (
    OPAQUE,
    TOO_MANY,
    Content,
    Function,
    Mapping,
    Outcomes,
    Reply,
    Stream,
    Text,
    Thing,
    Trail,
    alternatives,
    followed,
)

_DEPTH = 8
_BUDGET = 10_000
"""Statements that are walked through, in one file, to see what calls of its functions return."""
_TOO_DEEP = f"calls of functions are followed {_DEPTH} deep at most"
_TOO_MUCH = f"{_BUDGET:,} statements of functions are followed at most"


def scope(run: Run, function: Function) -> Frame:
    """A fresh scope whose parameters hold their defaults, where these are addresses."""
    node = function.node
    frame = Frame(function.frame, receiver=_receiver(function), kind=function.kind)
    frame.function = node.name.value if isinstance(node, cst.FunctionDef) else "lambda"
    for param in parameters(node):
        values: Outcomes = OPAQUE
        if param.default is not None:
            doubt = f"a caller of {frame.function}() may pass another `{param.name.value}`"
            given = run.evaluate(param.default, function.frame)
            answers.leave(run, given, f"the default of `{param.name.value}`", param)
            values = default(given, doubt)
        else:
            values = commandline.parameter(run, function, param.name.value)
        passed = tuple(run.given.get(param.name, {}).values())
        if passed:
            values = (*(() if values is OPAQUE else values), *passed)
        frame.bind(Slot(param.name.value, param.name, param, Place.PARAMETER, values))
    return frame


def parameters(node: cst.FunctionDef | cst.Lambda) -> Iterator[cst.Param]:
    """All parameters, the positional ones first."""
    given = node.params
    yield from (*given.posonly_params, *given.params)
    if isinstance(given.star_arg, cst.Param):
        yield given.star_arg
    yield from given.kwonly_params
    if given.star_kwarg:
        yield given.star_kwarg


def _receiver(function: Function) -> str:
    if function.kind is None or not isinstance(function.node, cst.FunctionDef):
        return ""
    names = [
        d.decorator.value for d in function.node.decorators if isinstance(d.decorator, cst.Name)
    ]
    if "staticmethod" in names:
        return ""
    first = next(parameters(function.node), None)
    return first.name.value if first else ""


def call(
    run: Run,
    function: Function,
    node: cst.Call | None,
    arguments: list[Outcomes],
    caller: Frame | None = None,
) -> Outcomes | None:
    """What the function returns for those arguments, ``None`` where that can't be followed.

    Requests that it makes are noted as those of ``node``, in the scope ``caller``.
    """
    before = run.take_before()
    if function.node in run.inside:
        return None
    if run.quiet >= _DEPTH or run.steps >= _BUDGET:
        bound = _TOO_MUCH if run.steps >= _BUDGET else _TOO_DEEP
        run.bounds.setdefault(bound, node or function.node)
        return None
    frame = scope(run, function)
    if node is None:
        _fill(frame, function, arguments)
    elif given := passing.given(node, arguments, before):
        passing.bind(run, frame, function, node, given)
    else:
        return None
    _enter(function, arguments)
    run.followed.add(node.func if node is not None else function.node)
    run.quiet += 1
    run.inside.append(function.node)
    run.links.append(_link(run, function, node, arguments, caller))
    statement = run.statement
    try:
        return tuple(_traced(run, function, t) for t in _result(run, function, frame))
    finally:
        run.statement = statement
        run.links.pop()
        run.inside.pop()
        run.quiet -= 1


def _link(
    run: Run,
    function: Function,
    node: cst.Call | None,
    arguments: list[Outcomes],
    caller: Frame | None,
) -> Link | None:
    if node is None or caller is None:
        return None
    texts = (t for values in arguments for t in values if isinstance(t, (Text, Mapping)))
    trail = sum((text.trail for text in texts), Trail())
    return Link(node, function, caller, run.statement, trail)


def _result(run: Run, function: Function, frame: Frame) -> Outcomes:
    if isinstance(function.node, cst.Lambda):
        return run.evaluate(function.node.body, frame)
    run.execute(function.node.body, frame)
    if frame.yields:
        for outcomes in frame.returns:
            answers.leave(run, outcomes, f"returned from {frame.function}()", function.node)
    given = frame.yields or frame.returns
    found = alternatives(thing for outcomes in given for thing in outcomes)
    if found is TOO_MANY:
        for outcomes in given:
            answers.leave(run, outcomes, "one of too many values", function.node)
    return (Stream(found),) if frame.yields else found


def _enter(function: Function, arguments: list[Outcomes]) -> None:
    """An answer that is passed to the function is read under the function's name."""
    for values in arguments:
        for thing in values:
            if isinstance(thing, (Reply, Content)):
                thing.record.uses.names.update(dict.fromkeys(function.trail.names))


def _traced(run: Run, function: Function, thing: Thing) -> Thing:
    """A text of which some stands in the function came through its name as well."""
    if not isinstance(thing, Text):
        return thing
    body = run.tree.span(function.node)
    if any(piece.span and body.holds(piece.span) for piece in thing.value.pieces):
        return followed(thing, function.trail)
    return thing


def _fill(frame: Frame, function: Function, arguments: list[Outcomes]) -> None:
    """Binds the first parameters to values that no call writes as arguments."""
    names = list(parameters(function.node))[bool(frame.receiver) :]
    for param, values in zip(names, arguments, strict=False):
        frame.bind(Slot(param.name.value, param.name, param, Place.PARAMETER, values))


def method_of(kind: Kind, name: str) -> Function | None:
    """The method of that name, here or in a base."""
    for slot in kind.find(name):
        for thing in slot.values:
            if isinstance(thing, Function):
                return replace(thing, kind=kind)
    return None
