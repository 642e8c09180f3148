"""What is not followed because there is too much of it, where a call may hide behind that."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.call.language import MISSING, Trouble
from migrator.call.value import Literal, Value
from migrator.python.run import Run
from migrator.python.sites import place_of
from migrator.python.texts import reason
from migrator.python.things import TOO_FAR, TOO_LONG, TOO_MANY

_VERSION = "api/v"
_CLAUSES = frozenset(map(reason, (TOO_MANY, TOO_LONG, TOO_FAR)))


def beyond(run: Run) -> tuple[Trouble, ...]:
    """Each bound once, by the place in the file that first went beyond it."""
    found: dict[str, int] = {}
    if run.modules.beyond:
        place, clause = run.modules.beyond
        found[clause] = _offset(run, place)
    for node, clause in _hidden(run):
        found.setdefault(clause, _offset(run, node))
    return tuple(Trouble(at, f"{clause}; {MISSING}") for clause, at in found.items())


def _hidden(run: Run) -> Iterator[tuple[cst.CSTNode, str]]:
    """What may hide the address of a request."""
    unknown = False
    for record in (*run.records.values(), *run.traces.values()):
        for text in record.urls:
            if text.value.holes and not _names_api(text.value):
                unknown = True
                for clause in (*text.trail.obstacles, *_given_up(run, text.value)):
                    if clause in _CLAUSES:
                        yield record.place, clause
    if unknown:
        yield from ((node, clause) for clause, node in run.bounds.items())


def _names_api(value: Value) -> bool:
    """Whether one literal alone does, so that the call is found whatever the holes hold."""
    return any(isinstance(p, Literal) and _VERSION in p.text for p in value.pieces)


def _given_up(run: Run, value: Value) -> Iterator[str]:
    for hole in value.holes:
        if clause := run.given_up.get(place_of(hole)):
            yield clause


def _offset(run: Run, node: cst.CSTNode | None) -> int:
    return run.tree.span(node).start if node is not None and run.tree.is_main(node) else 0
