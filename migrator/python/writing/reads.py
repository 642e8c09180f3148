"""The edits of what the program reads of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from migrator.call.answer import Read, Step
from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Span
from migrator.python.pen import literal
from migrator.python.writing.draft import Draft

_KEY = re.compile(r"[A-Za-z]?(?P<quote>['\"])(?P<key>[^'\"\\]*)(?P=quote)")

_NAMED = re.compile(r"\s*(?:\[|\.\s*(?:get|pop)\()\s*(?P<name>[A-Za-z_][\w.]*)\s*[\],)]")


def edits(draft: Draft) -> Iterator[Edit]:
    old, new = draft.old.answer, draft.new.answer
    for before, root in zip(old.roots, new.roots, strict=True):
        if root.member is not None and root != before:
            yield from _entered(draft, draft.own(root.span), root.member)
    for read, after in zip(old.reads, new.reads, strict=True):
        if read != after:
            yield from _read(draft, read, after)
        yield from _asked(draft, after)


def _entered(draft: Draft, span: Span, member: str) -> Iterator[Edit]:
    """Steps into ``member`` of what the expression gives."""
    step = f"[{literal(member, draft.quote)}]"
    if draft.at(span).startswith("await"):
        yield draft.insert(span.start, "(")
        step = f"){step}"
    yield draft.insert(span.end, step)


def _read(draft: Draft, old: Read, new: Read) -> Iterator[Edit]:
    known = {step.span: step for step in old.steps}
    added: dict[Span, str] = {}
    for step in new.steps:
        before = known.pop(step.span, None) if step.span in known else None
        if before is None:
            _must_be_there(draft, old.steps[-1])
            place = added.get(step.span, "")
            added[step.span] = place + f"[{_written(draft, step)}]"
        elif before.key != step.key:
            yield _renamed(draft, replace(before, span=draft.own(before.span)), step)
    for span in known:
        draft.own(span)
    yield from _gone(known)
    for span, code in added.items():
        yield Edit(span, code)


def _asked(draft: Draft, read: Read) -> Iterator[Edit]:
    """Questions for one word, or for truth, that become questions for other words."""
    for question in read.questions:
        if question.words:
            span = draft.own(question.span)
            written = draft.at(span) or draft.at(read.whole)
            quotes = [mark for mark in written if mark in "'\""]
            words = ", ".join(literal(word, quotes[-1]) for word in question.words)
            if span.start == span.end:
                yield Edit(span, f" == {words}")
            else:
                yield Edit(span, f" {'not in' if question.negated else 'in'} ({words})")


def _must_be_there(draft: Draft, last: Step) -> None:
    """Only what ``["key"]`` gives is sure to be there for another step."""
    written = draft.at(last.span).strip()
    if not written.startswith("["):
        raise CannotWrite(f"`{written}` may give nothing, and v2 has the value a step further in")


def _gone(lost: Mapping[Span, Step]) -> Iterator[Edit]:
    for span in lost:
        if span.start < span.end:
            yield Edit(span, "")


def _written(draft: Draft, step: Step) -> str:
    if isinstance(step.key, str):
        return literal(step.key, draft.quote)
    if step.key is None:
        raise CannotWrite("a loop would be needed where the answer is read")
    return str(step.key)


def _renamed(draft: Draft, old: Step, new: Step) -> Edit:
    """The key inside ``["key"]``, ``.get("key")`` or ``"key" in``, or a name in its place."""
    written = draft.at(old.span)
    match = next((m for m in _KEY.finditer(written) if m["key"] == old.key), None)
    named = None if match else _NAMED.match(written)
    if named and isinstance(new.key, str):
        start = old.span.start + named.start("name")
        span = Span(old.span.path, start, start + len(named["name"]))
        return Edit(span, literal(new.key, draft.quote))
    if not match or not isinstance(new.key, str):
        raise CannotWrite(f"`{written.strip()}` can't be renamed")
    start = old.span.start
    span = Span(old.span.path, start + match.start("quote"), start + match.end())
    return Edit(span, literal(new.key, match["quote"]))
