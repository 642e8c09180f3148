"""Calls of the methods of a value."""

from __future__ import annotations

import libcst as cst

from migrator.python import (
    answers,
    changes,
    commandline,
    functions,
    gathering,
    iteration,
    library,
    packaged,
    sessions,
)
from migrator.python.environment import Frame
from migrator.python.handing import left, of_the_file, unknown
from migrator.python.run import Run
from migrator.python.things import (
    OPAQUE,
    Bound,
    Client,
    Content,
    Encoded,
    Instance,
    Mapping,
    Options,
    Outcomes,
    Packaged,
    Reply,
    Request,
    Sequence,
    Stream,
    Text,
    alternatives,
    carriers,
)


def call(
    run: Run, bound: Bound, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    owner = bound.owner
    if node.func is not bound.node and not isinstance(owner, (Client, Reply, Content)):
        return unknown(run, node, arguments, frame, owner)
    if bound.name == "replace" and library.encodes_slashes(arguments):
        assert isinstance(node.func, cst.Attribute)
        return library.encoded(run, node, node.func.value, frame)
    if isinstance(owner, Text):
        method = library.METHODS.get(bound.name)
        if bound.name not in ("format", "join"):
            left(run, node, arguments)
        if method:
            return method(run, node, (owner,), arguments, frame)
        run.excuse((owner,))
        return OPAQUE
    if isinstance(owner, Client):
        return sessions.method(run, owner, bound.name, node, arguments, frame)
    if isinstance(owner, Content) and bound.name == "sort":
        iteration.by_key(run, node, arguments, (owner,), bound.node.value)
        return OPAQUE
    if isinstance(owner, (Reply, Content)):
        for values in arguments:
            answers.leave(run, values, f"passed to .{bound.name}()", node)
        return answers.method(run, bound, node, arguments)
    if isinstance(owner, Mapping):
        return _mapping_method(run, bound, node, arguments, frame)
    if isinstance(owner, (Sequence, Stream)) and gathering.put(run, bound, node, arguments, frame):
        return OPAQUE
    if isinstance(owner, Request):
        return _request_method(run, owner, bound, arguments, node)
    if isinstance(owner, Encoded) and bound.name in ("encode", "decode"):
        return (owner,)
    if isinstance(owner, Bound) and isinstance(owner.owner, Client):
        sessions.change(owner, bound.name, arguments)
        if bound.name == "update":
            left(run, node, arguments)
            return OPAQUE
    if isinstance(owner, Options):
        taken = commandline.method(run, owner, bound.name, node, arguments)
        if taken is not None:
            return taken
    if package := _packaged(bound):
        answer = packaged.send(run, *package, node, arguments, frame)
        if answer is not None:
            return answer
    if isinstance(owner, Instance):
        found = functions.method_of(owner.kind, bound.name)
        if found:
            return of_the_file(run, found, node, arguments, frame)
    return unknown(run, node, arguments, frame, owner)


def _packaged(bound: Bound) -> tuple[Packaged, str] | None:
    """The client of a library and the dotted name of the method that is called."""
    if isinstance(bound.owner, Packaged):
        return bound.owner, bound.name
    inner = bound.owner
    if isinstance(inner, Bound) and isinstance(inner.owner, Packaged):
        return inner.owner, f"{inner.name}.{bound.name}"
    return None


def _mapping_method(
    run: Run, bound: Bound, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    if bound.name == "update":
        changes.update(run, node, arguments, frame)
    elif bound.name == "setdefault" and changes.set_default(run, node, arguments, frame):
        return arguments[1]
    elif bound.name in ("pop", "setdefault", "clear", "popitem"):
        assert isinstance(node.func, cst.Attribute)
        changes.lose(run, node.func.value, frame)
        answers.leave(run, (bound.owner,), f"used by .{bound.name}()", node)
        left(run, node, arguments)
    elif bound.name == "copy":
        return (bound.owner,)
    elif bound.name in ("values", "items") and isinstance(bound.owner, Mapping):
        held = alternatives(t for member in bound.owner.members for t in carriers(member.values))
        pair = Sequence((OPAQUE, held), (node, node), node)
        return (Stream(held if bound.name == "values" else (pair,)),)
    elif bound.name == "get" and arguments and isinstance(bound.owner, Mapping):
        key = arguments[0][0]
        for member in reversed(bound.owner.members):
            if isinstance(key, Text) and member.key and member.key.known == key.known is not None:
                assert isinstance(node.func, cst.Attribute)
                run.mention(member.node, node.args[0].value, node.func.value)
                return member.values
        rest = (t for member in bound.owner.members for t in carriers(member.values))
        return (*rest, *(t for values in arguments[1:] for t in carriers(values)), *OPAQUE)
    else:
        answers.leave(run, (bound.owner,), f"used by .{bound.name}()", node)
    return OPAQUE


def _request_method(
    run: Run, request: Request, bound: Bound, arguments: list[Outcomes], node: cst.Call
) -> Outcomes:
    if bound.name in ("add_header", "add_unredirected_header") and len(arguments) == 2:
        request.record.add_header(node, arguments[0], arguments[1])
    elif bound.name == "prepare":
        return (request,)
    left(run, node, arguments)
    return OPAQUE
