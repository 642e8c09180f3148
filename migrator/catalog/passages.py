"""The walks through lists of v2 that rules share."""

from __future__ import annotations

from collections.abc import Mapping

from migrator.call.walk import Field
from migrator.catalog.errors import BadRule
from migrator.catalog.rule import Endpoint, Passage
from migrator.catalog.rulefile import WALKS, read
from migrator.catalog.table import Table
from migrator.catalog.template import Template


def passage(table: Table, v2: Endpoint | None) -> Passage | None:
    """What a rule's table ``[walk]`` names. The walk begins at its ``path``, or at ``v2``.

    Raises ``BadRule``.
    """
    if not table.left:
        return None
    name, path = table.text("of", ""), table.text("path", "")
    table.close()
    if not name:
        raise BadRule(f"{table.path}: `of` is missing")
    start = Endpoint("GET", Template(path), ("v2",)) if path else v2
    if start is None:
        raise BadRule(f"{table.path}: the walk needs a `path` where it begins")
    walks = Table(table.path.with_name(WALKS), read(table.path.with_name(WALKS)))
    return _passage(name, walks.table(name), start)


def _passage(name: str, table: Table, start: Endpoint) -> Passage:
    words = table.table("words")
    found = Passage(
        name=name,
        reason=table.prose("reason"),
        message=table.prose("message"),
        start=start,
        takes=table.names("takes"),
        fields=_fields(table.words("fields"), {key: words.words(key) for key in list(words.left)}),
        states=_states(table.table("filter")),
        gone=table.words("gone"),
    )
    table.close()
    return found


def _fields(fields: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> tuple[Field, ...]:
    return tuple(
        _field(name, source, words.get(name, {})) for name, source in sorted(fields.items())
    )


def _field(name: str, source: str, words: Mapping[str, str]) -> Field:
    """``source`` is ``object.member.member``, with ``/1`` for a part of the text there."""
    path, _, segment = source.partition("/")
    owner, _, member = path.partition(".")
    part = int(segment) if segment.isdecimal() else None
    return Field(name, owner, member, part, tuple(words.items()))


def _states(table: Table) -> dict[str, tuple[str, ...]]:
    return {word: table.list(word) for word in list(table.left)}
