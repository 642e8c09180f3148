"""What the classes of the file are made with: the arguments of their constructors."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.python import passing
from migrator.python.defaults import default
from migrator.python.environment import Frame, Kind
from migrator.python.functions import method_of, parameters, scope
from migrator.python.run import SETUP, Run
from migrator.python.things import ALTERNATIVES, Client, Function, Instance, Outcomes


def construct(run: Run, kind: Kind, node: cst.Call, arguments: list[Outcomes]) -> None:
    """Looks into the constructor, again if its parameters get what they did not get before."""
    if run.quiet:
        return
    function = method_of(kind, "__init__")
    given = passing.given(node, arguments)
    if function is not None and given is not None:
        given.sure = False
        frame = Frame(function.frame, receiver=scope(run, function).receiver)
        passing.bind(run, frame, function, node, given)
        if _note(run, kind, function, frame) and function.node in run.walked:
            run.setups[function.node] = run.walked[function.node]
            run.made.discard(function.node)
    run.set_up(_setups(kind))


def _setups(kind: Kind) -> Iterator[cst.CSTNode]:
    """The functions of the class and its bases that set up an instance, the bases' first."""
    for base in kind.bases:
        yield from _setups(base)
    for name in sorted(kind.frame.names.keys() & SETUP):
        for slot in kind.frame.names[name]:
            yield from (v.node for v in slot.values if isinstance(v, Function))


def _note(run: Run, kind: Kind, function: Function, frame: Frame) -> bool:
    """Whether a parameter got what it did not get before."""
    fresh = False
    for param in parameters(function.node):
        slots = frame.names.get(param.name.value, ())
        doubt = f"a caller of {kind.node.name.value}() may pass another `{param.name.value}`"
        known = run.given.setdefault(param.name, {})
        for values in (slot.values for slot in slots):
            objects = tuple(v for v in values if isinstance(v, (Instance, Client)))
            for thing in (*objects, *default(values, doubt)):
                key = thing.kind if isinstance(thing, Instance) else thing
                if key not in known and len(known) <= ALTERNATIVES:
                    known[key] = thing
                    fresh = True
    return fresh
