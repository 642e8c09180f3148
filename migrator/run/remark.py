"""Where a suppression may be put to a call, and how it is written there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrator.call.source import Edit, Source
from migrator.records import dataclass
from migrator.run.suppression import Lines

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Place:
    """At the end of ``line`` (from 1), or ``above`` it."""

    line: int
    above: bool


def places(at: Lines) -> Iterator[Place]:
    """Behind what stands on one line, else above the whole statement, else nearer to the call."""
    if at.statement_first == at.statement_last:
        yield Place(at.statement_last, above=False)
    yield Place(at.statement_first, above=True)
    if at.statement_first != at.statement_last:
        yield Place(at.statement_last, above=False)
    if at.first != at.statement_first:
        yield Place(at.first, above=True)
    if at.last != at.statement_last:
        yield Place(at.last, above=False)


def remark(source: Source, place: Place, rules: Iterable[str], reason: str) -> Edit:
    """An insertion: a comment, or more names in a comment with the same reason."""
    names = ", ".join(rules)
    at = place.line - 1 if place.above else place.line
    if at and (same := _same(source.line(at), reason, alone=place.above)):
        bracket = source.line_span(at).start + same.start("end")
        return Edit(source.span(bracket, bracket), f", {names}")
    comment = f"# migrator: ignore[{names}] {reason}"
    span = source.line_span(place.line)
    if not place.above:
        return Edit(source.span(span.end, span.end), f"  {comment}")
    line = source.at(span)
    indent = line[: len(line) - len(line.lstrip())]
    ending = _LINE_END.match(source.text, span.end) or _LINE_END.search(source.text)
    new = f"{indent}{comment}{ending[0] if ending else chr(10)}"
    return Edit(source.span(span.start, span.start), new)


def _same(line: str, reason: str, *, alone: bool) -> re.Match[str] | None:
    before = r"\s*" if alone else ".*"
    return re.fullmatch(
        rf"{before}# migrator: ignore\[[^\]#]+(?P<end>\]) {re.escape(reason)}", line
    )
