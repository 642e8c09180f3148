"""Functions of the file: their scopes, and what a call of one gives back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from migrator.python.environment import Frame, Kind, Place, Slot
from migrator.python.library import default
from migrator.python.run import Run
from migrator.python.things import (
    OPAQUE,
    Content,
    Function,
    Outcomes,
    Reply,
    Text,
    Thing,
    alternatives,
    followed,
)

_DEPTH = 3
_BUDGET = 3000
"""Statements that are walked through, in one file, to see what calls of its functions return."""


def scope(run: Run, function: Function) -> Frame:
    """A fresh scope whose parameters hold their defaults, where these are addresses."""
    node = function.node
    frame = Frame(function.frame, receiver=_receiver(function), kind=function.kind)
    frame.function = node.name.value if isinstance(node, cst.FunctionDef) else "lambda"
    for param in parameters(node):
        values: Outcomes = OPAQUE
        if param.default is not None:
            doubt = f"a caller of {frame.function}() may pass another `{param.name.value}`"
            values = default(run.evaluate(param.default, function.frame), doubt)
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
    run: Run, function: Function, node: cst.Call | None, arguments: list[Outcomes]
) -> Outcomes | None:
    """What the function returns for those arguments, ``None`` where that can't be followed.

    Requests that it makes are not noted.
    """
    if run.quiet >= _DEPTH or run.steps >= _BUDGET or function.node in run.inside:
        return None
    frame = scope(run, function)
    if not _fill(frame, function, node, arguments):
        return None
    _enter(function, arguments)
    run.followed.add(node.func if node is not None else function.node)
    run.quiet += 1
    run.inside.append(function.node)
    try:
        return tuple(_traced(run, function, t) for t in _result(run, function, frame))
    finally:
        run.inside.pop()
        run.quiet -= 1


def _result(run: Run, function: Function, frame: Frame) -> Outcomes:
    if isinstance(function.node, cst.Lambda):
        return run.evaluate(function.node.body, frame)
    run.execute(function.node.body, frame)
    returned = alternatives(thing for outcomes in frame.returns for thing in outcomes)
    return returned if frame.returns else OPAQUE


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


def _fill(
    frame: Frame, function: Function, node: cst.Call | None, arguments: list[Outcomes]
) -> bool:
    """Binds the parameters; false where a starred argument hides which gets what."""
    names = list(parameters(function.node))
    if frame.receiver:
        names = names[1:]
    by_name = {p.name.value: p for p in names}
    for index, values in enumerate(arguments):
        arg = node.args[index] if node else None
        if arg and arg.star:
            return False
        if arg and arg.keyword:
            param = by_name.get(arg.keyword.value)
        else:
            param = names[index] if index < len(names) else None
        if param:
            frame.bind(Slot(param.name.value, param.name, param, Place.PARAMETER, values))
    return True


def method_of(kind: Kind, name: str) -> Function | None:
    """The method of that name, here or in a base."""
    for slot in kind.find(name):
        for thing in slot.values:
            if isinstance(thing, Function):
                return replace(thing, kind=kind)
    return None
