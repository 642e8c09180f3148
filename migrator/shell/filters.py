"""A jq filter that reads the answer of v2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from migrator.call.answer import Answer, Question, Read, Root, Step
from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source, Span

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_NEXT = re.compile(r"[.\[]|[^\w\s|?]|$")


def edits(sources: Mapping[str, Source], old: Answer, new: Answer) -> Iterator[Edit]:
    """``sources`` are the files by their paths. Raises ``CannotWrite``."""
    for before, after in zip(old.roots, new.roots, strict=True):
        if after.member is not None and after.member != before.member:
            yield _member(sources[after.span.path], after)
    for read, wanted in zip(old.reads, new.reads, strict=True):
        for question in wanted.questions:
            yield from _asked(sources[read.whole.path], question)
        if read != wanted:
            yield from _steps(sources[read.whole.path], read, wanted)


def _member(source: Source, root: Root) -> Edit:
    """``.items`` where a path begins; of ``.`` and ``.[0]`` the dot becomes its own.

    Where no path begins, ``.items`` is given to the whole filter.
    """
    name, written = _dotted(root.member), source.at(root.span)
    if not written:
        taken_out = source.text[: root.span.start].endswith("]")
        return Edit(root.span, name if taken_out else f"{name} | ")
    if written != ".":
        return Edit(root.span, f"'{name} | {written}'")
    if re.match(r"[A-Za-z_\"\\]", source.text[root.span.end : root.span.end + 1]):
        return Edit(source.span(root.span.start, root.span.start), name)
    return Edit(root.span, name)


def _asked(source: Source, question: Question) -> Iterator[Edit]:
    """A question for one word that becomes one for one of several."""
    if question.words and question.of is not None:
        quote = '\\"' if source.at(question.span).endswith('\\"') else '"'
        words = ", ".join(f"{quote}{word}{quote}" for word in question.words)
        yield Edit(source.span(question.of.start, question.of.start), "(")
        yield Edit(question.span, f"| IN({words}){' | not' if question.negated else ''})")


def _steps(source: Source, old: Read, new: Read) -> Iterator[Edit]:
    wanted = {step.span: step for step in new.steps}
    for step in old.steps:
        after = wanted.get(step.span)
        if after is None:
            yield _without(source, step.span)
        elif after.key != step.key:
            yield _renamed(source, step, after)
    for step in new.steps:
        if step.span.start == step.span.end:
            last = source.at(old.steps[-1].span)
            if last[:1] not in (".", "[") and last != old.steps[-1].key:
                raise CannotWrite("a member that is only asked for stands a step further in in v2")
            yield Edit(step.span, _dotted(step.key))


def _renamed(source: Source, old: Step, new: Step) -> Edit:
    """The name alone in ``.name``, ``."name"`` and ``["name"]``; ``{name}`` gets it as a value,
    and ``as {$name}`` the name as a key.
    """
    written = source.at(old.span)
    if written == f"${old.key}":
        return Edit(source.span(old.span.start, old.span.start), f"{_key(new)}: ")
    if written == old.key:
        return Edit(old.span, f"{written}: .{_key(new)}")
    match = re.search(r"\w[^\"\'\]\\]*", written)
    if not match or match.group() != old.key:
        raise CannotWrite(f"`{written}` names no member")
    start = old.span.start
    return Edit(source.span(start + match.start(), start + match.end()), _key(new))


def _without(source: Source, span: Span) -> Edit:
    """Raises ``CannotWrite`` where what stands around the step needs it."""
    if source.at(span)[:1] not in (".", "["):
        raise CannotWrite(f"`{source.at(span)}` can't be taken out of its filter")
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
