"""The walk through statements, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from migrator.python import answers, changes, comparing, imports, iteration, targets
from migrator.python.conditions import truth
from migrator.python.definitions import class_definition, function_definition
from migrator.python.environment import Frame, Names, merged
from migrator.python.run import Run
from migrator.python.things import OPAQUE

Executor = Callable[[Run, cst.CSTNode, Frame], None]


def execute(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    """Runs a statement or block, unless what stands before it never lets it run."""
    if not frame.alive:
        return
    run.steps += bool(run.quiet)
    handler = EXECUTORS.get(type(node))
    if handler:
        if not isinstance(node, (cst.IndentedBlock, cst.SimpleStatementSuite)):
            run.statement = node
        handler(run, node, frame)
    elif isinstance(node, cst.BaseExpression):
        run.evaluate(node, frame)


def _block(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(
        node, (cst.IndentedBlock, cst.SimpleStatementSuite, cst.SimpleStatementLine, cst.Module)
    )
    for statement in node.body:
        execute(run, statement, frame)


def _expression(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.Expr)
    if isinstance(node.value, (cst.SimpleString, cst.ConcatenatedString)):
        return
    answers.asked(run, run.evaluate(node.value, frame), discarded=True)


def _return(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.Return)
    if node.value is not None:
        values = run.evaluate(node.value, frame)
        frame.returns.append(values)
        answers.given_back(run, values, node, f"returned from {frame.function or 'the module'}()")
        run.note(values, node.value, f"it is returned from {frame.function}()")
    frame.alive = False


def _raise(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    """What an exception says is shown to people."""
    assert isinstance(node, cst.Raise)
    if isinstance(node.exc, cst.Call):
        for arg in node.exc.args:
            answers.shown(run, run.told(arg.value, frame))
    elif node.exc is not None:
        run.told(node.exc, frame)
    frame.alive = False


def _assert(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.Assert)
    values = run.evaluate(node.test, frame)
    answers.asked(run, values)
    if node.msg is not None:
        run.told(node.msg, frame)


def _branch(frame: Frame, ways: Sequence[Callable[[], None]]) -> None:
    """Runs each way from the same beginning and goes on with what they may leave."""
    before = frame.names
    ends: list[Names] = []
    for way in ways:
        frame.names, frame.alive = dict(before), True
        way()
        if frame.alive:
            ends.append(frame.names)
    frame.alive = bool(ends)
    frame.names = ends[0] if ends else before
    for end in ends[1:]:
        frame.names = merged(frame.names, end)


def _if(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.If)
    values = run.evaluate(node.test, frame)
    answers.asked(run, values)
    other = node.orelse
    outcome = truth(values) if run.quiet else None
    if outcome is not None:
        way = node.body if outcome else other
        if way:
            execute(run, way, frame)
        return
    _branch(
        frame,
        [
            lambda: execute(run, node.body, frame),
            lambda: execute(run, other, frame) if other else None,
        ],
    )


def _else(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, (cst.Else, cst.Finally))
    execute(run, node.body, frame)


def _loop(run: Run, frame: Frame, turn: Callable[[], None]) -> None:
    """A turn, and a second one if the first leaves behind what the next one sees."""
    run.loops += 1
    outer, frame.jumps = frame.jumps, []
    before = frame.names
    for _ in range(2 if run.loops <= _LOOPS and not run.quiet else 1):
        frame.names, frame.alive = dict(frame.names), True
        turn()
        ends = [*frame.jumps, *([frame.names] if frame.alive else [])]
        frame.names = before
        for end in ends:
            frame.names = merged(frame.names, end)
        if all(frame.names[name] == slots for name, slots in before.items()):
            break
    frame.jumps, frame.alive = outer, True
    run.loops -= 1


_LOOPS = 3
"""Loops deeper than this get one turn only."""


def _for(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.For)
    values = iteration.each(run, run.evaluate(node.iter, frame), node.iter)

    def turn() -> None:
        targets.assign(run, node.target, values, node, frame)
        execute(run, node.body, frame)

    _loop(run, frame, turn)
    _behind_loop(run, node.orelse, frame)


def _while(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.While)

    def turn() -> None:
        answers.asked(run, run.evaluate(node.test, frame))
        execute(run, node.body, frame)

    _loop(run, frame, turn)
    answers.asked(run, run.evaluate(node.test, frame))
    _behind_loop(run, node.orelse, frame)


def _behind_loop(run: Run, orelse: cst.Else | None, frame: Frame) -> None:
    """Who leaves the loop by ``break`` does not come through its ``else``."""
    if orelse:
        _branch(frame, [lambda: None, lambda: execute(run, orelse, frame)])


def _jump(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    frame.jumps.append(frame.names)
    frame.alive = False


def _try(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, (cst.Try, cst.TryStar))
    before = dict(frame.names)

    def body() -> None:
        execute(run, node.body, frame)
        if node.orelse:
            execute(run, node.orelse, frame)

    after: Names = {}

    def noted() -> None:
        body()
        after.update(frame.names)

    ways: list[Callable[[], None]] = [noted]
    for handler in node.handlers:
        ways.append(_handler(run, handler, before, after, frame))
    _branch(frame, ways)
    if node.finalbody:
        alive, frame.alive = frame.alive, True
        execute(run, node.finalbody, frame)
        frame.alive = frame.alive and alive


def _handler(
    run: Run,
    handler: cst.ExceptHandler | cst.ExceptStarHandler,
    before: Names,
    after: Names,
    frame: Frame,
) -> Callable[[], None]:
    def handle() -> None:
        frame.names = merged(after, before)
        if handler.name is not None:
            targets.assign(run, handler.name.name, OPAQUE, handler, frame)
        execute(run, handler.body, frame)

    return handle


def _with(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.With)
    for item in node.items:
        values = run.evaluate(item.item, frame)
        if item.asname is not None:
            targets.assign(run, item.asname.name, values, item, frame)
    execute(run, node.body, frame)


def _match(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.Match)
    comparing.matched(run, run.evaluate(node.subject, frame), node, frame)
    ways: list[Callable[[], None]] = [lambda: None]
    for case in node.cases:
        ways.append(lambda case=case: _case(run, case, frame))  # type: ignore[misc]
    _branch(frame, ways)


def _case(run: Run, case: cst.MatchCase, frame: Frame) -> None:
    for name in targets.captured(case.pattern):
        targets.assign(run, name, OPAQUE, case, frame)
    if case.guard is not None:
        answers.asked(run, run.evaluate(case.guard, frame))
    execute(run, case.body, frame)


def _delete(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, cst.Del)
    run.evaluate(node.target, frame)
    if isinstance(node.target, cst.Subscript):
        changes.lose(run, node.target.value, frame)


def _outer_names(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    assert isinstance(node, (cst.Global, cst.Nonlocal))
    for item in node.names:
        name = item.name.value
        frame.outer_names[name] = (
            frame.top if isinstance(node, cst.Global) else frame.enclosing(name)
        )


EXECUTORS: dict[type[cst.CSTNode], Executor] = {
    cst.Module: _block,
    cst.IndentedBlock: _block,
    cst.SimpleStatementSuite: _block,
    cst.SimpleStatementLine: _block,
    cst.Expr: _expression,
    cst.Assign: targets.assignment,
    cst.AnnAssign: targets.annotated,
    cst.AugAssign: targets.augmented,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.If: _if,
    cst.Else: _else,
    cst.Finally: _else,
    cst.For: _for,
    cst.While: _while,
    cst.Break: _jump,
    cst.Continue: _jump,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.With: _with,
    cst.Match: _match,
    cst.Del: _delete,
    cst.Global: _outer_names,
    cst.Nonlocal: _outer_names,
    cst.Import: imports.module,
    cst.ImportFrom: imports.names,
    cst.FunctionDef: function_definition,
    cst.ClassDef: class_definition,
}
