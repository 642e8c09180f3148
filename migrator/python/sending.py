"""Requests: their arguments by name, their URL, their method."""

from __future__ import annotations

import re
from dataclasses import replace

import libcst as cst

from migrator.call.value import HOLE, Hole, Value, text
from migrator.python import answers
from migrator.python.clients import Signature
from migrator.python.environment import Frame
from migrator.python.library import resolved, slash_before
from migrator.python.naming import level
from migrator.python.records import Argument, Record
from migrator.python.run import Run
from migrator.python.texts import only_texts, stripped, without_none
from migrator.python.things import (
    Client,
    Mapping,
    Member,
    Opaque,
    Outcomes,
    Reply,
    Request,
    Sequence,
    Text,
    Trail,
)

_SCHEME = re.compile(rf"(?:[A-Za-z][\w+.-]*|{HOLE})://")
_OUTWARD = re.compile(r"[A-Za-z][\w+.-]*://[^/]|/?api/v[0-9]")


def make(
    run: Run,
    node: cst.Call,
    signature: Signature,
    client: Client | None,
    arguments: list[Outcomes],
    frame: Frame,
) -> Outcomes:
    """Notes the request and gives its answer, or the request object itself."""
    before = run.take_before()
    record = record_of(run, node, signature, client, frame)
    if client:
        client.settings.sent.append(record)
    for arg, values in zip(node.args, arguments, strict=True):
        answers.leave(run, values, f"passed to {run.tree.code(node.func)}()", arg.value)
    if run.quiet and not record.links:
        return (Reply(record),) if signature.sends else (Request(record),)
    take_arguments(run, record, signature.positional, node, arguments, before)
    for name, argument in record.arguments.items():
        if name != "url":
            run.excuse(argument.values)
    if "url" in record.arguments:
        _address(run, record, client, frame)
    return (Reply(record),) if signature.sends else (Request(record),)


def take_arguments(
    run: Run,
    record: Record,
    names: tuple[str, ...],
    node: cst.Call,
    arguments: list[Outcomes],
    before: tuple[tuple[cst.Arg, Outcomes], ...] = (),
) -> None:
    """Notes the arguments by name; ``names`` are those of the positional ones."""
    positional = 0
    for arg, values in (*before, *zip(node.args, arguments, strict=True)):
        only = values[0] if len(values) == 1 else None
        if arg.star == "*" and isinstance(only, Sequence):
            rest = names[positional:]
            for name, item, inner in zip(rest, only.items, only.nodes, strict=False):
                record.see(name, Argument(item, inner, None))
            positional += len(only.items)
        elif arg.star:
            _spread(run, record, arg, values)
        elif arg.keyword:
            record.see(arg.keyword.value, Argument(values, arg.value, arg))
        elif positional < len(names):
            record.see(names[positional], Argument(values, arg.value, arg))
            positional += 1


def record_of(
    run: Run, node: cst.Call, signature: Signature, client: Client | None, frame: Frame
) -> Record:
    """That of the request itself, or of the calls that lead to it."""
    links = tuple(link for link in run.links if link)
    if links and len(links) == len(run.links):
        way = (*(link.node for link in links), node)
        return run.traces.setdefault(way, Record(node, signature, client, frame, links=links))
    return run.records.setdefault(node, Record(node, signature, client, frame))


def _spread(run: Run, record: Record, arg: cst.Arg, values: Outcomes) -> None:
    only = values[0] if len(values) == 1 else None
    if arg.star == "**" and isinstance(only, Mapping):
        for member in only.members:
            if member.key and member.key.known:
                record.see(member.key.known, Argument(member.values, member.value_node, None))
        if only.complete and all(m.key and m.key.known for m in only.members):
            return
    record.hidden[f"{arg.star}{run.tree.code(arg.value)}"] = None


def _address(run: Run, record: Record, client: Client | None, frame: Frame) -> None:
    argument = record.arguments["url"]
    for thing in without_none(argument.values):
        given = _as_text(run, argument, thing, frame)
        for whole in _based(client, given):
            _reach(run, record, whole, frame)


def _reach(run: Run, record: Record, whole: Text, frame: Frame) -> None:
    """Notes one URL, its holes as seen from the place that names the endpoint."""
    at = level(run.tree, record.links, whole.value)
    record.level = min(at, record.level) if record.urls else at
    link = record.links[at] if at < len(record.links) else None
    frame, statement = (link.frame, link.statement) if link else (frame, run.statement)
    record.urls[run.settle(whole, frame, statement)] = None


def _as_text(run: Run, argument: Argument, thing: object, frame: Frame) -> Text:
    if isinstance(thing, Text):
        return thing
    span = run.tree.span(argument.value)
    run.moments[span, None] = run.moment(argument.value, frame)
    code = run.tree.code(argument.value)
    why = (thing.why,) if isinstance(thing, Opaque) and thing.why else ()
    return Text(Value((Hole(code, span, code),)), Trail(obstacles=why))


def _based(client: Client | None, given: Text) -> tuple[Text, ...]:
    """``given`` seen from the base URL of the client."""
    bases = only_texts(without_none(client.settings.base)) if client else ()
    if not client or not bases or _SCHEME.match(given.value.shape):
        return (given,)
    bases = tuple(replace(base, trail=client.trail + base.trail) for base in bases)
    if client.sender.joins == "resolve":
        return tuple(resolved(base, given) for base in bases)
    return tuple(_appended(base, given) for base in bases)


def _appended(base: Text, given: Text) -> Text:
    bare = stripped(base, "/", False, True)
    if given.value.shape.startswith("/") or not given.value.pieces:
        return bare + given
    if base.value.shape.endswith("/"):
        return base + given
    return bare + Text(slash_before(given.value)) + given


def goes_out(node: cst.Call, signature: Signature, arguments: list[Outcomes]) -> bool:
    """Whether a call of an object nobody can see has the form of a request."""
    at = signature.positional.index("url")
    for index, (arg, values) in enumerate(zip(node.args, arguments, strict=True)):
        named = arg.keyword.value == "url" if arg.keyword else index == at and not arg.star
        if named:
            return any(_OUTWARD.match(t.value.shape) for t in only_texts(values))
    return False


def keyword_mapping(node: cst.Call, arguments: list[Outcomes]) -> Mapping:
    """``dict(key=value)``."""
    members: list[Member] = []
    complete, trail = True, Trail()
    for arg, values in zip(node.args, arguments, strict=True):
        only = values[0] if len(values) == 1 else None
        if arg.keyword:
            members.append(Member(Text(text(arg.keyword.value)), values, arg, arg.value))
        elif isinstance(only, Mapping) and arg.star != "*":
            members.extend(only.members)
            complete, trail = complete and only.complete, trail + only.trail
        else:
            complete = False
    return Mapping(tuple(members), node, complete, trail)
