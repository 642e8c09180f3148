"""Texts put together with ``+`` and ``join``."""

from __future__ import annotations

import libcst as cst

from migrator.call.value import Literal, Value
from migrator.python import answers, gathering
from migrator.python.commas import Items
from migrator.python.environment import Frame
from migrator.python.filling import fill, place
from migrator.python.run import Run
from migrator.python.sites import Listed, Sum
from migrator.python.strings import SEPARATOR
from migrator.python.texts import glued
from migrator.python.things import OPAQUE, Outcomes, Sequence, Text


def joined(run: Run, separator: Text, found: Sequence, frame: Frame) -> Outcomes:
    between = separator.known
    if between is None or len(between) > 1:
        return OPAQUE
    if any(isinstance(node, cst.StarredElement) for node in found.nodes):
        return OPAQUE
    spans = tuple(run.tree.outer(node) for node in found.nodes)
    whole = run.tree.span(found.node)
    source = run.tree.of(found.node).source
    inside = source.span(whole.start + 1, whole.end - 1)
    site = Listed(Items(source, inside, spans), SEPARATOR + between)
    parts: list[Outcomes] = [(Text(trail=found.trail + separator.trail),)]
    for index, (node, values) in enumerate(zip(found.nodes, found.items, strict=True)):
        if index and between:
            comma = source.span(spans[index - 1].end, spans[index].start)
            parts.append((Text(Value((Literal(between, comma, SEPARATOR + between),))),))
        span = run.tree.span(node)
        drop = place(run, site, index, span, node)
        parts.append(fill(run, node, values, span, drop, frame))
    return glued(parts)


def operands(node: cst.BinaryOperation) -> list[cst.BaseExpression]:
    """The terms of a sum, first to last."""
    terms = [node.right]
    left = node.left
    while (
        isinstance(left, cst.BinaryOperation)
        and isinstance(left.operator, cst.Add)
        and not left.lpar
    ):
        terms.append(left.right)
        left = left.left
    return [left, *reversed(terms)]


def addition(run: Run, node: cst.BinaryOperation, frame: Frame) -> Outcomes:
    """A sum; not a text unless one of its terms is."""
    terms = operands(node)
    values = [run.evaluate(term, frame) for term in terms]
    lists = gathering.together(run, list(zip(terms, values, strict=True)))
    if lists is not None:
        return lists
    if not any(isinstance(thing, Text) for found in values for thing in found):
        for found in values:
            answers.leave(run, found, "used in an expression", node)
        return OPAQUE
    spans = tuple(run.tree.outer(term) for term in terms)
    site = Sum(Items(run.tree.of(node).source, run.tree.span(node), spans))
    parts = []
    for index, (term, found) in enumerate(zip(terms, values, strict=True)):
        span = run.tree.outer(term)
        drop = place(run, site, index, span, term)
        parts.append(fill(run, term, found, span, drop, frame))
    return glued(parts)
