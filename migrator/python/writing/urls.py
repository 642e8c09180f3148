"""The edits of a URL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from migrator.call import difference
from migrator.call.source import Edit
from migrator.call.value import Hole, Literal, Piece, Value
from migrator.python.sites import Listed, Site, place_of
from migrator.python.things import Group
from migrator.python.writing.draft import Draft
from migrator.python.writing.lists import relisted

_MARK = "\ue000"


def edits(draft: Draft) -> Iterator[Edit]:
    """Those of all the values that the URL may have."""
    if len(draft.old.urls) != len(draft.new.urls):
        raise AssertionError("a call keeps its alternatives")
    for old, new, groups in zip(draft.old.urls, draft.new.urls, draft.origin.groups, strict=True):
        if old != new:
            yield from _of_one(draft, old, new, groups)


def _of_one(draft: Draft, old: Value, new: Value, groups: Sequence[Group]) -> Iterator[Edit]:
    new = _joined(old, new)
    seen = grouped(old, new, groups)
    made = list(difference.edits(_lengthened(draft, seen, groups), new, draft.pen))
    stays = {hole.span for hole in new.holes}
    lost = [hole for hole in seen.holes if hole.span not in stays]
    sites = _by_site(draft, lost)
    for listed in _lists(draft, made):
        if not any(listed == site for site, _ in sites):
            made = relisted(draft, listed, frozenset(), made)
    for site, holes in sites:
        made = [edit for edit in made if not any(edit in hole.drop for hole in holes)]
        gone = {draft.origin.sites[place_of(hole)][1] for hole in holes}
        if isinstance(site, Listed):
            made = relisted(draft, site, gone, made)
        else:
            made.extend(site.drop(gone))
    yield from made


def _lists(draft: Draft, made: Sequence[Edit]) -> list[Listed]:
    """The lists of which elements change."""
    sites = (site for site, _ in draft.origin.sites.values() if isinstance(site, Listed))
    return [
        site
        for site in dict.fromkeys(sites)
        if any(site.elements.inside.holds(edit.span) for edit in made)
    ]


def _joined(old: Value, new: Value) -> Value:
    """``new`` with neighbours of new text as one."""
    if any(isinstance(piece, Literal) and piece.span is None for piece in old.pieces):
        return new
    pieces: list[Piece] = []
    for piece in new.pieces:
        last = pieces[-1] if pieces else None
        if _is_new(last) and _is_new(piece):
            assert isinstance(last, Literal)
            assert isinstance(piece, Literal)
            pieces[-1] = Literal(last.text + piece.text)
        else:
            pieces.append(piece)
    return Value(tuple(pieces))


def _is_new(piece: Piece | None) -> bool:
    return isinstance(piece, Literal) and piece.span is None


def _lengthened(draft: Draft, value: Value, groups: Sequence[Group]) -> Value:
    """``value`` with a mark behind each hole and group, where new text can stand.

    The mark is a character that is written nowhere: to take it out changes nothing.
    """
    ends = {at + 1: h for at, h in enumerate(value.pieces) if isinstance(h, Hole)}
    for group in groups:
        at = _find(value.pieces, group.pieces)
        if at is not None:
            ends[at + len(group.pieces)] = group.hole
    pieces: list[Piece] = []
    for at, piece in enumerate(value.pieces, 1):
        pieces.append(piece)
        after = value.pieces[at] if at < len(value.pieces) else None
        if at in ends and not (isinstance(after, Literal) and after.span):
            pieces.extend(_mark(draft, ends[at]))
    return Value(tuple(pieces))


def _mark(draft: Draft, hole: Hole) -> Iterator[Literal]:
    site = draft.origin.sites.get(place_of(hole))
    if site and hole.span:
        yield Literal(_MARK, replace(hole.span, start=hole.span.end), site[0].behind)


def grouped(old: Value, new: Value, groups: Sequence[Group]) -> Value:
    """``old`` with each group that is gone from ``new`` altogether as the hole it also is."""
    for group in groups:
        at = _find(old.pieces, group.pieces)
        if at is None or any(_stays(piece, new) for piece in group.pieces):
            continue
        if group.written or not group.hole.drop:
            continue
        end = at + len(group.pieces)
        old = Value((*old.pieces[:at], group.hole, *old.pieces[end:]))
    return old


def _find(pieces: Sequence[Piece], part: Sequence[Piece]) -> int | None:
    for at in range(len(pieces) - len(part) + 1):
        if tuple(pieces[at : at + len(part)]) == tuple(part):
            return at
    return None


def _stays(piece: Piece, new: Value) -> bool:
    if isinstance(piece, Hole):
        return piece in new.pieces
    return any(
        isinstance(p, Literal) and p.span and piece.span and p.span.touches(piece.span)
        for p in new.pieces
    )


def _by_site(draft: Draft, lost: Sequence[Hole]) -> list[tuple[Site, list[Hole]]]:
    found: list[tuple[Site, list[Hole]]] = []
    for hole in lost:
        place = draft.origin.sites.get(place_of(hole))
        if place is None:
            continue
        known = next((holes for site, holes in found if site == place[0]), None)
        if known is None:
            found.append((place[0], [hole]))
        else:
            known.append(hole)
    return found
