"""Which of the requests that were noted are calls of their own.

A request in a function that its callers tell what to ask for is noted once for each
of them, and again for each of theirs. The call is the shortest way to it that names
an endpoint; whoever calls that only adds to what is done with the answer. What else
such a function may send, where nobody asks it to, is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import libcst as cst

from migrator.call.openend import any_says
from migrator.call.source import Span
from migrator.python.naming import names_endpoint
from migrator.python.records import Record
from migrator.python.run import Run

_Way = tuple[cst.CSTNode, ...]


def calls(run: Run) -> list[Record]:
    """One record a call."""
    traces: dict[cst.CSTNode, list[Record]] = {}
    for record in run.traces.values():
        traces.setdefault(record.node, []).append(record)
    nodes = dict.fromkeys((*run.records, *traces))
    found = [r for n in nodes for r in _of_one(run.records.get(n), traces.get(n, [])) if r.urls]
    spans = helpers(run, found)
    return [
        record
        for record in found
        if record.way or is_named(record) or not _asked(run, record.node, spans)
    ]


def helpers(run: Run, records: Iterable[Record]) -> frozenset[Span]:
    """The functions that the records go through."""
    return frozenset(run.tree.span(link.function.node) for r in records for link in r.way)


def _asked(run: Run, node: cst.CSTNode, spans: Collection[Span]) -> bool:
    """Whether it stands in one of those functions, or in one that only these name."""
    own = run.tree.span(node)
    if any(span.holds(own) for span in spans):
        return True
    around = [f for f in run.functions if run.tree.span(f).holds(own)]
    if not around:
        return False
    inner = min(around, key=lambda f: run.tree.span(f).end - run.tree.span(f).start)
    named = [run.tree.span(n) for n in run.loads.get(run.functions[inner].node, ())]
    return bool(named) and all(any(span.holds(place) for span in spans) for place in named)


def _of_one(plain: Record | None, traces: Sequence[Record]) -> Iterator[Record]:
    kept: dict[_Way, Record] = {}
    if plain and is_named(plain) and not _is_open(plain, traces):
        kept[()] = plain
    longer = _longer(traces)
    for trace in sorted(traces, key=lambda record: len(record.links)):
        way = _way(trace)
        shorter = (kept[way[at:]] for at in range(1, len(way) + 1) if way[at:] in kept)
        if known := next(shorter, None):
            known.uses.take(trace.uses)
        elif is_named(trace) and not _is_open(trace, longer.get(way, ())):
            kept[way] = trace
    if not kept and plain:
        for trace in traces:
            plain.uses.take(trace.uses)
        kept[()] = plain
    told: dict[_Way, Record] = {}
    for record in kept.values():
        way = _way(record)[record.level :]
        if way in told:
            told[way].take(record)
        else:
            told[way] = record
    for way, record in told.items():
        for trace in filter(None, (plain, *traces)):
            if _way(trace) == way:
                record.uses.take(trace.uses)  # by callers that are not in view
            elif _gives_another(trace, way, longer):
                record.urls.update(trace.urls)
    yield from told.values()


def _gives_another(trace: Record, told: _Way, longer: Mapping[_Way, object]) -> bool:
    """Whether a caller makes another address there than one of the API."""
    way = _way(trace)
    comes_by = len(way) > len(told) and way[len(way) - len(told) :] == told
    return comes_by and way not in longer and not is_named(trace)


def _longer(traces: Iterable[Record]) -> dict[_Way, list[Record]]:
    """Those that go a way and begin before it, by that way."""
    found: dict[_Way, list[Record]] = {}
    for trace in traces:
        way = _way(trace)
        for at in range(1, len(way)):
            found.setdefault(way[at:], []).append(trace)
    return found


def _is_open(plain: Record, traces: Iterable[Record]) -> bool:
    """Whether the callers of the function around it say which endpoint is meant."""
    shapes = [text.value.shape for text in plain.urls]
    opened = [text.value.shape for trace in traces for text in trace.urls]
    return any_says(shapes, opened)


def _way(record: Record) -> _Way:
    return tuple(link.node for link in record.links)


def is_named(record: Record) -> bool:
    """Whether it is in view which endpoint is asked for."""
    return any(names_endpoint(text.value) for text in record.urls)
