"""The arguments of a call, as the parameters of the function get them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

import libcst as cst

from migrator.call.value import text
from migrator.python.environment import Frame, Place, Slot
from migrator.python.run import Run
from migrator.python.things import Function, Mapping, Member, Outcomes, Sequence, Text
from migrator.records import dataclass


@dataclass
class Given:
    """``sure`` is false where an argument nobody can see may name further parameters."""

    positional: list[tuple[Outcomes, cst.BaseExpression]] = field(default_factory=list)
    named: list[Member] = field(default_factory=list)
    sure: bool = True


def given(
    node: cst.Call, arguments: list[Outcomes], before: Iterable[tuple[cst.Arg, Outcomes]] = ()
) -> Given | None:
    """The arguments in order, those ``before`` first.

    ``None`` where a starred one hides which parameter gets what.
    """
    found = Given()
    for arg, values in (*before, *zip(node.args, arguments, strict=True)):
        only = values[0] if len(values) == 1 else None
        if arg.star == "*":
            if not isinstance(only, Sequence):
                return None
            found.positional.extend(zip(only.items, only.nodes, strict=True))
        elif arg.star == "**":
            _spread(found, only)
        elif arg.keyword:
            found.named.append(Member(Text(text(arg.keyword.value)), values, arg, arg.value))
        else:
            found.positional.append((values, arg.value))
    return found


def _spread(found: Given, thing: object) -> None:
    if not isinstance(thing, Mapping):
        found.sure = False
        return
    found.sure = found.sure and thing.complete
    for member in thing.members:
        if member.key and member.key.known:
            found.named.append(member)
        else:
            found.sure = False


def bind(run: Run, frame: Frame, function: Function, node: cst.Call, found: Given) -> None:
    """Gives each parameter its argument, or its default where it certainly gets none."""
    params = function.node.params
    takers = [*params.posonly_params, *params.params][bool(frame.receiver) :]
    names = {p.name.value: p for p in (*takers, *params.kwonly_params)}
    filled: dict[str, Outcomes] = {}
    for param, (values, _) in zip(takers, found.positional, strict=False):
        filled[param.name.value] = values
    extra: list[Member] = []
    for member in found.named:
        key = member.key.known if member.key else None
        if key in names:
            filled[key] = member.values
        else:
            extra.append(member)
    for name, param in names.items():
        if name in filled:
            _set(frame, param, filled[name])
        elif found.sure and param.default is not None:
            _set(frame, param, run.evaluate(param.default, function.frame))
    if isinstance(params.star_arg, cst.Param):
        rest = found.positional[len(takers) :]
        items, nodes = tuple(v for v, _ in rest), tuple(n for _, n in rest)
        _set(frame, params.star_arg, (Sequence(items, nodes, node),))
    if params.star_kwarg:
        _set(frame, params.star_kwarg, (Mapping(tuple(extra), node, found.sure),))


def _set(frame: Frame, param: cst.Param, values: Outcomes) -> None:
    frame.bind(Slot(param.name.value, param.name, param, Place.PARAMETER, values))
