"""What a language writes into a literal with."""

from __future__ import annotations

from typing import Protocol

from migrator.call.value import Hole


class Pen(Protocol):
    """How a language writes inside a literal of one of its styles.

    Both raise ``CannotWrite`` where that style can't hold it.
    """

    def text(self, content: str, style: str) -> str: ...

    def hole(self, hole: Hole, style: str) -> str: ...
