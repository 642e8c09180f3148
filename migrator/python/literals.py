"""String literals and f-strings to texts."""

from __future__ import annotations

import libcst as cst

from migrator.call.source import Span
from migrator.call.value import Value
from migrator.python import strings
from migrator.python.environment import Frame
from migrator.python.filling import fill, place
from migrator.python.run import Handler, Run
from migrator.python.sites import FString
from migrator.python.texts import glued
from migrator.python.things import OPAQUE, Outcomes, Text


def simple_string(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.SimpleString)
    span = run.tree.span(node)
    style, opening = strings.token(node.value)
    end = span.end - len(style.quote)
    made = strings.pieces(run.tree.source, span.start + opening, end, style)
    return (Text(Value(tuple(made))),)


def concatenated(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.ConcatenatedString)
    return glued([run.evaluate(node.left, frame), run.evaluate(node.right, frame)])


def formatted(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.FormattedString)
    span = run.tree.span(node)
    style = strings.Style(node.start.rstrip("'\"").lower(), node.end)
    fields = [p for p in node.parts if isinstance(p, cst.FormattedStringExpression)]
    texts = [
        list(strings.pieces(run.tree.source, *_ends(run.tree.span(p)), style))
        if isinstance(p, cst.FormattedStringText) else []
        for p in node.parts
    ]  # fmt: skip
    letter = span.start + node.start.lower().index("f")
    site = FString(
        tuple(run.tree.span(field) for field in fields),
        run.tree.source.span(letter, letter + 1),
        tuple(
            p.span for text in texts for p in text if p.text in "{}" and p.span and _wide(p.span)
        ),
    )
    parts: list[Outcomes] = []
    for part, text in zip(node.parts, texts, strict=True):
        if isinstance(part, cst.FormattedStringExpression):
            parts.append(_field(run, part, site, frame))
        else:
            parts.append((Text(Value(tuple(text))),))
    return glued(parts)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _wide(span: Span) -> bool:
    return span.end - span.start == 2


def _field(run: Run, part: cst.FormattedStringExpression, site: FString, frame: Frame) -> Outcomes:
    span = run.tree.span(part)
    values = run.evaluate(part.expression, frame)
    for inner in part.format_spec or ():
        run.evaluate(inner, frame)
    drop = place(run, site, site.fields.index(span), span)
    if part.conversion not in (None, "s") or part.format_spec or part.equal:
        values = OPAQUE
    return fill(run, part.expression, values, span, drop, frame)


HANDLERS: dict[type[cst.CSTNode], Handler] = {
    cst.SimpleString: simple_string,
    cst.ConcatenatedString: concatenated,
    cst.FormattedString: formatted,
}
