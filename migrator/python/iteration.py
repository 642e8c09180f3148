"""Loops over values, and the builtins that make or take what is looped over."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from migrator.python import answers, functions
from migrator.python.run import Run
from migrator.python.things import (
    OPAQUE,
    Constant,
    Content,
    Encoded,
    Function,
    Getter,
    Mapping,
    Outcomes,
    Reply,
    Sequence,
    Stream,
    Thing,
    alternatives,
    carriers,
)

Builtin = Callable[[Run, cst.Call, list[Outcomes]], Outcomes]


def each(run: Run, outcomes: Iterable[Thing], node: cst.BaseExpression) -> Outcomes:
    """What iterating over ``node`` gives."""
    found: list[Thing] = []
    end = run.tree.outer(node).end
    place = run.tree.of(node).source.span(end, end)
    for thing in outcomes:
        if isinstance(thing, Content):
            found.append(answers.stepped(thing, None, place, run.tree.outer(node)))
        elif isinstance(thing, Sequence):
            found.extend(t for item in thing.items for t in item)
        elif isinstance(thing, Stream):
            found.extend(thing.items)
        elif isinstance(thing, Mapping):
            found.extend(member.key or OPAQUE[0] for member in thing.members)
        else:
            answers.leave(run, (thing,), "looped over", node)
    return alternatives(found)


def _enumerate(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    inner = node.args[0].value
    items = each(run, arguments[0], inner)
    return (Stream((Sequence((OPAQUE, items), (inner, inner), inner),)),)


def _same(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """The same items, perhaps in another order or another container."""
    each(run, (t for t in arguments[0] if isinstance(t, Content)), node.args[0].value)
    answers.leave(run, (t for t in arguments[0] if isinstance(t, Reply)), "looped over", node)
    return arguments[0]


def _sorted(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    by_key(run, node, arguments, arguments[0], node.args[0].value)
    return _same(run, node, arguments)


def _greatest(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    if sum(arg.keyword is None for arg in node.args) > 1:
        return _kind(run, node, arguments)
    by_key(run, node, arguments, arguments[0], node.args[0].value)
    rest = (t for values in arguments[1:] for t in carriers(values))
    return (*each(run, arguments[0], node.args[0].value), *rest)


def by_key(
    run: Run,
    node: cst.Call,
    arguments: list[Outcomes],
    outcomes: Outcomes,
    owner: cst.BaseExpression,
) -> None:
    """Follows the function that is given as ``key=`` with the items of ``owner``."""
    for arg, values in zip(node.args, arguments, strict=True):
        if arg.keyword is not None and arg.keyword.value == "key":
            _applied(run, values, each(run, outcomes, owner), arg.value)


def _map(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    if len(arguments) != 2:
        return _kind(run, node, arguments)
    items = each(run, arguments[1], node.args[1].value)
    return (Stream(_applied(run, arguments[0], items, node.args[0].value)),)


def _filter(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    if len(arguments) != 2:
        return _kind(run, node, arguments)
    items = each(run, arguments[1], node.args[1].value)
    _applied(run, arguments[0], items, node.args[0].value)
    return (Stream(items),)


def _applied(run: Run, callables: Outcomes, items: Outcomes, node: cst.BaseExpression) -> Outcomes:
    """What the functions at ``node`` give for the items."""
    found: list[Thing] = []
    for function in callables:
        made: Outcomes | None = None
        if isinstance(function, Function):
            made = functions.call(run, function, None, [items])
        elif isinstance(function, Getter) and all(isinstance(t, Content) for t in items):
            made = tuple(_got(run, t, function) for t in items if isinstance(t, Content))
        if made is None and not (isinstance(function, Constant) and function.value is None):
            answers.leave(run, items, f"passed to {run.tree.code(node)}", node)
        found.extend(made or OPAQUE)
    return alternatives(found)


def _got(run: Run, owner: Content, getter: Getter) -> Content:
    span = run.tree.span(getter.node)
    return answers.stepped(owner, getter.key, span, span)


def _next(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    rest = (t for values in arguments[1:] for t in carriers(values))
    return (*each(run, arguments[0], node.args[0].value), *rest)


def _length(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """How many there are: an answer must be a list for that, a member may be a text."""
    for thing in arguments[0]:
        if isinstance(thing, Content) and thing.member:
            answers.read(thing, opened=False)
    lists = (t for t in arguments[0] if isinstance(t, Content) and not t.member)
    each(run, lists, node.args[0].value)
    others = (t for t in arguments[0] if isinstance(t, (Reply, Encoded)))
    answers.leave(run, others, "passed to len()", node)
    return OPAQUE


def _zip(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    nodes = tuple(arg.value for arg in node.args)
    items = tuple(each(run, v, inner) for v, inner in zip(arguments, nodes, strict=True))
    return (Stream((Sequence(items, nodes, node),)),)


def _some(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """Some of the items, told by numbers."""
    return (Stream(each(run, arguments[0], node.args[0].value)),)


def _groups(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    inner = node.args[0].value
    items = each(run, arguments[0], inner)
    for arg, values in zip(node.args[1:], arguments[1:], strict=True):
        _applied(run, values, items, arg.value)
    group = Sequence((OPAQUE, (Stream(items),)), (inner, inner), inner)
    return (Stream((group,)),)


def _copied(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    answers.leave(run, (t for t in arguments[0] if isinstance(t, Reply)), "copied", node)
    return arguments[0]


def _type(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """What kind of thing an answer or a member is, it stays."""
    for thing in arguments[0]:
        if isinstance(thing, Content):
            answers.read(thing, opened=False)
        elif not isinstance(thing, Reply) or thing.part:
            answers.leave(run, (thing,), f"passed to {run.tree.code(node.func)}()", node)
    return OPAQUE


def _truth(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    answers.asked(run, arguments[0])
    return OPAQUE


def _kind(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    where = f"passed to {run.tree.code(node.func)}()"
    for values in arguments:
        # What kind of thing a response is, it stays.
        rest = (t for t in values if not (isinstance(t, Reply) and not t.part))
        answers.leave(run, rest, where, node)
    return OPAQUE


BUILTINS: dict[str, Builtin] = {
    "enumerate": _enumerate,
    "next": _next,
    "len": _length,
    "bool": _truth,
    "sorted": _sorted,
    "min": _greatest,
    "max": _greatest,
    "map": _map,
    "filter": _filter,
    "zip": _zip,
    "isinstance": _type,
    "type": _type,
    "itertools.groupby": _groups,
    "itertools.islice": _some,
    "copy.copy": _copied,
    "copy.deepcopy": _copied,
    **dict.fromkeys(("list", "reversed", "iter", "tuple", "set"), _same),
    **dict.fromkeys(("id", "repr", "hash"), _kind),
}
"""Builtins that take a first argument; the others are functions nobody follows."""

LOOKING = frozenset({"len", "bool", "isinstance", "type", "id", "repr", "hash"})
"""Those of them that do not give on what they are given."""
