"""The edits of a URL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.call import difference
from migrator.call.source import Edit, Span
from migrator.call.value import Hole, Literal, Piece, Value
from migrator.python.sites import Listed, Site
from migrator.python.things import Group
from migrator.python.writing.draft import Draft
from migrator.python.writing.lists import relisted


def edits(draft: Draft) -> Iterator[Edit]:
    """Those of all the values that the URL may have."""
    if len(draft.old.urls) != len(draft.new.urls):
        raise AssertionError("a call keeps its alternatives")
    for old, new, groups in zip(draft.old.urls, draft.new.urls, draft.origin.groups, strict=True):
        if old != new:
            yield from _of_one(draft, old, new, groups)


def _of_one(draft: Draft, old: Value, new: Value, groups: Sequence[Group]) -> Iterator[Edit]:
    seen = grouped(old, new, groups)
    made = list(difference.edits(seen, new, draft.pen))
    lost = [hole for hole in seen.holes if hole not in new.pieces]
    for site, holes in _by_site(draft, lost):
        made = [edit for edit in made if not any(edit in hole.drop for hole in holes)]
        gone = {draft.origin.sites[hole.span][1] for hole in holes if hole.span}
        if isinstance(site, Listed):
            made = relisted(draft, site, gone, made)
        else:
            made.extend(site.drop(gone))
    yield from made


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
        place = draft.origin.sites.get(hole.span) if hole.span else None
        if place is None:
            continue
        known = next((holes for site, holes in found if site == place[0]), None)
        if known is None:
            found.append((place[0], [hole]))
        else:
            known.append(hole)
    return found


def span_of(value: Value) -> Span | None:
    spans = [piece.span for piece in value.pieces if piece.span]
    return Span(spans[0].path, spans[0].start, spans[-1].end) if spans else None
