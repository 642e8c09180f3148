"""Form bodies and query strings that a program writes as text, with holes in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote_plus

from migrator.call.body import Entry, Object, Scalar
from migrator.call.jsontext import Cells
from migrator.call.value import HOLE, Hole, Value, join, text

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


def decode(value: Value) -> Value:
    """The text that ``value``, percent-encoded, stands for; its pieces are kept where nothing is."""
    if not re.search("[%+]", value.shape):
        return Value(tuple(_plain(p) if isinstance(p, Hole) else p for p in value.pieces))
    holes = iter(value.holes)
    parts = re.split(f"({HOLE})", value.shape)
    return join(
        Value((_plain(next(holes)),)) if p == HOLE else text(unquote_plus(p)) for p in parts if p
    )


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
