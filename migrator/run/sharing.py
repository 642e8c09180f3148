"""Walks through lists that several calls of a program make with one function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from migrator.call.walk import Walk
from migrator.migrate import Migration, agreed


def shared(migrations: Sequence[Migration]) -> list[Migration]:
    """The same, those that walk through lists with what any of them needs of the walk."""
    calls = [migration.call for migration in migrations]
    walks = [call.walk for call in calls if call and call.walk]
    return [_sharing(migration, walks) for migration in migrations]


def _sharing(migration: Migration, walks: Sequence[Walk]) -> Migration:
    call = migration.call
    if call is None or call.walk is None:
        return migration
    return replace(migration, call=replace(call, walk=agreed(call.walk, walks)))
