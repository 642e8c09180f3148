"""What one call wants, while it is worked out with the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from migrator.call.call import Binding, Call, Use
from migrator.call.source import Edit, Span
from migrator.records import dataclass


@dataclass(frozen=True)
class Wish:
    """What a call needs its source to become; without edits it needs it as it is.

    An ``urgent`` one goes before others that want the same text.
    """

    call: Call
    edits: tuple[Edit, ...] = ()
    urgent: bool = False


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
        return {use.reference for use in self.uses(binding)}

    def uses(self, binding: Binding) -> Sequence[Use]:
        return self._uses.get(binding.name_span, ())

    @cached_property
    def _uses(self) -> Mapping[Span, list[Use]]:
        found: dict[Span, list[Use]] = defaultdict(list)
        for use in self.wish.call.uses:
            found[use.binding.name_span].append(use)
        return found


def unified(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """``wishes`` with one binding a definition: each file that uses it was read by itself."""
    views: dict[Span, list[Binding]] = defaultdict(list)
    for binding in {id(u.binding): u.binding for w in wishes for u in w.call.uses}.values():
        views[binding.name_span].append(binding)
    whole = {place: _united(found) for place, found in views.items()}
    return tuple(
        replace(wish, call=replace(wish.call, uses=_uses(wish.call, whole))) for wish in wishes
    )


def _uses(call: Call, whole: Mapping[Span, Binding]) -> tuple[Use, ...]:
    return tuple(replace(use, binding=whole[use.binding.name_span]) for use in call.uses)


def _united(views: Sequence[Binding]) -> Binding:
    first = views[0]
    if len(views) == 1:
        return first
    return replace(
        first,
        references=frozenset().union(*(view.references for view in views)),
        copyable=all(view.copyable for view in views),
        closed=all(view.closed for view in views),
        portable=all(view.portable for view in views),
    )
