"""New items in a list with commas, in the layout of those that stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrator.call.source import Edit
from migrator.python.commas import Items
from migrator.python.writing.draft import Draft

_REST = re.compile(r"[^\r\n]*")


def separator(draft: Draft, offset: int) -> str:
    """What stands between a comma and the item at ``offset``."""
    if draft.begins_line(offset):
        return draft.newline(draft.source.line_start(offset)) + draft.indent(offset)
    return " "


def append(draft: Draft, items: Items, codes: Sequence[str]) -> Iterator[Edit]:
    """Puts ``codes`` behind the last item."""
    if not codes:
        return
    if not items.spans:
        yield draft.insert(items.inside.end, ", ".join(codes))
        return
    last = items.spans[-1]
    at = _behind_comma(draft, items) if items.trailing else last.end
    if not draft.begins_line(last.start):
        yield draft.insert(at, (" " if items.trailing else ", ") + ", ".join(codes))
        return
    rest = _REST.match(draft.source.text, at)
    assert rest
    tail = rest.group().strip()
    line = rest.end() if not tail or tail.startswith("#") else at
    between = separator(draft, last.start)
    added = between + f",{between}".join(codes)
    if items.trailing:
        yield draft.insert(line, f"{added},")
    elif line == last.end:
        yield draft.insert(line, f",{added}")
    else:
        yield draft.insert(last.end, ",")
        yield draft.insert(line, added)


def _behind_comma(draft: Draft, items: Items) -> int:
    return draft.source.text.index(",", items.spans[-1].end) + 1
