"""Elements that ``join`` puts together: whole ones come and go."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Span
from migrator.python.sites import Listed
from migrator.python.writing.draft import Draft

_EMPTY = re.compile(r"[A-Za-z]{0,2}(\"\"|''|\"{6}|'{6})")


def relisted(draft: Draft, site: Listed, gone: Set[int], made: Sequence[Edit]) -> list[Edit]:
    """``made`` with the edits inside the list as ones that take out or add whole elements."""
    items = site.elements
    inside = [edit for edit in made if items.inside.holds(edit.span)]
    others = [edit for edit in made if edit not in inside]
    lost = set(gone)
    kept: list[Edit] = []
    for index, span in enumerate(items.spans):
        own = [edit for edit in inside if _within(edit, span)]
        if index not in lost and own and _EMPTY.fullmatch(_after(draft, span.start, span.end, own)):
            lost.add(index)
        elif index not in lost:
            kept.extend(own)
    known = {edit for edit in inside if any(_within(edit, span) for span in items.spans)}
    for edit in inside:
        if edit in known or not edit.content:
            continue
        behind = (i for i, span in enumerate(items.spans) if span.start >= edit.span.end)
        index = next(behind, len(items.spans))
        kept.append(draft.insert(items.spans[index - 1].end, edit.content))
        if index - 1 in lost:
            raise CannotWrite("the list that makes the URL can't take the new path")
    if len(lost) == len(items.spans):
        raise CannotWrite("nothing is left of the list that makes the URL")
    return [*others, *kept, *(items.without(lost) if lost else ())]


def _within(edit: Edit, item: Span) -> bool:
    """Whether it changes the item itself: what comes right before or behind stands beside it."""
    beside = edit.span.start == edit.span.end and edit.span.start in (item.start, item.end)
    return item.holds(edit.span) and not beside


def _after(draft: Draft, start: int, end: int, edits: Sequence[Edit]) -> str:
    text = draft.source.text
    parts, at = [], start
    for edit in sorted(edits):
        parts += [text[at : edit.span.start], edit.content]
        at = edit.span.end
    return "".join([*parts, text[at:end]])
