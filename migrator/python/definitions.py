"""Functions and classes: bound where they stand, looked into later."""

from __future__ import annotations

import libcst as cst

from migrator.python import targets
from migrator.python.environment import Frame, Kind
from migrator.python.functions import parameters, scope
from migrator.python.run import Run
from migrator.python.things import Function


def function_definition(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.FunctionDef)
    for decorator in node.decorators:
        run.told(decorator.decorator, frame)
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
    targets.bind(run, node.name.value, node.name, (kind,), node, frame)
