"""The query of the v2 call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from migrator.call import formtext
from migrator.call.body import Entry, Object
from migrator.call.value import Value, join, text
from migrator.catalog.rule import Keys
from migrator.migrate.verdict import Verdict

AUTHENTICATION = frozenset({"circle-token"})
"""Keys of the query that say who calls; both APIs take them (v1-to-v2, 12.3)."""
_AND = text("&")


def in_url(
    old: Value,
    keys: Keys,
    taken: Mapping[str, Value],
    added: Mapping[str, Value],
    verdict: Verdict,
) -> Value:
    """The new query, empty where nothing is left of it.

    ``old`` begins with the question mark, or is empty. ``taken`` stood before it,
    in the path, and so goes first: what holds it can then stay where it is.
    """
    first = [text(f"{name}=") + value for name, value in taken.items()]
    last = [text(f"{name}=") + value for name, value in added.items()]
    parts = [*first, *_kept_parts(old, keys, verdict), *last]
    if not parts:
        return Value()
    mark = old.cut(0, 1) if len(old) and not first else text("?")
    return join([mark, parts[0], *(part for more in parts[1:] for part in (_AND, more))])


def tell_moved(value: Value, verdict: Verdict) -> None:
    """What a text means otherwise in a query than in the path that it stood in (RFC 3986, 3.4)."""
    if "+" in value.shape:
        verdict.doubt(f"the `+` in `{value.written()}` is a space in a query: write `%2B`")
    for hole in value.holes:
        if not hole.encoded:
            verdict.note(f"`{hole.source}` stands in the query now: encode `&`, `+` and `#` in it")


def _kept_parts(old: Value, keys: Keys, verdict: Verdict) -> list[Value]:
    """What stays of ``old``; a part that stays behind its neighbour keeps the ``&`` before it."""
    query = old.cut(1)
    if not len(query):
        return []
    parsed = formtext.parse(query)
    if parsed is None:
        verdict.doubt(f"the query `{query.written()}` goes over as it is")
        return [query]
    kept: list[Value] = []
    last = -1
    for index, entry in enumerate(parsed.entries):
        part = _kept(query, entry, keys, verdict)
        if part is None:
            continue
        if kept and last == index - 1:
            before = parsed.entries[last].origin.end
            kept[-1] = kept[-1] + query.cut(before, entry.origin.start) + part
        else:
            kept.append(part)
        last = index
    return kept


def _kept(old: Value, entry: Entry, keys: Keys, verdict: Verdict) -> Value | None:
    """The text of ``entry``, under its v2 name."""
    place = entry.origin
    name = _fate(entry, keys, verdict)
    if name is None:
        return None
    if name == entry.key or entry.key is None:
        return old.cut(place.start, place.end)
    return text(name) + old.cut(place.key_end, place.end)


def beside_url(old: Object, keys: Keys, verdict: Verdict) -> Object:
    """The new parameters that are given beside the URL."""
    if not old.complete:
        verdict.doubt("parameters of the query that are not in view go over as they are")
    kept: list[Entry] = []
    for entry in old.entries:
        name = _fate(entry, keys, verdict)
        if name is not None:
            kept.append(replace(entry, key=name) if entry.key is not None else entry)
    return replace(old, entries=tuple(kept))


def _fate(entry: Entry, keys: Keys, verdict: Verdict) -> str | None:
    """The key's name in v2, ``None`` where it goes."""
    key = entry.key
    if key is None:
        verdict.doubt("a parameter of the query whose name is not in view goes over as it is")
        return ""
    if key.lower() in AUTHENTICATION:
        verdict.note(
            "a token in the query is deprecated in v2 as in v1.1: prefer the header Circle-Token"
        )
        return key
    if key in keys.spent:
        return None
    if key in keys.keep:
        return key
    if key in keys.rename:
        return keys.rename[key]
    if key in keys.drop:
        verdict.doubt(f"`{key}` is dropped: {keys.drop[key]}")
        return None
    if key in keys.refuse:
        verdict.forbid(f"`{key}` {keys.refuse[key]}")
    else:
        verdict.forbid(f"v2 does not know the parameter `{key}` of the query")
    return key


def encoded(value: str) -> Value:
    """``value`` as a URL writes it."""
    return text(quote(value, safe=""))
