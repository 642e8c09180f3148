"""Form bodies and query strings that a program writes as text, with holes in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from urllib.parse import unquote, unquote_plus

from migrator.call.body import Entry, Object, Scalar
from migrator.call.jsontext import Cells
from migrator.call.value import Hole, Literal, Piece, Value

_MEMBER = re.compile(r"([^\[\]]+)\[([^\[\]]*)\]")


def parse(raw: Value) -> Object | None:
    """The fields of ``raw``, each entry's origin its ``Cells``; ``None`` where it has no ``=``."""
    shape = raw.shape
    entries: list[Entry] = []
    at = 0
    for part in shape.split("&"):
        end = at + len(part)
        if part:
            if "=" not in part:
                return None
            equals = at + part.index("=")
            entries.append(_entry(raw, at, equals, end))
        at = end + 1
    return Object(tuple(entries), all(e.key is not None for e in entries)) if entries else None


def _entry(raw: Value, start: int, equals: int, end: int) -> Entry:
    place = Cells(start, end, equals)
    key = decode(raw.cut(start, equals)).known
    return Entry(key, Scalar(decode(raw.cut(equals + 1, end)), True, place), place)


def decode(value: Value, *, plus_is_space: bool = True) -> Value:
    """The text that ``value``, percent-encoded, stands for; its pieces are kept where nothing is.

    A plus is a space in a form and in a query, and itself in a path.
    """
    if not re.search("[%+]" if plus_is_space else "%", value.shape):
        return Value(tuple(_plain(p) if isinstance(p, Hole) else p for p in value.pieces))
    unquoted = unquote_plus if plus_is_space else unquote
    return Value(
        tuple(_plain(p) if isinstance(p, Hole) else Literal(unquoted(p.text)) for p in _runs(value))
    )


def _runs(value: Value) -> Iterator[Piece]:
    """The pieces, literals side by side made one: an escape may be written by several."""
    for hole, pieces in groupby(value.pieces, lambda piece: isinstance(piece, Hole)):
        if hole:
            yield from pieces
        else:
            yield Literal("".join(p.text for p in pieces if isinstance(p, Literal)))


def _plain(hole: Hole) -> Hole:
    return replace(hole, source=hole.plain) if hole.encoded else hole


def nest(entries: Iterable[Entry]) -> Object:
    """``build_parameters[K]`` becomes the member ``K`` of the object ``build_parameters``."""
    nested: dict[str, list[Entry]] = {}
    result: list[Entry | str] = []
    for entry in entries:
        match = _MEMBER.fullmatch(entry.key or "")
        if not match:
            result.append(entry)
            continue
        outer, inner = match.groups()
        if outer not in nested:
            nested[outer] = []
            result.append(outer)
        nested[outer].append(replace(entry, key=inner))
    flat = tuple(
        Entry(item, Object(tuple(nested[item]))) if isinstance(item, str) else item
        for item in result
    )
    return Object(flat, all(e.key is not None for e in flat))
