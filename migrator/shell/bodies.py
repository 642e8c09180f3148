"""What a command sends, as a tree."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from migrator.call import formtext, jsontext
from migrator.call.body import Array, Body, Encoding, Entry, Node, Object, Scalar
from migrator.call.source import Span
from migrator.call.value import HOLE, Literal, Value, join
from migrator.records import dataclass
from migrator.shell.letters import unfilled
from migrator.shell.request import Datum, Kind, Request
from migrator.shell.settle import Settle, Settled
from migrator.shell.words import Texts

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BROKEN = re.compile(r",\s*[}\]]|'")
"""Found outside of its strings, it makes a text no JSON."""


@dataclass(frozen=True)
class Sent:
    """``query`` is what ``curl -G`` makes of its data, ``texts`` what it all was read from,
    ``obstacles`` why nobody can carry it over, ``doubts`` what a person must look at.
    """

    body: Body = Body()
    query: Object | None = None
    texts: tuple[Settled, ...] = ()
    obstacles: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Input:
    """What a command reads: ``source`` as it is written, ``texts`` what it says."""

    source: str
    texts: Texts | None


def read(request: Request, settle: Settle, piped: Callable[[], Input]) -> Sent:
    if not request.data:
        return Sent()
    span = _span(request.data)
    found = [_seen(datum, settle, piped) for datum in request.data]
    texts = tuple(settled for settled in found if settled is not None)
    source = " ".join(
        piped().source if datum.kind is Kind.INPUT else settle(datum.text).value.written()
        for datum in request.data
    )
    hidden = Sent(Body(Encoding.HIDDEN, source=source, span=span), texts=texts)
    if len(texts) < len(found):
        return hidden
    values = [settled.value for settled in texts]
    if not any(len(value) for value in values):
        return Sent(texts=texts)
    kinds = {datum.kind for datum in request.data} - {Kind.INPUT} or {Kind.TEXT}
    if len(values) == 1 and kinds == {Kind.TEXT} and not request.in_query:
        root = jsontext.parse(values[0])
        if root is not None:
            doubts = tuple(unfilled(values[0].pieces, request.program))
            body = Body(Encoding.JSON, root, values[0], source, span)
            return Sent(body, texts=texts, doubts=doubts)
        if values[0].shape.lstrip().startswith(("{", "[")):
            body = Body(Encoding.HIDDEN, raw=values[0], source=source, span=span)
            return Sent(body, texts=texts, obstacles=_flaws(values[0]))
    root = _tree(request.data, values)
    if root is None:
        return hidden
    if request.in_query:
        return Sent(query=root, texts=texts)
    raw = None if Kind.JSON in kinds else _joined(values)
    return Sent(Body(_encoding(kinds), root, raw, source, span), texts=texts)


def _flaws(text: Value) -> tuple[str, ...]:
    """Why it is no JSON, whatever its holes hold."""
    if text.known is None:
        invalid = bool(_BROKEN.search(_STRING.sub("0", text.shape)))
    else:
        invalid = not _is_json(text.known)
    written = " ".join(text.written().split())
    return (f"its body `{written}` is not valid JSON",) if invalid else ()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _encoding(kinds: set[Kind]) -> Encoding:
    if Kind.PART in kinds:
        return Encoding.MULTIPART
    return Encoding.JSON if Kind.JSON in kinds else Encoding.FORM


def _seen(datum: Datum, settle: Settle, piped: Callable[[], Input]) -> Settled | None:
    if datum.kind is Kind.FILE:
        return None
    if datum.kind is not Kind.INPUT:
        settled = settle(datum.text)
        return None if settled.value.shape == HOLE else settled
    texts = piped().texts
    return settle(texts[0]) if texts and len(texts) == 1 else None


def _tree(data: Iterable[Datum], values: list[Value]) -> Object | None:
    entries: list[Entry] = []
    for datum, value in zip(data, values, strict=True):
        if datum.kind in (Kind.TEXT, Kind.INPUT):
            form = formtext.parse(value)
            if form is None:
                return None
            entries.extend(form.entries)
            continue
        entry = _field(datum, value)
        if entry is None:
            return None
        entries.append(entry)
    return formtext.nest(entries)


def _field(datum: Datum, value: Value) -> Entry | None:
    """``name=value`` as it stands; ``name:=value`` of HTTPie is a JSON value."""
    name, mark, _ = value.shape.partition("=")
    if not mark:
        return None
    raw = datum.kind is Kind.JSON and name.endswith(":")
    key = name.removesuffix(":") if raw else name
    content = value.cut(len(name) + 1)
    node = jsontext.parse_any(content) if raw else None
    given = Scalar(content, quoted=not raw) if node is None else _alone(node, content)
    return Entry(None if HOLE in key else key, given)


def _alone(node: Node, content: Value) -> Node:
    """``node``, which ``content`` writes, as one that stands in no larger text of JSON."""
    return Scalar(content, quoted=False) if isinstance(node, Scalar) else _nowhere(node)


def _nowhere(node: Node) -> Node:
    if isinstance(node, Scalar):
        return replace(node, origin=None)
    if isinstance(node, Array):
        return Array(tuple(map(_nowhere, node.items)))
    entries = (Entry(entry.key, _nowhere(entry.value)) for entry in node.entries)
    return Object(tuple(entries), node.complete)


def _joined(values: list[Value]) -> Value:
    """As curl does: with ``&`` between one and the next."""
    parts = [part for value in values for part in (Value((Literal("&"),)), value)]
    return join(parts[1:])


def _span(data: tuple[Datum, ...]) -> Span:
    spans = [field.span for datum in data for field in datum.words[-1:]]
    first = spans[0]
    if all(span.path == first.path and span.start >= first.start for span in spans):
        return Span(first.path, first.start, spans[-1].end)
    return first
