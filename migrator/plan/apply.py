"""Edits put into a text."""

from __future__ import annotations

from collections.abc import Iterable

from migrator.call.source import Edit


def apply(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with ``edits``, which lie in it and do not overlap; equal ones count once."""
    parts: list[str] = []
    at = 0
    for edit in sorted(set(edits)):
        assert at <= edit.span.start, f"edits overlap at {edit.span}"
        parts += [text[at : edit.span.start], edit.content]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def merge(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The same edits, neighbours that touch made one, those that change nothing left out."""
    merged: list[Edit] = []
    for edit in sorted(set(edits)):
        last = merged[-1] if merged else None
        if last and last.span.path == edit.span.path and last.span.end == edit.span.start:
            span = type(edit.span)(edit.span.path, last.span.start, edit.span.end)
            merged[-1] = Edit(span, last.content + edit.content)
        else:
            merged.append(edit)
    return tuple(e for e in merged if e.content or e.span.start < e.span.end)


def overlap(one: Edit, other: Edit) -> bool:
    """Whether both can't be applied: they are not the same and want the same characters."""
    if one == other or one.span.path != other.span.path:
        return False
    if one.span == other.span:
        return True
    inside = one.span.start < other.span.start < one.span.end
    around = other.span.start < one.span.start < other.span.end
    return one.span.touches(other.span) or inside or around
