"""What a config states of a value, and what only the running pipeline knows."""

from __future__ import annotations

from migrator.records import dataclass

Value = str | bool | int | float


@dataclass(frozen=True)
class Unknown:
    """A branch, or a parameter that is sent with a value that is not in view."""


UNKNOWN = Unknown()


def truth(known: Value | Unknown) -> bool | None:
    """Empty texts and zero are false. Source: configuration reference, "Logic statements"."""
    return None if isinstance(known, Unknown) else bool(known)
