"""Functions and classes: bound where they stand, looked into later."""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst

from migrator.python import commandline, targets
from migrator.python.environment import Frame, Kind
from migrator.python.functions import parameters, scope
from migrator.python.run import Run
from migrator.python.things import Function, Symbol, Thing


def function_definition(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.FunctionDef)
    for decorator in node.decorators:
        run.told(decorator.decorator, frame)
    commandline.told(run, node, frame)
    for annotation in (node.returns, *(p.annotation for p in parameters(node))):
        if annotation is not None:
            run.told(annotation.annotation, frame)
    function = Function(node, frame, frame.kind if frame.is_class else None)
    targets.bind(run, node.name.value, node.name, (function,), node, frame)
    if run.quiet:
        return
    run.functions[node] = frame.names[node.name.value][0]

    def body() -> None:
        run.current = node
        run.execute(node.body, scope(run, function))
        run.current = None
        run.walked[node] = body

    run.wait(body, node, frame)


_MAKERS = re.compile(r"\b(dataclass|attrs?|define|frozen|mutable)\b")
_RECORDS = re.compile(r"\b(BaseModel|BaseSettings|NamedTuple|SQLModel|Struct)$")


def _has_fields(run: Run, node: cst.ClassDef, bases: Sequence[Thing], kind: Kind) -> bool:
    """Whether the constructor takes a value for each annotated name."""
    decorators = (run.tree.code(each.decorator) for each in node.decorators)
    named = (thing.path for thing in bases if isinstance(thing, Symbol))
    inherited = (
        s.filled for base in kind.bases for names in base.frame.names.values() for s in names
    )
    return (
        any(_MAKERS.search(each) for each in decorators)
        or any(_RECORDS.search(each) for each in named)
        or any(inherited)
    )


def class_definition(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.ClassDef)
    for decorator in node.decorators:
        run.told(decorator.decorator, frame)
    found = [thing for base in node.bases for thing in run.evaluate(base.value, frame)]
    for keyword in node.keywords:
        run.evaluate(keyword.value, frame)
    inside = Frame(frame, is_class=True)
    kind = Kind(node, inside, tuple(thing for thing in found if isinstance(thing, Kind)))
    inside.kind = kind
    for base in kind.bases:
        base.heirs.append(kind)
    run.execute(node.body, inside)
    if _has_fields(run, node, found, kind):
        for slots in inside.names.values():
            for slot in slots:
                slot.filled = isinstance(slot.statement, cst.AnnAssign)
    targets.bind(run, node.name.value, node.name, (kind,), node, frame)
