"""Arguments of calls that the reader does not look into: where they are lost from view."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.python import answers, changes, commandline, commands, functions, sending, telling
from migrator.python.clients import METHODS
from migrator.python.defaults import fallback
from migrator.python.environment import Frame
from migrator.python.run import Run
from migrator.python.things import (
    OPAQUE,
    Client,
    Function,
    Mapping,
    Outcomes,
    Reply,
    Request,
    Sequence,
    Text,
    Thing,
)

_UNFOLLOWED = "`{}` is not a call this tool can follow"


def of_the_file(
    run: Run, function: Function, node: cst.Call, arguments: list[Outcomes], frame: Frame
) -> Outcomes:
    """A call of a function of the same file, which is looked into."""
    made = functions.call(run, function, node, arguments, frame)
    if made is None:
        handed(run, node, arguments, False, frame)
        return OPAQUE
    shown = run.tree.code(node.func)
    for arg, values in zip(node.args, arguments, strict=True):
        for place, text in _within(arg.value, values):
            run.depart(text, place, _UNFOLLOWED.format(shown), False)
        if any(isinstance(v, Mapping) for v in values):
            changes.lose(run, arg.value, frame)
        if arg.star:
            answers.leave(run, values, f"unpacked into {shown}()", arg.value)
    return made


def unknown(
    run: Run,
    node: cst.Call,
    arguments: list[Outcomes],
    frame: Frame,
    owner: Thing | None = None,
) -> Outcomes:
    """A callee that nobody can see: it may send, if it is called as a request is."""
    sent = replies(node, arguments)
    if sent:
        return sent
    if commands.of_a_session(run, node, arguments, frame):
        left(run, node, arguments)
        return OPAQUE
    name = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    if owner is not None:
        answers.leave(run, (owner,), f"used by .{name}()", node)
    signature = METHODS[""].get(name)
    if signature and sending.goes_out(node, signature, arguments):
        return sending.make(run, node, signature, None, arguments, frame)
    found = fallback(run, node, arguments)
    if found is OPAQUE:
        if not telling.writes(run.tree.code(node.func)):
            commands.of_somebody(run, node, arguments, frame)
        handed(run, node, arguments, certain=True, frame=frame)
    else:
        left(run, node, arguments)
    return found


def replies(node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """The answers of the request objects that are sent, if it sends any."""
    found = [t for values in arguments[:1] for t in values if isinstance(t, Request)]
    return tuple(Reply(request.record) for request in found)


def left(run: Run, node: cst.Call, arguments: list[Outcomes], first: int = 0) -> None:
    """Arguments that nobody follows, from the one at ``first`` on."""
    shown = run.tree.code(node.func)
    if isinstance(node.func, cst.Attribute) and not shown.replace(".", "").isidentifier():
        shown = f".{node.func.attr.value}"
    for arg, values in zip(node.args[first:], arguments[first:], strict=True):
        answers.leave(run, values, f"passed to {shown}()", arg.value)
        _release(values)


def handed(
    run: Run, node: cst.Call, arguments: list[Outcomes], certain: bool, frame: Frame
) -> None:
    """What becomes of arguments that go to a function the reader does not follow."""
    shown = run.tree.code(node.func)
    if len(shown) > 60 or "\n" in shown:
        shown = "a function"
    writes = telling.writes(shown)
    for arg, values in zip(node.args, arguments, strict=True):
        if writes:
            answers.shown(run, values)
        else:
            answers.leave(run, values, f"passed to {shown}()", arg.value)
            _release(values)
        if not writes and any(isinstance(v, Mapping) for v in values):
            changes.lose(run, arg.value, frame)
        if arg.keyword and arg.keyword.value in telling.HELP:
            continue
        for place, text in _within(arg.value, values):
            run.depart(text, place, _UNFOLLOWED.format(shown), certain)
        for text in () if writes else commandline.lost(values):
            run.depart(text, arg.value, _UNFOLLOWED.format(shown), certain)


def _release(values: Outcomes) -> None:
    """A client that is handed on may be told who calls."""
    for thing in values:
        if isinstance(thing, Client):
            thing.settings.personal = True


def _within(node: cst.CSTNode, values: Outcomes) -> Iterator[tuple[cst.CSTNode, Text]]:
    """The texts among the values and in the lists and mappings among them, and where they stand."""
    for thing in values:
        if isinstance(thing, Text):
            yield node, thing
        elif isinstance(thing, Sequence):
            for inner, found in zip(thing.nodes, thing.items, strict=True):
                yield from _within(inner, found)
        elif isinstance(thing, Mapping):
            for member in thing.members:
                yield from _within(member.value_node, member.values)
