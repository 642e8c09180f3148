"""Suppressions that no call needs: told of, or taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.source import Edit, Source, Span
from migrator.report.report import Failure
from migrator.run.examine import Examined
from migrator.run.scope import Scope
from migrator.run.suppression import Idle, Suppression

_LINE_END = re.compile(r"\r\n|\r|\n|$")


def told(now: Examined, scope: Scope, known: frozenset[str]) -> Iterator[Failure]:
    """Those that name no rule of ``known``, or that a run of all they name does not need."""
    for idle in now.idle:
        if what := _what(idle, scope, known, in_full=not now.troubles):
            path, line = now.source.path, idle.comment.line
            yield Failure(path, line, f"this suppression {what}", fatal=False, unused=True)


def _what(idle: Idle, scope: Scope, known: frozenset[str], *, in_full: bool) -> str | None:
    """``in_full`` says that every call of the file was seen."""
    strange = sorted(idle.rules - known)
    if strange:
        return f"names no rule: {', '.join(strange)}; `migrator rules` lists them"
    if not idle.rules:
        return "names no rule in brackets; write `migrator: ignore[RULE] reason`"
    if not in_full or not all(map(scope.wants, idle.rules)):
        return None
    if len(idle.rules) == len(idle.comment.rules):
        return "suppresses nothing; delete it"
    return f"does not need {', '.join(sorted(idle.rules))}; delete the name"


def removals(now: Examined, scope: Scope, known: frozenset[str]) -> set[Edit]:
    """What takes them out, if all rules were looked for in the whole file."""
    if now.troubles or not scope.wants_all:
        return set()
    return {
        _removal(idle, now.source)
        for idle in now.idle
        if idle.comment.sure and idle.rules and idle.rules <= known
    }


def _removal(idle: Idle, source: Source) -> Edit:
    comment = idle.comment
    left = [rule for rule in comment.rules if rule not in idle.rules]
    if left:
        text = source.at(comment.span)
        opening, closing = text.index("["), text.index("]")
        at = comment.span.start
        return Edit(source.span(at + opening + 1, at + closing), ", ".join(left))
    return Edit(_whole(comment, source), "")


def _whole(comment: Suppression, source: Source) -> Span:
    """The comment with the blanks before it; with its line if nothing else stands there."""
    text = source.text
    start, end = comment.span.start, comment.span.end
    while start and text[start - 1] in " \t":
        start -= 1
    if start and text[start - 1] not in "\r\n":
        return source.span(start, end)
    ending = _LINE_END.match(text, end)
    if ending:
        return source.span(start, ending.end())
    while text[end] in " \t":
        end += 1
    return source.span(comment.span.start, end)
