"""Programs inside other files: where each piece of one stands, and how it is written there."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from migrator.call.source import Source
from migrator.embedded.snippet import CannotRead, Snippet

__all__ = ["CannotRead", "Snippet", "snippets"]

_LONG = 5_000_000
"""Code points that no file has which a person wrote."""
_LARGEST = {"notebook": 20_000_000}
"""Of formats that hold pictures, too."""


def snippets(kind: str, source: Source) -> Iterator[Snippet]:
    """The programs in ``source``, a file of the host format ``kind``, in order.

    Raises ``CannotRead``.
    """
    if len(source.text) > _LARGEST.get(kind, _LONG):
        reason = f"it is longer than {_LARGEST.get(kind, _LONG):,} characters"
        raise CannotRead(0, f"{reason}; name it in `exclude`, or split it")
    found: Iterator[Snippet] = import_module(f"migrator.embedded.{kind}").snippets(source)
    return found
