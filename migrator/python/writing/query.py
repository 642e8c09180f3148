"""The edits of the parameters beside the URL."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call.language import CannotWrite
from migrator.call.source import Edit
from migrator.python import origin
from migrator.python.writing import entries
from migrator.python.writing.draft import Draft


def edits(draft: Draft) -> Iterator[Edit]:
    old, new = draft.old.query, draft.new.query
    if old == new:
        return
    if old is None or new is None or not isinstance(old.origin, origin.Dictionary):
        raise CannotWrite("the parameters of the query are not in view")
    argument = draft.origin.named.get(draft.origin.sender.query)
    if old.entries and not new.entries and argument and argument.value == old.origin.span:
        yield from draft.origin.arguments.without({argument.index})
        return
    try:
        if not entries.stays(old, new):
            yield from entries.replaced(draft, old, new)
            return
        yield from entries.kept(draft, old, new)
        yield from entries.added_last(draft, old.origin, entries.fresh(old, new))
    except entries.Reshaped:
        raise CannotWrite("the parameters of the query are built elsewhere") from None
