"""What is done to texts while they are put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from migrator.call.value import Hole, Literal, Value, join
from migrator.python.things import (
    ALTERNATIVES,
    LONGEST,
    TOO_LONG,
    TOO_MANY,
    Constant,
    Opaque,
    Outcomes,
    Text,
    Trail,
)


def glued(parts: Iterable[Outcomes]) -> Outcomes:
    """Every text that the parts, each of which has alternatives, may make together."""
    lists = [[p for p in part if isinstance(p, Text)] for part in parts]
    size = 1
    for options in lists:
        size *= len(options)
        if size > ALTERNATIVES:
            return TOO_MANY
    if sum(max((len(p.value.pieces) for p in options), default=0) for options in lists) > LONGEST:
        return TOO_LONG
    return tuple(_put_together(combination) for combination in product(*lists))


def _put_together(parts: Sequence[Text]) -> Text:
    return Text(
        join(part.value for part in parts),
        sum((part.trail for part in parts), Trail()),
        tuple(group for part in parts for group in part.groups),
    )


def only_texts(outcomes: Outcomes) -> tuple[Text, ...]:
    return tuple(thing for thing in outcomes if isinstance(thing, Text))


def without_none(outcomes: Outcomes) -> Outcomes:
    """The alternatives that are not None, if there are others: a URL can't be None."""
    kept = tuple(t for t in outcomes if not (isinstance(t, Constant) and t.value is None))
    return kept or outcomes


def reason(outcomes: Outcomes) -> str:
    """Why the reader gave up on the value, where it did."""
    return next((t.why for t in outcomes if isinstance(t, Opaque) and t.why), "")


def stripped(text: Text, characters: str, left: bool, right: bool) -> Text:
    """``strip`` and its kind; a hole at an end stays the hole it is."""
    shape = text.value.shape
    start = len(shape) - len(shape.lstrip(characters)) if left else 0
    end = len(shape.rstrip(characters)) if right else len(shape)
    return text.with_value(text.value.cut(start, end))


def recased(text: Text, upper: bool) -> Text | None:
    """``lower`` and ``upper``, where they change nothing that is known."""
    for piece in text.value.pieces:
        if isinstance(piece, Literal):
            if piece.text != (piece.text.upper() if upper else piece.text.lower()):
                return _word(text, upper)
    pieces = (replace(p, here=False) if isinstance(p, Hole) else p for p in text.value.pieces)
    return text.with_value(Value(tuple(pieces)))


def _word(text: Text, upper: bool) -> Text | None:
    """A word alone in the other case: each letter is written as one of the old ones."""
    if text.known is None or not text.known.isascii() or not text.known.isalpha():
        return None
    letters = (
        piece for at in range(len(text.value)) for piece in text.value.cut(at, at + 1).pieces
    )
    return text.with_value(
        Value(
            tuple(
                replace(p, text=p.text.upper() if upper else p.text.lower())
                for p in letters
                if isinstance(p, Literal)
            )
        )
    )


def marked(text: Text, mark: str) -> Text:
    """A template whose literals say through what formatting they go."""
    pieces = (
        replace(p, style=p.style + mark) if isinstance(p, Literal) else p for p in text.value.pieces
    )
    return text.with_value(Value(tuple(pieces)))
