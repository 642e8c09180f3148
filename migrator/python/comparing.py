"""Comparisons with what an answer says, and of its status."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

import libcst as cst

from migrator.call.answer import Question, StatusCheck
from migrator.call.source import Span
from migrator.python import answers
from migrator.python.environment import Frame
from migrator.python.run import Run
from migrator.python.things import (
    Constant,
    Content,
    Mapping,
    Outcomes,
    Reply,
    Sequence,
    Symbol,
    Text,
    Thing,
    carriers,
)


def compared(run: Run, node: cst.Comparison, values: list[Outcomes]) -> None:
    """The operands of a comparison, in order."""
    operators = [c.operator for c in node.comparisons]
    same = all(isinstance(o, (cst.Is, cst.IsNot)) for o in operators)
    equal = all(isinstance(o, (cst.Equal, cst.NotEqual, cst.In, cst.NotIn)) for o in operators)
    records = [t.record for v in values for t in v if isinstance(t, Reply) and t.part == "status"]
    if _membership(run, node, values):
        return
    words = _words(values) if equal else None
    among = all(isinstance(o, (cst.In, cst.NotIn)) for o in operators)
    if records:
        _checked(run, node, values, equal)
    for outcomes in values:
        for thing in outcomes:
            if isinstance(thing, Content) and _only_emptiness(values):
                answers.read(thing, opened=False)
            elif isinstance(thing, Mapping) and among and outcomes is values[-1]:
                continue
            elif isinstance(thing, Content) and same:
                answers.read(thing)
            elif isinstance(thing, Content) and thing.member and words is not None:
                question = _question(run, node, words) if outcomes is values[0] else None
                said = () if question else words
                answers.read(thing, loose=False, opened=False, words=said, question=question)
            elif isinstance(thing, Reply) and thing.part in ("", "text", "reason"):
                _compared_whole(run, thing, node, operators)
            elif isinstance(thing, Reply) and thing.part == "check":
                thing.record.uses.raises = True
            elif not isinstance(thing, Reply):
                answers.leave(run, (thing,), "compared", node)


def _question(run: Run, node: cst.Comparison, words: frozenset[str]) -> Question | None:
    """``value == "word"`` as it stands behind the value."""
    (first, *others), (word, *more) = node.comparisons, words or [""]
    literal = isinstance(first.comparator, cst.SimpleString)
    equal = isinstance(first.operator, (cst.Equal, cst.NotEqual))
    if others or more or not literal or not equal:
        return None
    start, end = run.tree.outer(node.left).end, run.tree.outer(first.comparator)
    return Question(word, Span(end.path, start, end.end), isinstance(first.operator, cst.NotEqual))


def _only_emptiness(values: list[Outcomes]) -> bool:
    """Whether the one value is compared with nothing but an empty list or dictionary."""
    empty = (
        (isinstance(thing, Sequence) and not thing.items)
        or (isinstance(thing, Mapping) and thing.complete and not thing.members)
        for outcomes in values
        for thing in outcomes
        if not isinstance(thing, Content)
    )
    return (
        len(values) == 2
        and all(empty)
        and any(isinstance(v[0], (Sequence, Mapping)) for v in values)
    )


def matched(run: Run, outcomes: Outcomes, node: cst.Match, frame: Frame) -> None:
    """The subject of a ``match``: compared with literals, or taken apart."""
    literals = [literal for case in node.cases for literal in _literals(case.pattern)]
    if None in literals:
        answers.leave(run, outcomes, "taken apart by `match`", node.subject)
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
            answers.read(thing, loose=False, opened=False, words=words)
        elif isinstance(thing, Reply) and thing.part == "status" and len(checks) == len(literals):
            thing.record.uses.statuses.update(dict.fromkeys(checks))
        else:
            answers.leave(run, (thing,), "taken apart by `match`", node.subject)


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
        place = run.tree.span(node.left), run.tree.span(node)
        answers.read(answers.stepped(content, key.known, *place), opened=False)
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
        answers.leave(run, status, "compared with what is not in view", node)


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
    answers.leave(run, (thing,), "compared", node)


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
