"""What a program does with the answer of a call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import libcst as cst

from migrator.call.answer import Escape, Question, Read, Step
from migrator.call.source import Span
from migrator.python.run import Run
from migrator.python.things import (
    OPAQUE,
    Bound,
    Constant,
    Content,
    Encoded,
    Held,
    Mapping,
    Outcomes,
    Reply,
    Sequence,
    Stream,
    Text,
    Thing,
    carriers,
    held,
)

_STATUS = frozenset({"status_code", "status", "code", "status_int"})
_TEXT = frozenset({"text", "content", "data", "body"})
_CHECKS = frozenset({"ok", "is_success", "is_error", "is_client_error", "is_server_error"})
_REASON = frozenset({"reason", "reason_phrase", "msg"})
_ASIDE = frozenset(
    {"headers", "url", "elapsed", "encoding", "cookies", "history"}
    | {"request", "closed", "is_redirect", "links", "http_version", "apparent_encoding"}
)
_TEXT_METHODS = frozenset({"read", "aread", "text", "decode", "strip", "readall"})
_CLOSING = frozenset({"close", "aclose", "release", "release_conn", "__enter__"})


def leave(run: Run, outcomes: Iterable[Thing], where: str, node: cst.CSTNode) -> None:
    """The values go where the reader can't follow; ``where`` says so in words."""
    for thing in held(outcomes):
        read(thing)
        escape = _escape(run, thing, where, node)
        if escape:
            thing.record.uses.escapes[escape] = None


def given_back(run: Run, outcomes: Iterable[Thing], node: cst.CSTNode, where: str) -> None:
    """The values go back to whoever calls the function that runs."""
    if run.quiet:
        return
    for thing in held(outcomes):
        uses = thing.record.uses
        if made := _read(thing):
            uses.handed[made] = run.current
        escape = _escape(run, thing, where, node)
        if escape and escape not in uses.escapes:
            uses.escapes[escape] = None
            uses.returns[escape] = run.current


def _escape(run: Run, thing: Held, where: str, node: cst.CSTNode) -> Escape | None:
    """Of a member by name, which is read and no more, there is none."""
    if isinstance(thing, Content) and thing.member:
        return None
    if isinstance(thing, Reply) and thing.part == "aside":
        return None
    part = f" (the {thing.part} alone)" if isinstance(thing, Reply) and thing.part else ""
    beside = isinstance(thing, Reply) and thing.part in ("status", "reason", "check")
    return Escape(f"{where}{part}", run.tree.span(node), beside)


def embed(run: Run, outcomes: Iterable[Thing], node: cst.CSTNode) -> None:
    """The values are put into a text, of which nobody can say where it goes."""
    for thing in outcomes:
        if not (isinstance(thing, Reply) and thing.part == "check"):
            leave(run, (thing,), "put into a text", node)


def mixed(run: Run, owners: Iterable[Thing], key: str | None, node: cst.CSTNode) -> None:
    """A member is taken of what may be an answer or a dictionary of the program's own."""
    owners = tuple(owners)
    if not any(isinstance(thing, Content) for thing in owners):
        return
    own = (t for t in owners if isinstance(t, Mapping))
    if any(member.key and member.key.known == key for mapping in own for member in mapping.members):
        for thing in owners:
            if isinstance(thing, Content):
                where = f"read as `{key}` where the program has such a value of its own"
                thing.record.uses.escapes[Escape(where, run.tree.span(node))] = None


def dismembered(run: Run, outcomes: Iterable[Thing], node: cst.CSTNode) -> None:
    """A template takes members out of the values, by names of its own."""
    for thing in outcomes:
        if isinstance(thing, (Content, Reply)):
            escape = Escape("read by a template", run.tree.span(node))
            thing.record.uses.escapes[escape] = None
        else:
            leave(run, (thing,), "read by a template", node)


def read(
    thing: Held,
    *,
    loose: bool = True,
    opened: bool = True,
    words: Iterable[str] = (),
    question: Question | None = None,
    asked: bool = False,
) -> None:
    """A member of the answer is read, and not followed further."""
    if made := _read(thing):
        questions = frozenset([question] if question else [])
        made = replace(
            made,
            words=frozenset(words),
            loose=loose,
            opened=opened,
            questions=questions,
            asked=asked,
        )
        thing.record.uses.read(made)


def _read(thing: Held) -> Read | None:
    if isinstance(thing, Content) and thing.steps and thing.whole:
        return Read(thing.steps, thing.whole)
    return None


def shown(run: Run, outcomes: Iterable[Thing]) -> None:
    """The values are printed, logged or stored for people."""
    for thing in outcomes:
        if isinstance(thing, Content):
            read(thing, loose=False)
            if not thing.steps:
                thing.record.uses.printed = True
        elif isinstance(thing, Reply) and thing.part in ("", "text"):
            thing.record.uses.printed = True
        elif isinstance(thing, Sequence):
            shown(run, (t for item in thing.items for t in item))
        elif isinstance(thing, Stream):
            shown(run, thing.items)
        elif isinstance(thing, Mapping):
            shown(run, (t for member in thing.members for t in member.values))
        elif isinstance(thing, Encoded):
            shown(run, thing.content)


def asked(run: Run, outcomes: Iterable[Thing], discarded: bool = False) -> None:
    """The values are only asked whether they are true, or not even that."""
    for thing in outcomes:
        if isinstance(thing, Reply) and thing.part in ("", "check") and not discarded:
            thing.record.uses.raises = True
        elif isinstance(thing, Content):
            read(thing, opened=discarded, asked=not discarded)
        elif isinstance(thing, Bound) and not discarded:
            leave(run, (thing,), f"asked for .{thing.name}", thing.node)


def attribute(owner: Reply | Content, node: cst.Attribute) -> Outcomes:
    """``reply.name``, which may be about to be called."""
    name = node.attr.value
    if isinstance(owner, Reply) and not owner.part:
        if name in _STATUS:
            return (replace(owner, part="status"),)
        if name in _CHECKS:
            owner.record.uses.raises = True
            return (replace(owner, part="check"),)
        if name in _TEXT:
            return (replace(owner, part="text"),)
        if name in _REASON:
            return (replace(owner, part="reason"),)
        if name in _ASIDE:
            return (replace(owner, part="aside"),)
    if isinstance(owner, Reply) and owner.part == "aside":
        return (owner,)
    return (Bound(owner, name, node),)


def method(run: Run, bound: Bound, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """``reply.name(…)`` or ``content.name(…)``."""
    owner = bound.owner
    if isinstance(owner, Content):
        return _content_method(run, owner, bound, node, arguments)
    assert isinstance(owner, Reply)
    if owner.part:
        return (
            (owner,)
            if owner.part == "aside" or bound.name in _TEXT_METHODS
            else _lost(run, owner, bound, node)
        )
    if bound.name == "json":
        return (decoded(run, owner, node),)
    if bound.name == "raise_for_status":
        owner.record.uses.raises = True
        return (owner,)
    if bound.name == "getcode":
        return (replace(owner, part="status"),)
    if bound.name in ("info", "getheader", "getheaders", "geturl"):
        return (replace(owner, part="aside"),)
    if bound.name in _TEXT_METHODS:
        return (replace(owner, part="text"),)
    if bound.name in _CLOSING:
        return OPAQUE
    return _lost(run, owner, bound, node)


def _lost(run: Run, owner: Thing, bound: Bound, node: cst.CSTNode) -> Outcomes:
    leave(run, (owner,), f"used by .{bound.name}()", node)
    return OPAQUE


def _content_method(
    run: Run, owner: Content, bound: Bound, node: cst.Call, arguments: list[Outcomes]
) -> Outcomes:
    key = arguments[0][0] if arguments and len(arguments[0]) == 1 else None
    tail, whole = _tail(run, bound.node, node), run.tree.span(node)
    if bound.name in ("get", "pop") and isinstance(key, Text) and key.known is not None:
        return (stepped(owner, key.known, tail, whole),)
    if bound.name == "pop" and not arguments:
        return (stepped(owner, None, tail, whole),)
    return _lost(run, owner, bound, node)


def _tail(run: Run, inner: cst.BaseExpression, node: cst.CSTNode) -> Span:
    """From where the owner of a method or item ends to the end of ``node``."""
    start = inner.value if isinstance(inner, (cst.Attribute, cst.Subscript)) else inner
    return run.tree.of(node).source.span(run.tree.outer(start).end, run.tree.span(node).end)


def stepped(owner: Content, key: str | int | None, span: Span, whole: Span) -> Content:
    """What one step further into the answer leads to."""
    made = Content(owner.record, (*owner.steps, Step(key, span)), whole)
    uses = owner.record.uses
    uses.touched[Read(made.steps, whole)] = None
    if owner.steps and owner.whole:
        uses.passed.add(Read(owner.steps, owner.whole))
    return made


def item(run: Run, owner: Reply | Content, key: Thing | None, node: cst.Subscript) -> Outcomes:
    """``content[key]``."""
    if isinstance(owner, Reply):
        if owner.part == "aside":
            return (owner,)
        leave(run, (owner,), "subscripted", node)
        return OPAQUE
    tail = _tail(run, node, node)
    whole = run.tree.span(node)
    if isinstance(key, Text) and key.known is not None:
        return (stepped(owner, key.known, tail, whole),)
    if isinstance(key, Constant) and isinstance(key.value, int):
        return (stepped(owner, key.value, tail, whole),)
    if any(isinstance(e.slice, cst.Slice) for e in node.slice):
        return (owner,)
    return (stepped(owner, None, tail, whole),)


def parsed(run: Run, outcomes: Iterable[Thing], node: cst.Call) -> Outcomes:
    """``json.loads`` and ``json.load``."""
    found: list[Thing] = []
    for thing in outcomes:
        if isinstance(thing, Reply) and thing.part in ("", "text"):
            found.append(decoded(run, thing, node))
        elif isinstance(thing, Encoded) and thing.form == "json":
            found.extend(carriers(thing.content))
        else:
            leave(run, (thing,), f"passed to {run.tree.code(node.func)}()", node)
    return tuple(found) or OPAQUE


def decoded(run: Run, reply: Reply, node: cst.BaseExpression) -> Content:
    """The answer as ``node`` gives it."""
    span = run.tree.outer(node)
    reply.record.uses.roots[span] = None
    return Content(reply.record, (), span)


def awaited(run: Run, thing: Thing, node: cst.Await) -> Thing:
    """``await reply.json()`` is the answer, and not what it waits for."""
    if isinstance(thing, Content) and not thing.steps and thing.whole:
        thing.record.uses.roots.pop(thing.whole, None)
        return decoded(run, Reply(thing.record), node)
    return thing
