"""String literals and f-strings to texts."""

from __future__ import annotations

import libcst as cst

from migrator.call.source import Span
from migrator.call.value import Literal, Value
from migrator.python import answers, strings
from migrator.python.environment import Frame
from migrator.python.filling import fill, filled, place
from migrator.python.run import Handler, Run
from migrator.python.sites import FString
from migrator.python.texts import glued
from migrator.python.things import OPAQUE, Outcomes, Text


def simple_string(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.SimpleString)
    span = run.tree.span(node)
    style, opening = strings.token(node.value)
    end = span.end - len(style.quote)
    made = strings.pieces(run.tree.of(node).source, span.start + opening, end, style)
    return (Text(Value(tuple(made))),)


def concatenated(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.ConcatenatedString)
    return glued([run.evaluate(node.left, frame), run.evaluate(node.right, frame)])


def formatted(run: Run, node: cst.CSTNode, frame: Frame) -> Outcomes:
    assert isinstance(node, cst.FormattedString)
    style = strings.Style(node.start.rstrip("'\"").lower(), node.end)
    texts: dict[cst.CSTNode, list[Literal]] = {
        part: _text(run, part, style)
        for part in node.parts
        if isinstance(part, cst.FormattedStringText)
    }
    site = _site(run, node, style, [piece for text in texts.values() for piece in text])
    parts: list[Outcomes] = []
    index = 0
    for part in node.parts:
        if isinstance(part, cst.FormattedStringExpression):
            parts.append(_field(run, part, site, index, frame))
            index += 1
        else:
            parts.append((Text(Value(tuple(texts[part]))),))
    return glued(parts)


def _text(run: Run, part: cst.FormattedStringText, style: strings.Style) -> list[Literal]:
    span = run.tree.span(part)
    return list(strings.pieces(run.tree.of(part).source, span.start, span.end, style))


def _site(
    run: Run, node: cst.FormattedString, style: strings.Style, literals: list[Literal]
) -> FString:
    letter = run.tree.span(node).start + node.start.lower().index("f")
    doubled = (p.span for p in literals if p.span and p.text in "{}" and _wide(p.span))
    return FString(
        tuple(run.tree.span(p) for p in node.parts if isinstance(p, cst.FormattedStringExpression)),
        run.tree.of(node).source.span(letter, letter + 1),
        str(style),
        tuple(doubled),
    )


def _wide(span: Span) -> bool:
    return span.end - span.start == 2


def _field(
    run: Run, part: cst.FormattedStringExpression, site: FString, index: int, frame: Frame
) -> Outcomes:
    span = run.tree.span(part)
    values = run.evaluate(part.expression, frame)
    for inner in part.format_spec or ():
        run.evaluate(inner, frame)
    drop = place(run, site, index, span, part.expression)
    if part.conversion not in (None, "s") or part.format_spec or part.equal:
        answers.embed(run, values, part.expression)
        return filled(run, run.tree.at(span)[1:-1], OPAQUE, span, drop)
    return fill(run, part.expression, values, span, drop, frame)


HANDLERS: dict[type[cst.CSTNode], Handler] = {
    cst.SimpleString: simple_string,
    cst.ConcatenatedString: concatenated,
    cst.FormattedString: formatted,
}
