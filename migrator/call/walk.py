"""What takes many requests of the new API where the old one took a single one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from migrator.call.value import Value
from migrator.records import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A member of a record as the old API answered it.

    ``name`` is its path in the record; its value stands at ``path`` in the object
    ``of`` that the walk comes by. ``segment`` picks the part between two slashes of
    that text, ``words`` give the old word for a new one, and null for any other.
    """

    name: str
    of: str
    path: str
    segment: int | None = None
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Walk:
    """A v2 call that is the first of a walk through lists of lists.

    ``name`` says what the walk yields, ``reason`` in a sentence why it is needed.
    ``fields`` are those that any call of the file reads, ``given`` the arguments of
    this call by the old names of its query. ``states`` are the states that each word
    of a filter asks for which the calls of the file may give.
    """

    name: str
    reason: str
    fields: tuple[Field, ...] = ()
    given: Mapping[str, Value] = field(default_factory=dict)
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
