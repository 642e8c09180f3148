"""Function calls: requests, clients, and everything else that may carry a text away."""

from __future__ import annotations

import libcst as cst

from migrator.python import answers, constructors, methods, sessions, symbols
from migrator.python.environment import Frame, Kind
from migrator.python.handing import handed, left, of_the_file, unknown
from migrator.python.records import Record
from migrator.python.run import Handler, Run
from migrator.python.telling import HELP, describes, puts, stages, tells
from migrator.python.things import (
    Bound,
    Function,
    Instance,
    Outcomes,
    Partial,
    Reply,
    Symbol,
    Text,
    Thing,
    Verb,
)


def call(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.Call)
    callees = run.evaluate(node.func, frame)
    staging = stages(run, node, callees)
    telling = staging or tells(run, node, callees)
    nested = bool(run.aside and not telling and not run.staged)
    run.aside += telling
    run.staged += staging
    run.nested += nested
    arguments = [_argument(run, arg, frame) for arg in node.args]
    owners = [callee.owner for callee in callees if isinstance(callee, Bound)]
    key = arguments[0][0] if len(owners) > 1 and arguments and len(arguments[0]) == 1 else None
    if isinstance(key, Text):
        answers.mixed(run, owners, key.known, node)
    made: list[Outcomes] = []
    if not (telling and describes(run, node, callees)):
        made = [_called(run, callee, node, arguments, frame) for callee in callees]
        _doubt(run, node, made)
    run.aside -= telling
    run.staged -= staging
    run.nested -= nested
    if telling:
        put = puts(node)
        for arg, values in zip(node.args, arguments, strict=True):
            if arg is put:
                run.accuse(values)
            else:
                run.excuse(values)
    return tuple(thing for outcomes in made for thing in outcomes)


def _doubt(run: Run, node: cst.Call, made: list[Outcomes]) -> None:
    """A request where the same expression may call something else."""
    requests = [_request(node, outcomes) for outcomes in made]
    for record in filter(None, requests if None in requests else ()):
        record.doubts[f"`{run.tree.code(node.func)}` may also be what sends no request"] = None


def _request(node: cst.Call, outcomes: Outcomes) -> Record | None:
    """The request that the call itself makes."""
    replies = (thing for thing in outcomes if isinstance(thing, Reply))
    return next((reply.record for reply in replies if reply.record.node is node), None)


def _argument(run: Run, arg: cst.Arg, frame: Frame) -> Outcomes:
    if arg.keyword and arg.keyword.value in HELP:
        return run.told(arg.value, frame)
    return run.evaluate(arg.value, frame)


def _called(
    run: Run, callee: Thing, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    if isinstance(callee, Symbol):
        return symbols.call(run, callee.path, node, arguments, frame)
    if isinstance(callee, Verb):
        return sessions.method(run, callee.client, callee.name, node, arguments, frame)
    if isinstance(callee, Bound):
        return methods.call(run, callee, node, arguments, frame)
    if isinstance(callee, Reply):
        left(run, node, arguments)
        return (callee,)
    if isinstance(callee, Function):
        return of_the_file(run, callee, node, arguments, frame)
    if isinstance(callee, Partial):
        return _completed(run, callee, node, arguments, frame)
    if isinstance(callee, Kind):
        handed(run, node, arguments, certain=False, frame=frame)
        constructors.construct(run, callee, node, arguments)
        return (Instance(callee),)
    return unknown(run, node, arguments, frame)


def _completed(
    run: Run, partial: Partial, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    """A call of what ``functools.partial`` made."""
    made: list[Thing] = []
    own = tuple(zip(partial.node.args[1:], partial.arguments[1:], strict=True))
    outer = run.take_before()
    for callee in partial.callees:
        run.before = (*own, *outer)
        made.extend(_called(run, callee, node, arguments, frame))
        run.take_before()
    return tuple(made)


HANDLERS: dict[type[cst.CSTNode], Handler] = {cst.Call: call}
