"""What one call wants, while it is worked out with the others."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrator.call.call import Binding, Call
from migrator.call.source import Edit, Span


@dataclass(frozen=True)
class Wish:
    """What a call needs its source to become; without edits it needs it as it is."""

    call: Call
    edits: tuple[Edit, ...] = ()


@dataclass
class State:
    """A wish while it is worked out; ``carried`` are its edits where the files have them."""

    wish: Wish
    edits: set[Edit]
    carried: set[Edit] = field(default_factory=set)
    refusal: str | None = None
    doubts: list[str] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        self.refusal, self.edits, self.carried = reason, set(), set()

    def inside(self, binding: Binding) -> frozenset[Edit]:
        return frozenset(e for e in self.edits if binding.definition.holds(e.span))

    def references(self, binding: Binding) -> set[Span]:
        return {u.reference for u in self.wish.call.uses if u.binding == binding}
