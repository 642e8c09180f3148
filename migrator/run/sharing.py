"""Walks through lists that several calls of a program make with one function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from migrator.call.walk import Walk
from migrator.migrate import Migration, agreed


def shared(migrations: Sequence[Migration]) -> list[Migration]:
    """The same, those that walk through lists with what any of them needs of the walk."""
    calls = [migration.call for migration in migrations]
    walks: dict[str, list[Walk]] = defaultdict(list)
    for call in calls:
        if call and call.walk:
            walks[call.walk.name].append(call.walk)
    whole = {name: agreed(same[0], same) for name, same in walks.items()}
    return [_sharing(migration, whole) for migration in migrations]


def _sharing(migration: Migration, whole: Mapping[str, Walk]) -> Migration:
    call = migration.call
    if call is None or call.walk is None:
        return migration
    return replace(migration, call=replace(call, walk=agreed(call.walk, [whole[call.walk.name]])))
