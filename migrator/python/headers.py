"""The headers of a request."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.call.body import Object, Scalar
from migrator.call.call import Header
from migrator.call.value import Hole, Value
from migrator.python import origin
from migrator.python.bodies import root_of
from migrator.python.commas import entries_of
from migrator.python.records import Record
from migrator.python.run import Run
from migrator.python.things import Mapping, Outcomes, Sequence, Text, Trail
from migrator.records import dataclass


@dataclass(frozen=True)
class Given:
    """``dictionary`` is the literal in the call itself, if there is one."""

    headers: tuple[Header, ...] = ()
    trail: Trail = Trail()
    dictionary: origin.Dictionary | None = None


def given(run: Run, record: Record) -> Given:
    """The headers of the call, of its client, and those that are added later."""
    found: list[Header] = []
    trail = Trail()
    argument = record.arguments.get("headers")
    dictionary = None
    sources = [argument.values] if argument else []
    if record.client:
        sources.extend(record.client.settings.headers)
    for values in sources:
        for thing in values:
            found.extend(_of(run, thing))
            trail += thing.trail if isinstance(thing, (Mapping, Sequence)) else Trail()
    for name, value in record.headers.values():
        found.extend(_added(name, value))
    if argument and isinstance(argument.value, cst.Dict):
        node = argument.value
        dictionary = origin.Dictionary(run.tree.span(node), entries_of(run.tree, node))
    return Given(tuple(dict.fromkeys(found)), trail, dictionary)


def _of(run: Run, thing: object) -> Iterator[Header]:
    root = root_of(run, thing, False) if isinstance(thing, (Mapping, Sequence)) else None
    if root is None:
        yield Header(None, Value())
        return
    yield from _entries(root)
    if not root.complete:
        yield Header(None, Value())


def _entries(root: Object) -> Iterator[Header]:
    for entry in root.entries:
        if entry.key is None or not isinstance(entry.value, Scalar):
            continue
        span = entry.origin.span if isinstance(entry.origin, origin.Entry) else None
        yield Header(entry.key.lower(), entry.value.value, span)


def _added(name: Outcomes, value: Outcomes) -> Iterator[Header]:
    key = name[0] if len(name) == 1 else None
    shown = value[0] if len(value) == 1 else None
    known = key.known if isinstance(key, Text) else None
    content = shown.value if isinstance(shown, Text) else Value((Hole("…"),))
    yield Header(known.lower() if known else None, content)
