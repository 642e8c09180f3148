"""What a program does with the answer of a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from http import HTTPStatus

import libcst as cst

from migrator.call.answer import Escape, Read, StatusCheck, Step
from migrator.call.source import Span
from migrator.python.environment import Frame
from migrator.python.run import Run
from migrator.python.things import (
    OPAQUE,
    Bound,
    Constant,
    Content,
    Encoded,
    Mapping,
    Outcomes,
    Reply,
    Request,
    Sequence,
    Stream,
    Symbol,
    Text,
    Thing,
    carriers,
)

_STATUS = frozenset({"status_code", "status", "code", "status_int"})
_TEXT = frozenset({"text", "content", "data", "body"})
_CHECKS = frozenset({"ok", "is_success", "is_error", "is_client_error", "is_server_error"})
_REASON = frozenset({"reason", "reason_phrase", "msg"})
_CHANGES = frozenset({"text", "status", "reason"})
_ASIDE = frozenset(
    {"headers", "url", "elapsed", "encoding", "cookies", "history"}
    | {"request", "closed", "is_redirect", "links", "http_version", "apparent_encoding"}
)
_TEXT_METHODS = frozenset({"read", "aread", "text", "decode", "strip", "readall"})
_CLOSING = frozenset({"close", "aclose", "release", "release_conn", "__enter__"})


def leave(run: Run, outcomes: Iterable[Thing], where: str, node: cst.CSTNode) -> None:
    """The values go where the reader can't follow; ``where`` says so in words."""
    span = run.tree.span(node)
    for thing in outcomes:
        if isinstance(thing, Reply):
            part = f" (the {thing.part} alone)" if thing.part else ""
            if thing.part != "aside":
                thing.record.uses.escapes[Escape(f"{where}{part}", span)] = None
        elif isinstance(thing, Content):
            read(run, thing)
            if not thing.member:
                thing.record.uses.escapes[Escape(where, span)] = None
        elif isinstance(thing, Sequence):
            leave(run, (t for item in thing.items for t in item), where, node)
        elif isinstance(thing, Stream):
            leave(run, thing.items, where, node)
        elif isinstance(thing, Mapping):
            leave(run, (t for member in thing.members for t in member.values), where, node)
        elif isinstance(thing, Encoded):
            leave(run, thing.content, where, node)
        elif isinstance(thing, Bound):
            leave(run, (thing.owner,), where, node)
        elif isinstance(thing, Request):
            thing.record.uses.escapes[Escape(where, span)] = None


def returned(run: Run, outcomes: Iterable[Thing], node: cst.Return, function: str) -> None:
    """The values go back to whoever calls ``function``."""
    if run.quiet:
        return
    for thing in outcomes:
        whole = thing if isinstance(thing, (Reply, Content, Request)) else None
        known = dict(whole.record.uses.escapes) if whole else {}
        leave(run, (thing,), f"returned from {function or 'the module'}()", node)
        if whole:
            new = (e for e in whole.record.uses.escapes if e not in known)
            whole.record.uses.returns.update(dict.fromkeys(new, run.current))


def embed(run: Run, outcomes: Iterable[Thing], node: cst.CSTNode) -> None:
    """The values are put into a text, of which nobody can say where it goes."""
    for thing in outcomes:
        if not (isinstance(thing, Reply) and thing.part == "check"):
            leave(run, (thing,), "put into a text", node)


def dismembered(run: Run, outcomes: Iterable[Thing], node: cst.CSTNode) -> None:
    """A template takes members out of the values, by names of its own."""
    for thing in outcomes:
        if isinstance(thing, (Content, Reply)):
            escape = Escape("read by a template", run.tree.span(node))
            thing.record.uses.escapes[escape] = None
        else:
            leave(run, (thing,), "read by a template", node)


def read(run: Run, content: Content) -> None:
    """A member of the answer is read, and not followed further."""
    if content.steps and content.whole:
        content.record.uses.reads[Read(content.steps, content.whole)] = None


def regarded(content: Content, words: Iterable[str] = ()) -> None:
    """A member is shown to people, or compared with words."""
    if content.steps and content.whole:
        content.record.uses.regard(Read(content.steps, content.whole), frozenset(words))


def shown(run: Run, outcomes: Iterable[Thing]) -> None:
    """The values are printed, logged or stored for people."""
    for thing in outcomes:
        if isinstance(thing, Content):
            regarded(thing)
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
            read(run, thing)
        elif isinstance(thing, Bound) and not discarded:
            leave(run, (thing,), f"asked for .{thing.name}", thing.node)


def attribute(run: Run, owner: Reply | Content, node: cst.Attribute) -> Outcomes:
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
        return (stepped(run, owner, key.known, tail, whole),)
    if bound.name == "pop" and not arguments:
        return (stepped(run, owner, None, tail, whole),)
    return _lost(run, owner, bound, node)


def _tail(run: Run, inner: cst.BaseExpression, node: cst.CSTNode) -> Span:
    """From where the owner of a method or item ends to the end of ``node``."""
    start = inner.value if isinstance(inner, (cst.Attribute, cst.Subscript)) else inner
    return run.tree.of(node).source.span(run.tree.outer(start).end, run.tree.span(node).end)


def stepped(run: Run, owner: Content, key: str | int | None, span: Span, whole: Span) -> Content:
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
        return (stepped(run, owner, key.known, tail, whole),)
    if isinstance(key, Constant) and isinstance(key.value, int):
        return (stepped(run, owner, key.value, tail, whole),)
    if any(isinstance(e.slice, cst.Slice) for e in node.slice):
        return (owner,)
    return (stepped(run, owner, None, tail, whole),)


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


def compared(run: Run, node: cst.Comparison, values: list[Outcomes]) -> None:
    """The operands of a comparison, in order."""
    operators = [c.operator for c in node.comparisons]
    same = all(isinstance(o, (cst.Is, cst.IsNot)) for o in operators)
    equal = all(isinstance(o, (cst.Equal, cst.NotEqual, cst.In, cst.NotIn)) for o in operators)
    records = [t.record for v in values for t in v if isinstance(t, Reply) and t.part == "status"]
    if _membership(run, node, values):
        return
    words = _words(values) if equal else None
    if records:
        _checked(run, node, values, equal)
    for outcomes in values:
        for thing in outcomes:
            if isinstance(thing, Content) and same:
                read(run, thing)
            elif isinstance(thing, Content) and thing.member and words is not None:
                regarded(thing, words)
            elif isinstance(thing, Reply) and thing.part in ("", "text", "reason"):
                _compared_whole(run, thing, node, operators)
            elif isinstance(thing, Reply) and thing.part == "check":
                thing.record.uses.raises = True
            elif not isinstance(thing, Reply):
                leave(run, (thing,), "compared", node)


def matched(run: Run, outcomes: Outcomes, node: cst.Match, frame: Frame) -> None:
    """The subject of a ``match``: compared with literals, or taken apart."""
    literals = [literal for case in node.cases for literal in _literals(case.pattern)]
    if None in literals:
        leave(run, outcomes, "taken apart by `match`", node.subject)
        return
    values = [run.evaluate(literal, frame) for literal in literals if literal is not None]
    words = _words(values)
    checks = [
        check
        for literal, value in zip(literals, values, strict=True)
        if literal is not None
        for check in _statuses(run, value, literal, True)
    ]
    for thing in outcomes:
        if isinstance(thing, Content) and thing.member and words is not None:
            regarded(thing, words)
        elif isinstance(thing, Reply) and thing.part == "status" and len(checks) == len(literals):
            thing.record.uses.statuses.update(dict.fromkeys(checks))
        else:
            leave(run, (thing,), "taken apart by `match`", node.subject)


def _literals(pattern: cst.MatchPattern) -> Iterator[cst.BaseExpression | None]:
    """The values that a pattern asks for; ``None`` where it takes something apart or names it."""
    if isinstance(pattern, cst.MatchValue):
        yield pattern.value
    elif isinstance(pattern, cst.MatchOr):
        for element in pattern.patterns:
            yield from _literals(element.pattern)
    elif not (isinstance(pattern, cst.MatchAs) and pattern.pattern is None is pattern.name):
        yield None


def _words(values: list[Outcomes]) -> frozenset[str] | None:
    """The texts that members are compared with, ``None`` where they may be something else."""
    found: set[str] = set()
    for outcomes in values:
        if any(isinstance(thing, Content) for thing in outcomes):
            continue
        for thing in _each(outcomes):
            if not isinstance(thing, Text) or thing.known is None:
                return None
            found.add(thing.known)
    return frozenset(found)


def _each(outcomes: Outcomes) -> Iterator[Thing]:
    for thing in outcomes:
        if isinstance(thing, Sequence):
            for item in thing.items:
                yield from _each(item)
        else:
            yield thing


def _membership(run: Run, node: cst.Comparison, values: list[Outcomes]) -> bool:
    """``"key" in content`` asks for a member."""
    if len(values) != 2 or not isinstance(node.comparisons[0].operator, (cst.In, cst.NotIn)):
        return False
    key = values[0][0] if len(values[0]) == 1 else None
    contents = [thing for thing in values[1] if isinstance(thing, Content)]
    if contents != list(carriers(values[1])) or not isinstance(key, Text) or key.known is None:
        return False
    if not contents:
        return False
    if any(content.member for content in contents):
        return False
    for content in contents:
        read(run, stepped(run, content, key.known, run.tree.span(node.left), run.tree.span(node)))
    return True


def _checked(run: Run, node: cst.Comparison, values: list[Outcomes], equal: bool) -> None:
    """A status is compared: with statuses in view, or with what nobody can see."""
    nodes = [node.left, *(c.comparator for c in node.comparisons)]
    status = [t for v in values for t in v if isinstance(t, Reply) and t.part == "status"]
    found = [
        check
        for outcomes, operand in zip(values, nodes, strict=True)
        for check in _statuses(run, outcomes, operand, equal)
    ]
    for reply in status:
        for check in found:
            reply.record.uses.statuses[check] = None
    known = sum(all(_is_status(thing) for thing in outcomes) for outcomes in values)
    if known < len(values):
        leave(run, status, "compared with what is not in view", node)


def _is_status(thing: Thing) -> bool:
    if isinstance(thing, Sequence):
        return all(_is_status(t) for item in thing.items for t in item)
    if isinstance(thing, Symbol):
        return _named_status(thing.path) is not None
    return isinstance(thing, Constant) or (isinstance(thing, Reply) and thing.part == "status")


def _compared_whole(
    run: Run, thing: Reply, node: cst.Comparison, operators: list[cst.BaseCompOp]
) -> None:
    if not thing.part and all(isinstance(o, (cst.Is, cst.IsNot)) for o in operators):
        return
    leave(run, (thing,), "compared", node)


def _statuses(
    run: Run, outcomes: Outcomes, node: cst.BaseExpression, equal: bool
) -> Iterator[StatusCheck]:
    for thing in outcomes:
        if isinstance(thing, Sequence):
            for inner, operand in zip(thing.items, thing.nodes, strict=True):
                yield from _statuses(run, inner, operand, equal)
        elif isinstance(thing, Constant) and isinstance(thing.value, int) and thing.span:
            yield StatusCheck(thing.value, thing.span, equal)
        elif isinstance(thing, Symbol) and (status := _named_status(thing.path)) is not None:
            yield StatusCheck(status, run.tree.span(node), equal)


_CODES = {"ok": 200, "okay": 200, "all_ok": 200, "all_okay": 200, "created": 201, "accepted": 202}


def _named_status(path: str) -> int | None:
    """``requests.codes.ok``, ``http.HTTPStatus.OK`` and the like."""
    owner, _, name = path.rpartition(".")
    if owner.endswith("codes"):
        number = _CODES.get(name.lower())
        if number:
            return number
    if owner.endswith(("codes", "HTTPStatus")) and name.upper() in HTTPStatus.__members__:
        return HTTPStatus[name.upper()].value
    if owner.endswith("HTTPStatus") and name == "value":
        return None
    if owner == "http.client" and name in HTTPStatus.__members__:
        return HTTPStatus[name].value
    return None
