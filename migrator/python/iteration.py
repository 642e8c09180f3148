"""Loops over values, and the builtins that make or take what is looped over."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from migrator.python import answers
from migrator.python.run import Run
from migrator.python.things import (
    OPAQUE,
    Content,
    Mapping,
    Outcomes,
    Reply,
    Sequence,
    Stream,
    Thing,
    alternatives,
)

Builtin = Callable[[Run, cst.Call, list[Outcomes]], Outcomes]


def each(run: Run, outcomes: Iterable[Thing], node: cst.BaseExpression) -> Outcomes:
    """What iterating over ``node`` gives."""
    found: list[Thing] = []
    end = run.tree.outer(node).end
    place = run.tree.source.span(end, end)
    for thing in outcomes:
        if isinstance(thing, Content):
            found.append(answers.stepped(run, thing, None, place, run.tree.outer(node)))
        elif isinstance(thing, Sequence):
            found.extend(t for item in thing.items for t in item)
        elif isinstance(thing, Stream):
            found.extend(thing.items)
        elif isinstance(thing, (Reply, Mapping)):
            answers.leave(run, (thing,), "looped over", node)
    return alternatives(found)


def _enumerate(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    inner = node.args[0].value
    items = each(run, arguments[0], inner)
    return (Stream((Sequence((OPAQUE, items), (inner, inner), inner),)),)


def _same(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """The same items, perhaps in another order or another container."""
    answers.leave(run, (t for t in arguments[0] if isinstance(t, Reply)), "looped over", node)
    return arguments[0]


def _next(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    return each(run, arguments[0], node.args[0].value)


def _length(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    """How many there are: an answer must be a list for that."""
    each(run, (t for t in arguments[0] if isinstance(t, Content)), node.args[0].value)
    answers.leave(run, (t for t in arguments[0] if isinstance(t, Reply)), "passed to len()", node)
    return OPAQUE


def _truth(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    answers.asked(run, arguments[0])
    return OPAQUE


def _kind(run: Run, node: cst.Call, arguments: list[Outcomes]) -> Outcomes:
    where = f"passed to {run.tree.code(node.func)}()"
    answers.leave(run, (t for t in arguments[0] if isinstance(t, Content)), where, node)
    return OPAQUE


BUILTINS: dict[str, Builtin] = {
    "enumerate": _enumerate,
    "next": _next,
    "len": _length,
    "bool": _truth,
    **dict.fromkeys(("sorted", "list", "reversed", "iter", "tuple", "set"), _same),
    **dict.fromkeys(("isinstance", "type", "id", "repr", "hash"), _kind),
}
"""Builtins that take a first argument; the others are functions nobody follows."""
