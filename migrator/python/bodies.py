"""What a request carries: from the reader's values to the tree of the waist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from migrator.call import body as waist
from migrator.call import formtext, jsontext
from migrator.call.body import Array, Body, Encoding, Node, Object, Scalar
from migrator.call.source import Span
from migrator.call.value import Hole, Value, text
from migrator.python import origin
from migrator.python.clients import Sender
from migrator.python.commas import Items, arguments_of, entries_of
from migrator.python.libraries import Method
from migrator.python.library import encoded_mapping
from migrator.python.records import Argument, Record
from migrator.python.run import Run
from migrator.python.texts import without_none
from migrator.python.things import (
    Constant,
    Encoded,
    Mapping,
    Member,
    Outcomes,
    Sequence,
    Text,
    Thing,
    Trail,
)
from migrator.records import dataclass


@dataclass(frozen=True)
class Carried:
    """A body and how it came about."""

    body: Body
    trail: Trail = Trail()
    doubts: tuple[str, ...] = ()


def carried(run: Run, record: Record) -> Carried:
    """The body of the request."""
    if record.method:
        return _packaged(run, record, record.method)
    return _sent(run, record)


def _packaged(run: Run, record: Record, method: Method) -> Carried:
    """What a client library makes a body of."""
    made = _sent(run, record)
    given = tuple(_given(run, record, method.fields))
    rest = tuple(_given(run, record, tuple(n for n in record.arguments if n not in method.takes)))
    if method.rest and rest:
        given = (*given, waist.Entry(method.rest, Object(rest)))
    nested = next(iter(method.nests.values()), None)
    root = made.body.root
    if nested and made.body.encoding is not Encoding.NONE:
        root = Object((waist.Entry(nested, root or Object((), False)),))
    if not given and root is made.body.root:
        return made
    whole = root or Object()
    entries = (*given, *whole.entries)
    encoding = Encoding.JSON if made.body.encoding is Encoding.NONE else made.body.encoding
    merged = replace(whole, entries=entries, origin=None)
    return replace(made, body=replace(made.body, encoding=encoding, root=merged))


def _given(run: Run, record: Record, names: tuple[str, ...]) -> Iterator[waist.Entry]:
    """The arguments of those names as entries, without those that are None."""
    for name in names:
        argument = record.arguments.get(name)
        if argument and not is_none(argument.values):
            yield waist.Entry(name, _node(run, argument.values, argument.value, True))


def _sent(run: Run, record: Record) -> Carried:
    sender = record.signature.sender
    for name in sender.files:
        argument = record.arguments.get(name)
        if argument and not is_none(argument.values):
            return Carried(_body(run, Encoding.MULTIPART, argument, name, None, "mapping"))
    for name in dict.fromkeys((sender.json, sender.form, *sender.raw, "data")):
        argument = record.arguments.get(name) if name else None
        if argument and not is_none(argument.values):
            return _carried(run, record, name, _as_given(run, record, argument))
    return Carried(Body())


def _as_given(run: Run, record: Record, argument: Argument) -> Argument:
    """A dictionary that stands in the call of a helper, which passes it on."""
    thing = _only(argument.values)
    if record.way and isinstance(thing, Mapping) and isinstance(thing.node, cst.Dict):
        if run.tree.span(record.place).holds(run.tree.span(thing.node)):
            return replace(argument, value=thing.node)
    return argument


def is_none(values: Outcomes) -> bool:
    """Whether it is None for certain."""
    return all(isinstance(v, Constant) and v.value is None for v in values)


def _carried(run: Run, record: Record, name: str, argument: Argument) -> Carried:
    sender = record.signature.sender
    thing = _only(argument.values)
    hidden = _body(run, Encoding.HIDDEN, argument, name, None, "text")
    if thing is None:
        return Carried(hidden)
    if name == sender.json:
        return _mapping(run, Encoding.JSON, argument, name, thing) or Carried(hidden)
    if isinstance(thing, Encoded):
        return _encoded(run, argument, name, thing) or Carried(hidden)
    if isinstance(thing, Text):
        return _raw(run, argument, name, thing)
    if name in (sender.form, "data") and sender.form:
        if sender.multipart and record.signature.verb not in ("GET", "HEAD"):
            return _mapping(run, Encoding.MULTIPART, argument, name, thing) or Carried(hidden)
        return _mapping(run, Encoding.FORM, argument, name, thing) or Carried(hidden)
    return Carried(hidden)


def _only(values: Outcomes) -> Thing | None:
    """The one value, or of several versions of a mapping the one that holds all the others."""
    values = without_none(values)
    if len(values) == 1:
        return values[0]
    mappings = [v for v in values if isinstance(v, Mapping)]
    if len(mappings) < len(values) or not mappings:
        return None
    widest = max(mappings, key=lambda m: len(m.members))
    nodes = {m.node for m in widest.members}
    if any(m.node not in nodes for mapping in mappings for m in mapping.members):
        return None
    return replace(widest, complete=all(m.complete for m in mappings))


def _body(
    run: Run, encoding: Encoding, argument: Argument, name: str, root: Object | None,
    form: str, content: cst.BaseExpression | None = None,
) -> Body:  # fmt: skip
    span = run.tree.outer(argument.value)
    inner = run.tree.span(content) if content is not None else None
    carrier = origin.Carrier(name, form, span, inner)
    return Body(encoding, root, None, run.tree.at(span), span, carrier)


def _mapping(
    run: Run, encoding: Encoding, argument: Argument, name: str, thing: Thing
) -> Carried | None:
    typed = encoding is Encoding.JSON
    root = root_of(run, thing, typed)
    if root is None:
        return None
    root = root if typed else _nested(root)
    body = _body(run, encoding, argument, name, root, "mapping", argument.value)
    return Carried(body, _trail(thing))


def _nested(root: Object) -> Object:
    """``build_parameters[K]`` as the member ``K`` of an object, as the server reads it."""
    nested = formtext.nest(root.entries)
    return replace(root, entries=nested.entries, complete=root.complete)


def root_of(run: Run, thing: Thing, typed: bool) -> Object | None:
    """A mapping or a list of pairs as an object.

    ``typed`` says that a number stays one, as in JSON; in a form it is text.
    """
    if isinstance(thing, Mapping):
        return _object(run, thing, typed)
    if isinstance(thing, Sequence):
        return _pairs(run, thing, typed)
    return None


def _trail(thing: Thing) -> Trail:
    return thing.trail if isinstance(thing, (Mapping, Sequence, Text, Encoded)) else Trail()


def _encoded(run: Run, argument: Argument, name: str, thing: Encoded) -> Carried | None:
    mapping = encoded_mapping(thing)
    if mapping is None:
        return None
    typed = thing.form == "json"
    root = _object(run, mapping, typed)
    root = root if typed else _nested(root)
    encoding = Encoding.JSON if typed else Encoding.FORM
    body = _body(run, encoding, argument, name, root, "encoded", thing.node.args[0].value)
    return Carried(body, thing.trail + mapping.trail)


def _raw(run: Run, argument: Argument, name: str, thing: Text) -> Carried:
    root, encoding = jsontext.parse(thing.value), Encoding.JSON
    if root is None:
        root, encoding = formtext.parse(thing.value), Encoding.FORM
    if root is not None and encoding is Encoding.FORM:
        root = _nested(root)
    if root is None:
        encoding = Encoding.HIDDEN if thing.value.pieces else Encoding.NONE
    body = _body(run, encoding, argument, name, root, "text")
    return Carried(replace(body, raw=thing.value), thing.trail)


def _object(run: Run, mapping: Mapping, typed: bool) -> Object:
    items = _items(run, mapping.node)
    entries = tuple(_entry(run, mapping, member, items, typed) for member in mapping.members)
    complete = mapping.complete and all(e.key is not None for e in entries)
    place = origin.Dictionary(
        run.tree.span(mapping.node), items, isinstance(mapping.node, cst.Call)
    )
    return Object(entries, complete, place)


def _items(run: Run, node: cst.BaseExpression) -> Items:
    if isinstance(node, cst.Dict):
        return entries_of(run.tree, node)
    if isinstance(node, cst.Call):
        return arguments_of(run.tree, node)
    return Items(run.tree.of(node).source, run.tree.span(node), ())


def _entry(run: Run, mapping: Mapping, member: Member, items: Items, typed: bool) -> waist.Entry:
    key = member.key.known if member.key else None
    span = run.tree.outer(member.node)
    index = next((i for i, s in enumerate(items.spans) if s.start == span.start), None)
    place = origin.Entry(
        span if index is None else items.spans[index],
        _key_span(run, member),
        run.tree.outer(member.value_node),
        None if index is None else items,
        index or 0,
        isinstance(member.node, cst.Arg),
        tuple(
            (run.tree.span(key), run.tree.span(owner))
            for key, owner in run.mentions.get(member.node, {}).items()
        ),
    )
    return waist.Entry(key, _node(run, member.values, member.value_node, typed), place)


def _key_span(run: Run, member: Member) -> Span | None:
    node = member.node
    if isinstance(node, cst.DictElement) and isinstance(node.key, cst.SimpleString):
        return run.tree.span(node.key)
    if isinstance(node, cst.Arg) and node.keyword is not None:
        return run.tree.span(node.keyword)
    if isinstance(node, cst.Subscript) and isinstance(node.slice[0].slice, cst.Index):
        inner = node.slice[0].slice.value
        return run.tree.span(inner) if isinstance(inner, cst.SimpleString) else None
    return None


def _node(run: Run, values: Outcomes, node: cst.BaseExpression, typed: bool) -> Node:
    place = origin.Expression(run.tree.outer(node))
    only = values[0] if len(values) == 1 else None
    if isinstance(only, Text) and only.value.pieces:
        return Scalar(only.value, True, place)
    if isinstance(only, Text):
        return Scalar(Value(), True, place)
    if isinstance(only, Constant):
        return Scalar(text(_shown(only, typed)), not typed, place)
    if typed and isinstance(only, Mapping):
        return _object(run, only, typed)
    if typed and isinstance(only, Sequence):
        items = (_node(run, v, n, typed) for v, n in zip(only.items, only.nodes, strict=True))
        return Array(tuple(items), place)
    known = all(isinstance(v, Text) for v in values)
    code = run.tree.code(node)
    return Scalar(Value((Hole(code, run.tree.span(node), code),)), known or not typed, place)


def _shown(constant: Constant, typed: bool) -> str:
    """As JSON writes it, or as the text that a form carries."""
    if typed and constant.value is None:
        return "null"
    if typed and isinstance(constant.value, bool):
        return "true" if constant.value else "false"
    return str(constant.value)


def _pairs(run: Run, found: Sequence, typed: bool) -> Object | None:
    entries: list[waist.Entry] = []
    spans = tuple(run.tree.outer(node) for node in found.nodes)
    whole = run.tree.span(found.node)
    source = run.tree.of(found.node).source
    items = Items(source, source.span(whole.start + 1, whole.end - 1), spans)
    for index, values in enumerate(found.items):
        pair = values[0] if len(values) == 1 else None
        if not isinstance(pair, Sequence) or len(pair.items) != 2:
            return None
        key = pair.items[0][0] if len(pair.items[0]) == 1 else None
        place = origin.Entry(
            spans[index], run.tree.span(pair.nodes[0]), run.tree.outer(pair.nodes[1]), items, index
        )
        known = key.known if isinstance(key, Text) else None
        entries.append(waist.Entry(known, _node(run, pair.items[1], pair.nodes[1], typed), place))
    return Object(
        tuple(entries), all(e.key is not None for e in entries), origin.Dictionary(whole, items)
    )


def query_of(run: Run, record: Record) -> Carried | None:
    """The parameters beside the URL."""
    sender: Sender = record.signature.sender
    argument = record.arguments.get(sender.query) if sender.query else None
    if argument is None or is_none(argument.values):
        return None
    thing = _only(argument.values)
    root = root_of(run, thing, False) if thing else None
    body = Body(root=root or Object((), False), span=run.tree.outer(argument.value))
    return Carried(body, _trail(thing) if thing else Trail())
