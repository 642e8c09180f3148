"""Comprehensions and generator expressions."""

from __future__ import annotations

import libcst as cst

from migrator.python import answers, iteration, targets
from migrator.python.environment import Frame
from migrator.python.run import Handler, Run
from migrator.python.things import Mapping, Member, Outcomes, Stream


def _scope(run: Run, clause: cst.CompFor, frame: Frame) -> Frame:
    """The scope inside all the ``for`` and ``if`` of a comprehension."""
    inner = Frame(frame, frame.function, frame.kind, frame.receiver)
    following: cst.CompFor | None = clause
    while following is not None:
        values = iteration.each(run, run.evaluate(following.iter, inner), following.iter)
        targets.assign(run, following.target, values, following, inner)
        for condition in following.ifs:
            answers.asked(run, run.evaluate(condition.test, inner))
        following = following.inner_for_in
    return inner


def _simple(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, (cst.ListComp, cst.SetComp, cst.GeneratorExp))
    inner = _scope(run, node.for_in, frame)
    return (Stream(run.evaluate(node.elt, inner)),)


def _dict(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.DictComp)
    inner = _scope(run, node.for_in, frame)
    answers.leave(run, run.evaluate(node.key, inner), "used as a key", node.key)
    member = Member(None, run.evaluate(node.value, inner), node.value, node.value)
    return (Mapping((member,), node, complete=False),)


HANDLERS: dict[type[cst.CSTNode], Handler] = {
    cst.ListComp: _simple,
    cst.SetComp: _simple,
    cst.GeneratorExp: _simple,
    cst.DictComp: _dict,
}
