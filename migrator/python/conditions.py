"""Conditions of which the outcome is in view."""

from __future__ import annotations

import libcst as cst

from migrator.call.value import Literal
from migrator.python.things import Constant, Mapping, Outcomes, Sequence, Text, Thing


def truth(outcomes: Outcomes) -> bool | None:
    """Whether the value counts as true; ``None`` where it may be either."""
    found = {_true(thing) for thing in outcomes}
    return found.pop() if len(found) == 1 else None


def _true(thing: Thing) -> bool | None:
    if isinstance(thing, Constant):
        return bool(thing.value)
    if isinstance(thing, Text):
        pieces = thing.value.pieces
        if any(isinstance(p, Literal) and p.text for p in pieces):
            return True
        return None if pieces else False
    if isinstance(thing, Mapping) and (thing.members or thing.complete):
        return bool(thing.members)
    return None


def compared(node: cst.Comparison, values: list[Outcomes]) -> bool | None:
    """What a comparison of two known values gives."""
    if len(values) != 2 or any(len(v) != 1 for v in values):
        return None
    operator, (left,), (right,) = node.comparisons[0].operator, *values
    among = isinstance(operator, (cst.In, cst.NotIn))
    found = _among(left, right) if among else _same(left, right)
    if found is None:
        return None
    if isinstance(operator, (cst.NotEqual, cst.IsNot, cst.NotIn)):
        return not found
    return found if isinstance(operator, (cst.Equal, cst.Is, cst.In)) else None


def _same(left: Thing, right: Thing) -> bool | None:
    if isinstance(left, Text) and isinstance(right, Text):
        known = left.known is not None and right.known is not None
        return left.known == right.known if known else None
    if isinstance(left, Constant) and isinstance(right, Constant):
        return left.value == right.value
    nothing = any(isinstance(t, Constant) and t.value is None for t in (left, right))
    if nothing and any(isinstance(t, (Text, Mapping, Sequence)) for t in (left, right)):
        return False if _is_some(left) or _is_some(right) else None
    return None


def _is_some(thing: Thing) -> bool:
    """Whether it is no None for certain: a lone hole may be anything."""
    if isinstance(thing, Text):
        return any(isinstance(p, Literal) for p in thing.value.pieces)
    return isinstance(thing, (Mapping, Sequence))


def _among(left: Thing, right: Thing) -> bool | None:
    if not isinstance(right, Sequence) or any(len(item) != 1 for item in right.items):
        return None
    found = [_same(left, item[0]) for item in right.items]
    if True in found:
        return True
    return None if None in found else False
