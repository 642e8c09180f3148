"""A jq filter that reads the answer of v2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.answer import Answer, Read, Root, Step
from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source, Span

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_NEXT = re.compile(r"[.\[]|[^\w\s|?]|$")


def edits(source: Source, old: Answer, new: Answer) -> Iterator[Edit]:
    """Raises ``CannotWrite``."""
    for before, after in zip(old.roots, new.roots, strict=True):
        if after.member is not None and after.member != before.member:
            yield _member(source, after)
    for read, wanted in zip(old.reads, new.reads, strict=True):
        yield from _steps(source, read, wanted)


def _member(source: Source, root: Root) -> Edit:
    """``.items`` in front of the path; of ``.[0]`` the dot becomes its own."""
    name = _dotted(root.member)
    dot = source.span(root.span.start, root.span.start + 1)
    if source.at(dot) == "." and not _NAME.match(source.text, dot.end):
        return Edit(dot, name)
    return Edit(root.span, name)


def _steps(source: Source, old: Read, new: Read) -> Iterator[Edit]:
    wanted = {step.span: step for step in new.steps}
    for step in old.steps:
        after = wanted.get(step.span)
        if after is None:
            yield _without(source, step.span)
        elif after.key != step.key:
            yield Edit(_inner(source, step.span), _key(after))
    for step in new.steps:
        if step.span.start == step.span.end:
            yield Edit(step.span, _dotted(step.key))


def _inner(source: Source, span: Span) -> Span:
    """The name alone in ``.name``, ``."name"`` and ``["name"]``, without quotes."""
    match = re.search(r"\w[^\"\'\]\\]*", source.at(span))
    if not match:
        raise CannotWrite(f"`{source.at(span)}` names no member")
    return source.span(span.start + match.start(), span.start + match.end())


def _without(source: Source, span: Span) -> Edit:
    before = source.text[max(span.start - 20, 0) : span.start].rstrip()
    if before.endswith("|") or not _NEXT.match(source.text, span.end):
        raise CannotWrite(f"`{source.at(span)}` can't be taken out of its filter")
    return Edit(span, "")


def _key(step: Step) -> str:
    if not isinstance(step.key, str) or not _NAME.fullmatch(step.key):
        raise CannotWrite(f"`{step.key}` is no plain name of a member")
    return step.key


def _dotted(key: str | int | None) -> str:
    if not isinstance(key, str) or not _NAME.fullmatch(key):
        raise CannotWrite(f"`{key}` is no plain name of a member")
    return f".{key}"
