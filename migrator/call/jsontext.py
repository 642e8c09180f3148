"""JSON that a program writes as text, with holes in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.body import Array, Entry, Node, Object, Scalar
from migrator.call.value import HOLE, Hole, Value, join, text
from migrator.records import dataclass

_DEPTH = 60
_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_BARE = re.compile(rf"(?:true|false|null|-?[0-9][0-9.eE+-]*|{HOLE})+")


@dataclass(frozen=True, slots=True)
class Cells:
    """A node's place in the raw text; of an entry, the place of its key as well."""

    start: int
    end: int
    key_end: int = 0


class _NotJson(Exception):
    pass


def parse(raw: Value) -> Object | None:
    """The object that ``raw`` writes, each node's origin its ``Cells``, or ``None``."""
    node = parse_any(raw)
    return node if isinstance(node, Object) else None


def parse_any(raw: Value) -> Node | None:
    """The same, also for what is no object."""
    try:
        reader = _Reader(raw)
        node = reader.node(_DEPTH)
        reader.space()
    except _NotJson:
        return None
    return node if reader.at == len(raw) else None


class _Reader:
    def __init__(self, raw: Value) -> None:
        self.raw = raw
        self.shape = raw.shape
        self.at = 0

    def space(self) -> None:
        match = _SPACE.match(self.shape, self.at)
        assert match
        self.at = match.end()

    def take(self, mark: str) -> bool:
        self.space()
        found = self.shape.startswith(mark, self.at)
        self.at += len(mark) if found else 0
        return found

    def node(self, depth: int) -> Node:
        if not depth:
            raise _NotJson
        self.space()
        start = self.at
        if self.take("{"):
            entries = tuple(self.entries(depth))
            return Object(entries, all(e.key is not None for e in entries), Cells(start, self.at))
        if self.take("["):
            items = tuple(self.items(depth))
            return Array(items, Cells(start, self.at))
        if match := _STRING.match(self.shape, start):
            self.at = match.end()
            inner = self.raw.cut(match.start(1), match.end(1))
            return Scalar(_unescaped(inner), True, Cells(start, self.at))
        if match := _BARE.match(self.shape, start):
            self.at = match.end()
            return Scalar(self.raw.cut(start, self.at), False, Cells(start, self.at))
        raise _NotJson

    def entries(self, depth: int) -> Iterator[Entry]:
        while not self.take("}"):
            self.space()
            start = self.at
            match = _STRING.match(self.shape, start)
            if not match:
                raise _NotJson
            self.at = match.end()
            key = _unescaped(self.raw.cut(match.start(1), match.end(1))).known
            if not self.take(":"):
                raise _NotJson
            value = self.node(depth - 1)
            yield Entry(key, value, Cells(start, self.at, match.end()))
            self.separator("}")

    def items(self, depth: int) -> Iterator[Node]:
        while not self.take("]"):
            yield self.node(depth - 1)
            self.separator("]")

    def separator(self, close: str) -> None:
        comma = self.take(",")
        self.space()
        if comma == self.shape.startswith(close, self.at):
            raise _NotJson


def _unescaped(inner: Value) -> Value:
    if "\\" not in inner.shape:
        return inner
    parts = re.split(f"({HOLE})", inner.shape)
    holes = iter(inner.holes)
    try:
        values = [Value((next(holes),)) if p == HOLE else text(_decode(p)) for p in parts if p]
    except ValueError as error:
        raise _NotJson from error
    return join(values)


def _decode(part: str) -> str:
    from json import loads  # a hook that finds nothing never comes here

    decoded = loads(f'"{part}"', strict=False)
    assert isinstance(decoded, str)
    return decoded


def render(raw: Value, new: Object) -> Value:
    """The text of ``new``, made of the pieces of ``raw`` wherever a node stands there already."""
    old = parse(raw)
    if old is None:
        return write(new)
    return raw.cut(0, old.origin.start) + _render(raw, new) + raw.cut(old.origin.end)


def _render(raw: Value, node: Node) -> Value:
    place = node.origin
    if not isinstance(place, Cells):
        return _anew(raw, node)
    before = parse_at(raw, place)
    if before == node:
        return raw.cut(place.start, place.end)
    if not (isinstance(node, Object) and isinstance(before, Object)):
        return write(node)
    if not node.entries or not before.entries:
        return _anew(raw, node)
    first, last = before.entries[0].origin, before.entries[-1].origin
    comma = _separator(raw, before)
    parts = [raw.cut(place.start, first.start)]
    for index, entry in enumerate(node.entries):
        if index:
            parts.append(_between(raw, before, node.entries[index - 1], entry) or comma)
        parts.append(_entry(raw, entry))
    return join([*parts, raw.cut(last.end, place.end)])


def _anew(raw: Value, node: Node) -> Value:
    """A new node, with the old text of the entries that were moved into it."""
    if not isinstance(node, Object):
        return write(node)
    return join([text("{"), _commas([_entry(raw, entry) for entry in node.entries]), text("}")])


def parse_at(raw: Value, place: Cells) -> Node:
    """The node that stands at ``place`` of ``raw``."""
    reader = _Reader(raw)
    reader.at = place.start
    return reader.node(_DEPTH)


def _separator(raw: Value, before: Object) -> Value:
    """What stands between two entries of ``before``, or before its only one."""
    if len(before.entries) > 1:
        one, two = before.entries[:2]
        return text(raw.shape[one.origin.end : two.origin.start])
    lead = raw.shape[before.origin.start + 1 : before.entries[0].origin.start]
    return text("," + (lead if "\n" in lead else " "))


def _between(raw: Value, before: Object, one: Entry, two: Entry) -> Value | None:
    """The separator that stands between two entries that were neighbours already."""
    origins = [entry.origin for entry in before.entries]
    if one.origin not in origins or two.origin not in origins:
        return None
    if origins.index(two.origin) != origins.index(one.origin) + 1:
        return None
    return raw.cut(one.origin.end, two.origin.start)


def _entry(raw: Value, entry: Entry) -> Value:
    place = entry.origin
    if not isinstance(place, Cells):
        return join([text(f'"{_encode(entry.key or "")}": '), _render(raw, entry.value)])
    was = raw.cut(place.start + 1, place.key_end - 1)
    key = was if _unescaped(was).known == entry.key else text(_encode(entry.key or ""))
    quote = raw.cut(place.start, place.start + 1), raw.cut(place.key_end - 1, place.key_end)
    value_start = entry.value.origin.start if isinstance(entry.value.origin, Cells) else place.end
    colon = raw.cut(place.key_end, value_start)
    if not isinstance(entry.value.origin, Cells):
        colon = text(": ")
    return join([quote[0], key, quote[1], colon, _render(raw, entry.value)])


def write(node: Node) -> Value:
    """A new text for ``node``. An expression of unknown type is written bare."""
    if isinstance(node, Object):
        inner = [_written_entry(entry) for entry in node.entries]
        return join([text("{"), _commas(inner), text("}")])
    if isinstance(node, Array):
        return join([text("["), _commas([write(item) for item in node.items]), text("]")])
    if not node.quoted:
        return node.value
    inside = [
        Value((piece,)) if isinstance(piece, Hole) else text(_encode(piece.text))
        for piece in node.value.pieces
    ]
    return join([text('"'), *inside, text('"')])


def _written_entry(entry: Entry) -> Value:
    return join([text(f'"{_encode(entry.key or "")}": '), write(entry.value)])


def _commas(values: list[Value]) -> Value:
    parts = [part for value in values for part in (text(", "), value)]
    return join(parts[1:])


def _encode(written: str) -> str:
    from json import dumps

    return dumps(written, ensure_ascii=False)[1:-1]
