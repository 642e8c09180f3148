"""``%`` and ``format``: templates and the arguments put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from itertools import pairwise

import libcst as cst

from migrator.call.source import Edit, Span
from migrator.call.value import Literal, Value
from migrator.python import answers
from migrator.python.commas import Items, arguments_of, entries_of
from migrator.python.environment import Frame
from migrator.python.filling import fill, filled, place
from migrator.python.formats import Placeholder, Unreadable, braces, percent
from migrator.python.run import Run
from migrator.python.sites import Field, Formatting
from migrator.python.texts import glued, marked
from migrator.python.things import OPAQUE, Mapping, Outcomes, Sequence, Symbol, Text
from migrator.records import dataclass


@dataclass(frozen=True)
class Given:
    """What a placeholder shows.

    ``argument`` is its place among the arguments, if it has one; ``names`` are
    those that ``source`` reads, where it stands nowhere as an expression.
    """

    source: str
    values: Outcomes
    node: cst.BaseExpression | None = None
    argument: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Arguments:
    """Those of one formatting operation.

    ``rest`` finds names that are given in bulk, ``sole`` is the right side of a
    ``%`` that has one placeholder.
    """

    items: Items
    operation: Span
    positional: tuple[Given, ...] = ()
    named: dict[str, Given] = field(default_factory=dict)
    rest: Callable[[str], Given | None] = lambda name: None
    tuple_: bool = False
    sole: Given | None = None

    def find(self, key: str, at: int, fields: int) -> Given | None:
        """What the placeholder ``key``, the one at ``at`` of ``fields``, shows."""
        if self.sole and not key and fields == 1:
            return self.sole
        key = key or str(at)
        if key.isdigit():
            if int(key) < len(self.positional):
                return self.positional[int(key)]
        return self.named.get(key) or self.rest(key)


def percent_operation(
    run: Run, template: Outcomes, node: cst.BinaryOperation, frame: Frame
) -> Outcomes:
    """``template % …``, where the template is a text."""
    given = _percent_arguments(run, node, run.evaluate(node.right, frame), frame)
    if given is None:
        return OPAQUE
    return _applied(run, template, given, "%", percent, frame)


def _percent_arguments(
    run: Run, node: cst.BinaryOperation, right: Outcomes, frame: Frame
) -> Arguments | None:
    span = run.tree.outer(node.right)
    source = run.tree.of(node).source
    operation = source.span(run.tree.outer(node.left).end, span.end)
    only = right[0] if len(right) == 1 else None
    if isinstance(node.right, cst.Tuple) and isinstance(only, Sequence):
        if any(isinstance(e, cst.StarredElement) for e in only.nodes):
            answers.embed(run, right, node.right)
            return None
        spans = tuple(run.tree.outer(e) for e in only.nodes)
        items = Items(source, run.tree.span(node.right), spans)
        positional = tuple(
            Given(run.tree.code(e), values, e, index)
            for index, (e, values) in enumerate(zip(only.nodes, only.items, strict=True))
        )
        return Arguments(items, operation, positional, tuple_=True)
    if isinstance(node.right, cst.Dict) and isinstance(only, Mapping):
        return _dict_arguments(run, node.right, only, operation)
    alone = Items(source, span, (span,))
    bulk = in_bulk(run, node.right, right, frame)
    if bulk:
        return Arguments(alone, operation, rest=bulk)
    code = run.tree.code(node.right)
    given = Given(code, right, node.right, 0)
    return Arguments(
        alone, operation, sole=given, rest=lambda key: Given(f"{code}[{key}]", OPAQUE, None, -1)
    )


def _dict_arguments(
    run: Run, node: cst.Dict, mapping: Mapping, operation: Span
) -> Arguments | None:
    if len(mapping.members) != len(node.elements):
        answers.embed(run, (mapping,), node)
        return None
    named: dict[str, Given] = {}
    for index, member in enumerate(mapping.members):
        if member.key is None or member.key.known is None:
            answers.embed(run, (mapping,), node)
            return None
        code = run.tree.code(member.value_node)
        named[member.key.known] = Given(code, member.values, member.value_node, index)
    return Arguments(entries_of(run.tree, node), operation, named=named)


def in_bulk(
    run: Run, node: cst.BaseExpression, values: Outcomes, frame: Frame
) -> Callable[[str], Given | None] | None:
    """Names out of ``locals()``, an instance's ``__dict__`` or a dictionary elsewhere."""
    code = run.tree.code(node)
    if isinstance(node, cst.Call) and Symbol("locals") in run.evaluate(node.func, frame):
        return lambda name: Given(
            name,
            tuple(v for slot in frame.lookup(name) for v in slot.values) or OPAQUE,
            names=(name,),
        )
    if code.endswith(".__dict__"):
        owner = code.removesuffix(".__dict__")
        return lambda name: Given(f"{owner}.{name}", OPAQUE, names=(owner, f"{owner}.{name}"))
    mapping = next((thing for thing in values if isinstance(thing, Mapping)), None)
    if mapping is None or len(values) != 1:
        return None
    return lambda name: Given(f"{code}[{name!r}]", _member(mapping, name))


def _member(mapping: Mapping, name: str) -> Outcomes:
    for member in reversed(mapping.members):
        if member.key and member.key.known == name:
            return member.values
    return OPAQUE


def format_call(run: Run, template: Outcomes, node: cst.Call, frame: Frame) -> Outcomes:
    """``template.format(…)``, where the template is a text."""
    positional: list[Given] = []
    named: dict[str, Given] = {}
    rest: Callable[[str], Given | None] = lambda name: None  # noqa: E731
    for index, arg in enumerate(node.args):
        values = run.evaluate(arg.value, frame)
        given = Given(run.tree.code(arg.value), values, arg.value, index)
        if arg.star:
            answers.dismembered(run, values, arg.value)
        if arg.star == "*":
            return OPAQUE
        if arg.star == "**":
            rest = in_bulk(run, arg.value, values, frame) or (lambda name: Given(name, OPAQUE))
        elif arg.keyword:
            named[arg.keyword.value] = given
        else:
            positional.append(given)
    return _applied(
        run,
        template,
        Arguments(
            arguments_of(run.tree, node), _from_dot(run, node), tuple(positional), named, rest
        ),
        "{",
        braces,
        frame,
    )


def _from_dot(run: Run, node: cst.Call) -> Span:
    assert isinstance(node.func, cst.Attribute)
    return run.tree.of(node).source.span(
        run.tree.outer(node.func.value).end, run.tree.span(node).end
    )


def _applied(
    run: Run,
    template: Outcomes,
    arguments: Arguments,
    mark: str,
    read: Callable[[str], Iterator[Placeholder]],
    frame: Frame,
) -> Outcomes:
    made: list[Outcomes] = []
    for text in template:
        if not isinstance(text, Text):
            made.append(OPAQUE)
            continue
        try:
            placeholders = list(read(text.value.shape))
        except Unreadable:
            made.append(OPAQUE)
            continue
        made.append(_put(run, marked(text, mark), placeholders, arguments, frame))
    return tuple(thing for outcomes in made for thing in outcomes)


@dataclass(frozen=True)
class _Shown:
    """A placeholder, its place in the source, and what it shows."""

    placeholder: Placeholder
    span: Span
    given: Given


def _put(
    run: Run, template: Text, placeholders: list[Placeholder], arguments: Arguments, frame: Frame
) -> Outcomes:
    shown = _shown(template, placeholders, arguments)
    if shown is None:
        return OPAQUE
    sole = arguments.sole
    if sole and sole.node is not None and any(s.given is not sole for s in shown):
        answers.dismembered(run, sole.values, sole.node)
    counted = [s for s in shown if s.given.argument is not None]
    site = _site(template, counted, placeholders, arguments)
    parts: list[Outcomes] = [(template.with_value(Value()),)]
    at, waiting = 0, iter(shown)
    for placeholder in placeholders:
        parts.append((Text(template.value.cut(at, placeholder.start)),))
        at = placeholder.end
        if placeholder.key is None:
            parts.append((Text(_single(template.value, placeholder)),))
        else:
            parts.append(_hole(run, next(waiting), site, counted, frame))
    parts.append((Text(template.value.cut(at)),))
    return glued(parts)


def _shown(
    template: Text, placeholders: list[Placeholder], arguments: Arguments
) -> list[_Shown] | None:
    shown: list[_Shown] = []
    fields = [placeholder for placeholder in placeholders if placeholder.key is not None]
    for placeholder in fields:
        span = cover(template.value.cut(placeholder.start, placeholder.end))
        if span is None:
            return None
        given = arguments.find(placeholder.key or "", len(shown), len(fields))
        shown.append(
            _Shown(placeholder, span, given or Given(placeholder.key or "?", OPAQUE, None, -1))
        )
    return shown


def _site(
    template: Text,
    counted: list[_Shown],
    placeholders: list[Placeholder],
    arguments: Arguments,
) -> Formatting | None:
    fields = []
    for shown in counted:
        argument, key = shown.given.argument, shown.placeholder.key or ""
        if argument is None or argument < 0:
            return None
        start = shown.placeholder.start + 1
        digits = cover(template.value.cut(start, start + len(key))) if key.isdigit() else None
        fields.append(Field(shown.span, argument, digits))
    doubled = (cover(template.value.cut(p.start, p.end)) for p in placeholders if p.key is None)
    return Formatting(
        tuple(fields),
        arguments.items,
        arguments.operation,
        _behind(template.value),
        tuple(span for span in doubled if span),
        arguments.tuple_,
    )


def _behind(template: Value) -> str:
    """The style of the last literal of a template."""
    styles = [piece.style for piece in template.pieces if isinstance(piece, Literal)]
    return styles[-1] if styles else ""


def _single(value: Value, placeholder: Placeholder) -> Value:
    """A doubled escape as the one character that it stands for."""
    pieces = value.cut(placeholder.start, placeholder.end).pieces
    style = pieces[0].style if isinstance(pieces[0], Literal) else ""
    return Value((Literal(value.shape[placeholder.start], cover(Value(pieces)), style),))


def _hole(
    run: Run, shown: _Shown, site: Formatting | None, counted: list[_Shown], frame: Frame
) -> Outcomes:
    given, span = shown.given, shown.span
    if given.argument is None:
        drop: tuple[Edit, ...] = (Edit(span, ""),)
    elif site and given.node is not None:
        drop = place(run, site, counted.index(shown), span, given.node)
    else:
        drop = ()
    if given.node is not None and not shown.placeholder.plain:
        answers.dismembered(run, given.values, given.node)
    if given.names:
        run.moments[span, None] = run.moment_of(given.names, frame)
    if given.node is None or not shown.placeholder.plain:
        return filled(
            run, given.source, given.values if shown.placeholder.plain else OPAQUE, span, drop
        )
    return fill(run, given.node, given.values, span, drop, frame)


def cover(value: Value) -> Span | None:
    """The one stretch of the source that writes all of ``value``, if there is one."""
    spans = [piece.span for piece in value.pieces]
    if not spans or any(span is None for span in spans):
        return None
    known = [span for span in spans if span]
    for before, after in pairwise(known):
        if before.end != after.start:
            return None
    return Span(known[0].path, known[0].start, known[-1].end)
