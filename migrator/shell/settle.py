"""A text as the value a call is made of, at the place where the command stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from migrator.call.source import Span
from migrator.call.value import Hole, Literal, Piece, Value
from migrator.records import dataclass
from migrator.shell.state import State
from migrator.shell.text import Definition, Text, Through


@dataclass(frozen=True)
class Reference:
    """Cells ``start`` up to ``end`` are the text of the name that ``hole`` expands.

    ``level`` is that of ``Through``.
    """

    start: int
    end: int
    hole: Hole
    level: int | None = None


@dataclass(frozen=True)
class Settled:
    """``uses`` are the definitions that literals came from, each with the place that named it,
    ``styles`` the quoting that each hole stands in.
    """

    value: Value = Value()
    uses: tuple[tuple[Definition, Span], ...] = ()
    doubts: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    styles: tuple[tuple[Span | None, str], ...] = ()


Settle = Callable[[Text], Settled]


def settle(text: Text, state: State, *, level: int = 0, outer: bool = False) -> Settled:
    """The value of ``text``.

    Arguments of functions below ``level`` stay holes. With ``outer`` a name that holds
    nothing but one unknown is that unknown.
    """
    pieces: list[Piece] = []
    uses: list[tuple[Definition, Span]] = []
    doubts: list[str] = []
    references: list[Reference] = []
    styles: list[tuple[Span | None, str]] = []
    for part in text.parts:
        at = sum(1 if isinstance(p, Hole) else len(p.text) for p in pieces)
        if isinstance(part, Literal):
            pieces.append(part)
        elif not isinstance(part, Through):
            styles.append((part.hole.span, part.style))
            pieces.append(replace(part.hole, here=part.hole.here and state.unchanged(part.reads)))
        else:
            inner = settle(part.text, state, level=level, outer=outer)
            styles += [(part.gap.hole.span, part.gap.style), *inner.styles]
            hole = _as_hole(part, inner.value, state, level, outer)
            if hole is not None:
                pieces.append(hole)
                continue
            pieces.extend(inner.value.pieces)
            references.append(Reference(at, at + len(inner.value), _outer(part, state), part.level))
            references.extend(
                replace(r, start=r.start + at, end=r.end + at) for r in inner.references
            )
            if part.definition is not None:
                part.definition.references.add(part.reference)
                uses.append((part.definition, part.reference))
            uses += inner.uses
            doubts += [*part.doubts, *inner.doubts]
    return Settled(
        Value(tuple(pieces)),
        tuple(dict.fromkeys(uses)),
        tuple(dict.fromkeys(doubts)),
        tuple(references),
        tuple(styles),
    )


def _as_hole(part: Through, inner: Value, state: State, level: int, wanted: bool) -> Hole | None:
    outer = _outer(part, state)
    if part.level is not None and part.level < level:
        return outer
    if not wanted or len(inner.pieces) != 1 or not isinstance(inner.pieces[0], Hole):
        return None
    held = inner.pieces[0]
    outer = replace(outer, beside=held.beside if held.here else None)
    if held.encoded:
        return replace(outer, plain=held.plain, here=held.here, multiple=held.multiple)
    # What is encoded in a way that nobody can undo must not be moved either.
    return replace(outer, multiple=held.multiple, here=outer.here and held.multiple)


def _outer(part: Through, state: State) -> Hole:
    return replace(part.gap.hole, here=part.gap.hole.here and state.unchanged(part.gap.reads))
