"""The edits of a URL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

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
    seen = grouped(old, new, groups)
    made = list(difference.edits(_lengthened(draft, seen), new, draft.pen))
    stays = {hole.span for hole in new.holes}
    lost = [hole for hole in seen.holes if hole.span not in stays]
    for site, holes in _by_site(draft, lost):
        made = [edit for edit in made if not any(edit in hole.drop for hole in holes)]
        gone = {draft.origin.sites[place_of(hole)][1] for hole in holes}
        if isinstance(site, Listed):
            made = relisted(draft, site, gone, made)
        else:
            made.extend(site.drop(gone))
    yield from made


def _lengthened(draft: Draft, value: Value) -> Value:
    """``value`` with a mark behind each hole, where new text can stand.

    The mark is a character that is written nowhere: to take it out changes nothing.
    """
    pieces: list[Piece] = []
    for piece, after in zip_longest(value.pieces, value.pieces[1:]):
        pieces.append(piece)
        if not isinstance(piece, Hole) or piece.span is None:
            continue
        site = draft.origin.sites.get(place_of(piece))
        if site and not (isinstance(after, Literal) and after.span):
            end = replace(piece.span, start=piece.span.end)
            pieces.append(Literal(_MARK, end, site[0].behind))
    return Value(tuple(pieces))


def grouped(old: Value, new: Value, groups: Sequence[Group]) -> Value:
    """``old`` with each group that is gone from ``new`` altogether as the hole it also is."""
    for group in groups:
        at = _find(old.pieces, group.pieces)
        if at is None or any(_stays(piece, new) for piece in group.pieces):
            continue
        if not group.hole.drop:
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
