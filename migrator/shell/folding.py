"""Values in which a name stands again for the text that came through it.

An edit of the text a name holds changes every place that reads the name; an edit
of the place itself does not. So a text that is taken over or left out whole is
treated as its name.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from difflib import SequenceMatcher

from migrator.call.value import HOLE, Hole, Literal, Piece, Value, join
from migrator.shell.settle import Reference, Settled

_SEPARATORS = frozenset("/?&=")


def folded(settled: Settled, wanted: Value) -> tuple[Value, Value]:
    """``settled`` and ``wanted``, with names for what ``wanted`` keeps or drops as a whole."""
    old, new = settled.value, wanted
    for reference in _outer_first(settled):
        cells = cells_of(settled.value)[reference.start : reference.end]
        kept = _find(cells, cells_of(wanted))
        if kept is None and any(cell in cells_of(wanted) for cell in cells):
            continue
        if kept is not None and _is_handed_on(reference, settled):
            continue  # new text is said by the one that calls the function
        old = _replaced(old, cells, reference)
        new = _replaced(new, cells, reference)
    before, after = _anchored(old, settled, old, new), _anchored(new, settled, old, new)
    return before, _reclaimed(before, after)


def _is_handed_on(reference: Reference, settled: Settled) -> bool:
    """Whether it stands for an argument of a function, maybe with more around it."""
    return any(
        other.level is not None and reference.start <= other.start and other.end <= reference.end
        for other in settled.references
    )


def _anchored(value: Value, settled: Settled, old: Value, new: Value) -> Value:
    """``value`` with its kept holes as literals, so that new text can stand beside them."""
    styles = dict(settled.styles)
    pieces: list[Piece] = []
    for piece in value.pieces:
        if isinstance(piece, Hole) and piece.span in styles and _stays(piece, old, new):
            pieces.append(Literal(HOLE, piece.span, styles[piece.span]))
        else:
            pieces.append(piece)
    return Value(tuple(pieces))


def _stays(hole: Hole, old: Value, new: Value) -> bool:
    """Whether ``hole`` is in both, with nothing behind it that would lengthen its name."""
    if hole not in old.holes or hole not in new.holes:
        return False
    after = new.shape[cells_of(new).index((hole.source, hole.span)) + 1 :][:1]
    return hole.source.endswith(("}", ")", "`")) or not (after.isalnum() or after in ("_", "["))


def named(settled: Settled, value: Value) -> Value:
    """``value``, cut from ``settled``, with names for the texts that are whole in it."""
    for reference in _outer_first(settled):
        cells = cells_of(settled.value)[reference.start : reference.end]
        value = _replaced(value, cells, reference)
    return value


def _outer_first(settled: Settled) -> list[Reference]:
    """Outer references first: what one of them stands for is gone for those inside."""
    found = [r for r in settled.references if r.start < r.end]
    return sorted(found, key=lambda r: (r.start - r.end, r.start))


def cells_of(value: Value) -> list[Hashable]:
    """What each cell is, the same for the same place of the source."""
    cells: list[Hashable] = []
    for piece in value.pieces:
        if isinstance(piece, Hole):
            cells.append((piece.source, piece.span))
        elif piece.span is None:
            cells.extend(object() for _ in piece.text)
        else:
            cells.extend((piece.span.path, piece.span.start + i) for i in range(len(piece.text)))
    return cells


def _find(cells: list[Hashable], within: list[Hashable]) -> int | None:
    for at in range(len(within) - len(cells) + 1):
        if within[at : at + len(cells)] == cells:
            return at
    return None


def _replaced(value: Value, cells: list[Hashable], reference: Reference) -> Value:
    at = _find(cells, cells_of(value))
    if at is None:
        return value
    pieces: tuple[Piece, ...] = (
        *value.cut(0, at).pieces,
        reference.hole,
        *value.cut(at + len(cells)).pieces,
    )
    return Value(pieces)


def _reclaimed(old: Value, new: Value) -> Value:
    """``new`` with the separators of its new text taken from ``old``, quoting and all."""
    places = {cell: at for at, cell in enumerate(cells_of(old))}
    pieces: list[Piece] = []
    fresh = Value()
    at = 0
    for piece in new.pieces:
        cells = cells_of(Value((piece,)))
        start = places.get(cells[0])
        if start is None or start < at:
            fresh += Value((piece,))
            continue
        pieces += [*_between(old.cut(at, start), fresh), piece]
        at, fresh = start + len(cells), Value()
    return Value(tuple(_turned([*pieces, *_between(old.cut(at), fresh)])))


def _turned(pieces: list[Piece]) -> Iterator[Piece]:
    """New text ``/job`` in front of an old ``/`` that stands elsewhere than what is before it
    becomes ``job/`` behind that: so it stands there as well.
    """
    fresh: Literal | None = None
    before: Piece | None = None
    for piece in pieces:
        if isinstance(piece, Literal) and piece.span is None:
            fresh = Literal(fresh.text + piece.text) if fresh else piece
            continue
        if fresh and _parts(before, fresh, piece):
            assert isinstance(piece, Literal)
            yield piece.cut(0, 1)
            yield Literal(fresh.text[1:] + fresh.text[0])
            fresh, piece = None, piece.cut(1, len(piece.text))
        yield from (one for one in (fresh, piece) if one and not _is_empty(one))
        fresh, before = None, piece
    if fresh:
        yield fresh


def _parts(before: Piece | None, fresh: Literal, after: Piece) -> bool:
    if before is None or before.span is None or not isinstance(after, Literal):
        return False
    apart = after.span is not None and before.span.end != after.span.start
    return apart and fresh.text[0] == after.text[0] and after.text[0] in _SEPARATORS


def _is_empty(piece: Piece) -> bool:
    return isinstance(piece, Literal) and not piece.text


def _between(gone: Value, fresh: Value) -> tuple[Piece, ...]:
    """``fresh`` with the separators that ``gone`` has in the same order taken from there.

    Text that is written in several places so finds its own place each time.
    """
    old, new = _separators(gone), _separators(fresh)
    marks = [gone.shape[i] for i in old], [fresh.shape[i] for i in new]
    blocks = SequenceMatcher(None, *marks, autojunk=False).get_matching_blocks()
    parts, at = [], 0
    for one, two, size in blocks:
        for step in range(size):
            parts.append(fresh.cut(at, new[two + step]))
            parts.append(gone.cut(old[one + step], old[one + step] + 1))
            at = new[two + step] + 1
    return join([*parts, fresh.cut(at)]).pieces


def _separators(value: Value) -> list[int]:
    return [at for at, character in enumerate(value.shape) if character in _SEPARATORS]
