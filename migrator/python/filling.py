"""Expressions that are put into texts."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from migrator.call.source import Edit, Span
from migrator.call.value import Beside, Hole, Literal, Value
from migrator.python import answers
from migrator.python.beside import beside
from migrator.python.environment import Frame
from migrator.python.run import Run
from migrator.python.sites import Site, place_of
from migrator.python.texts import reason
from migrator.python.things import Constant, Group, Outcomes, Text, Thing
from migrator.python.trees import Trees


def place(
    run: Run, site: Site, index: int, span: Span, node: cst.BaseExpression
) -> tuple[Edit, ...]:
    """Notes ``node`` at ``span`` as a part of ``site``, and gives the edits that drop it."""
    run.sites[span, run.tree.span(node)] = (site, index)
    return site.drop({index})


def fill(
    run: Run,
    node: cst.BaseExpression,
    outcomes: Outcomes,
    span: Span,
    drop: tuple[Edit, ...],
    frame: Frame,
) -> Outcomes:
    """What ``node`` puts into the text at ``span``; ``drop`` takes it out."""
    run.moments[span, run.tree.span(node)] = run.moment(node, frame)
    if run.aside:
        answers.shown(run, outcomes)
    else:
        answers.embed(run, outcomes, node)
    if clause := reason(outcomes):
        run.given_up[span, run.tree.span(node)] = clause
    near = beside(run, node, outcomes, frame, span)
    return filled(run, run.tree.code(node), outcomes, span, drop, run.tree.span(node), near)


def filled(
    run: Run,
    source: str,
    outcomes: Outcomes,
    span: Span,
    drop: tuple[Edit, ...],
    written: Span | None = None,
    near: Beside | None = None,
) -> Outcomes:
    """As ``fill``, for an expression that stands nowhere as such."""
    plain = Hole(source, span, source, True, drop, written=written, beside=near)
    return tuple(_filled(run, thing, plain) for thing in outcomes)


def _filled(run: Run, thing: Thing, hole: Hole) -> Text:
    if isinstance(thing, Constant) and thing.span and _written(thing, run.tree):
        if hole.written and hole.written.holds(thing.span):
            return Text(Value((Literal(str(thing.value), thing.span, "number"),)))
        return Text(Value((replace(hole, multiple=False),)))
    if not isinstance(thing, Text):
        return Text(Value((hole,)))
    lone = _lone(thing.value)
    if lone and lone.encoded and hole.span:
        made = replace(
            lone, source=hole.source, span=hole.span, drop=hole.drop, written=hole.written
        )
        if place_of(lone) in run.moments:
            run.moments[place_of(made)] = run.moments[place_of(lone)]
        return Text(Value((made,)), thing.trail)
    if run.quiet or not thing.value.pieces:
        return thing
    inside = _inside(thing.value, hole.written)
    if inside and hole.span and hole.written and hole.span.holds(hole.written):
        return thing
    group = Group(thing.value.pieces, hole, inside)
    return Text(thing.value, thing.trail, (*thing.groups, group))


def _lone(value: Value) -> Hole | None:
    """The only piece, if it is a hole."""
    if len(value.pieces) == 1 and isinstance(value.pieces[0], Hole):
        return value.pieces[0]
    return None


def _inside(value: Value, span: Span | None) -> bool:
    """Whether the text is written right there, and not elsewhere under a name."""
    return span is not None and any(p.span and span.holds(p.span) for p in value.pieces)


def _written(number: Constant, tree: Trees) -> bool:
    """Whether the text of ``number`` is what stands in the source."""
    return number.span is not None and tree.at(number.span) == str(number.value)
