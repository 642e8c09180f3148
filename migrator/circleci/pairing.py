"""What comes of a call and its config together."""

from __future__ import annotations

from migrator.call.source import Edit
from migrator.migrate import Migration
from migrator.records import dataclass


@dataclass(frozen=True)
class Pairing:
    """``edits`` are the config's. ``undeclared`` says what of a v2 call its config lacks.

    ``otherwise`` is what holds where the call itself can't be written after all.
    """

    migration: Migration
    edits: tuple[Edit, ...] = ()
    undeclared: str = ""
    otherwise: Migration | None = None
