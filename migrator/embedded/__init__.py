"""Programs inside other files: where each piece of one stands, and how it is written there."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from migrator.call.source import Source
from migrator.embedded.snippet import CannotRead, Snippet

__all__ = ["CannotRead", "Snippet", "snippets"]


def snippets(kind: str, source: Source) -> Iterator[Snippet]:
    """The programs in ``source``, a file of the host format ``kind``, in order.

    Raises ``CannotRead``.
    """
    found: Iterator[Snippet] = import_module(f"migrator.embedded.{kind}").snippets(source)
    return found
