"""The edits that turn one value into another, where it stands in the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from migrator.call.language import CannotWrite
from migrator.call.pen import Pen
from migrator.call.source import Edit, Span
from migrator.call.value import Hole, Literal, Piece, Value
from migrator.records import dataclass


@dataclass
class _Gap:
    """Between two kept runs: what goes, what comes, and what stays beside it.

    ``seam`` is an empty literal where new text is better put than at the end of the
    literal before: that one may be the value of a name of its own.
    """

    before: Piece | None
    gone: tuple[Piece, ...]
    new: list[Piece] = field(default_factory=list)
    after: Piece | None = None
    seam: Literal | None = None


def edits(old: Value, new: Value, pen: Pen) -> tuple[Edit, ...]:
    """Edits that make ``old`` say ``new``.

    Pieces of ``new`` that stand in ``old`` in the same order are kept, whatever
    else ``old`` holds is taken out, the rest is written as new text. Raises
    ``CannotWrite`` where no literal is there to carry new text, or where a hole
    can't be taken out.
    """
    gaps = tuple(_gaps(old, new))
    gone = [p.span for gap in gaps for p in gap.gone if isinstance(p, Literal) and p.span]
    stays = [p.span for p in new.pieces if isinstance(p, Literal) and p.span]
    if any(span.touches(other) for span in gone for other in stays):
        raise CannotWrite("a text that changes stands in the same value twice")
    replaced = tuple(_replaced(old, new))
    return (*replaced, *(edit for gap in gaps for edit in _fill(gap, pen)))


def _replaced(old: Value, new: Value) -> Iterator[Edit]:
    """Holes that stay where they are and are filled by another expression."""
    sources = {hole.span: hole.source for hole in old.holes}
    for hole in new.holes:
        if hole.written and hole.source != sources.get(hole.span, hole.source):
            yield Edit(hole.written, hole.source)


def _gaps(old: Value, new: Value) -> Iterator[_Gap]:
    at = 0
    kept: Piece | None = None
    fresh: list[Piece] = []
    for piece in new.pieces:
        place = _place(old, piece, at)
        if place is None:
            fresh.append(piece)
            continue
        start, end = place
        if start > at or fresh:
            yield _Gap(kept, old.cut(at, start).pieces, fresh, piece, _seam(old, at))
        at, kept, fresh = end, piece, []
    if fresh or at < len(old):
        yield _Gap(kept, old.cut(at).pieces, fresh, seam=_seam(old, at))


def _seam(old: Value, at: int) -> Literal | None:
    start = 0
    for piece in old.pieces:
        if isinstance(piece, Literal) and piece.span and not piece.text and start == at:
            return piece
        start += 1 if isinstance(piece, Hole) else len(piece.text)
    return None


def _place(old: Value, piece: Piece, at: int) -> tuple[int, int] | None:
    """The cells of ``old``, from ``at`` on, that ``piece`` is."""
    start = 0
    for other in old.pieces:
        size = 1 if isinstance(other, Hole) else len(other.text)
        if isinstance(piece, Hole):
            if start >= at and isinstance(other, Hole) and _same_place(other, piece):
                return start, start + 1
        elif isinstance(other, Literal):
            low = start + _offset(other, piece, max(at - start, 0))
            if low >= max(start, at):
                return low, low + len(piece.text)
        start += size
    return None


def _same_place(one: Hole, other: Hole) -> bool:
    refilled = one.span is not None and one.span == other.span and other.written is not None
    return one == other or refilled


def _offset(whole: Literal, part: Literal, at: int) -> int:
    """Where in ``whole``, from ``at`` on, ``part`` stands; negative if it is no part of it.

    Text without a place, which the program computes, is known by its characters.
    """
    if whole.span is None and part.span is None:
        return whole.text.find(part.text, at) if part.text else -1
    if not (whole.span and part.span and whole.span.holds(part.span)):
        return -1
    if len(whole.text) == 1:
        return 0 if part.text == whole.text else -1
    return part.span.start - whole.span.start


def _fill(gap: _Gap, pen: Pen) -> Iterator[Edit]:
    literals = [p for p in gap.gone if isinstance(p, Literal) and p.span]
    anchor = _anchor(gap, literals) if gap.new else None
    for piece in gap.gone:
        if isinstance(piece, Hole):
            if not piece.drop:
                raise CannotWrite(f"`{piece.source}` can't be taken out of the text around it")
            yield from piece.drop
        elif piece.span is None:
            raise CannotWrite(f"`{piece.text}` is computed, and written nowhere")
        elif anchor is None or piece.span != anchor.span:
            yield Edit(piece.span, "")
    if anchor:
        yield Edit(anchor.span, _write(gap.new, anchor.style, pen))


@dataclass(frozen=True)
class _Anchor:
    span: Span
    style: str


def _anchor(gap: _Gap, literals: Sequence[Literal]) -> _Anchor:
    """Where the new text goes: in the place of the first that goes, or beside what stays."""
    if literals and literals[0].span:
        return _Anchor(literals[0].span, literals[0].style)
    if gap.seam and gap.seam.span:
        return _Anchor(gap.seam.span, gap.seam.style)
    for piece in sorted(_neighbours(gap), key=lambda p: isinstance(p[0], Hole)):
        neighbour, at_its_end = piece
        if neighbour.span and (neighbour.style or isinstance(neighbour, Literal)):
            at = neighbour.span.end if at_its_end else neighbour.span.start
            return _Anchor(Span(neighbour.span.path, at, at), neighbour.style)
    raise CannotWrite("no literal text stands where the change would go")


def _neighbours(gap: _Gap) -> Iterator[tuple[Piece, bool]]:
    if gap.before:
        yield gap.before, True
    if gap.after:
        yield gap.after, False


def _write(pieces: Sequence[Piece], style: str, pen: Pen) -> str:
    return "".join(
        pen.hole(piece, style) if isinstance(piece, Hole) else pen.text(piece.text, style)
        for piece in pieces
    )
