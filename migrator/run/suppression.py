"""Comments that keep a call as it is: ``# migrator: ignore[RULE, ...] reason``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from migrator.call.language import Layout
from migrator.call.nest import Nest
from migrator.call.source import Source, Span
from migrator.records import dataclass

_COMMENT = re.compile(
    r"#\s*migrator:\s*ignore(?P<file>-file)?(?:\[(?P<rules>[^\]#\n\r]*)\])?"
    # Up to the next comment: a number of an issue, `#12`, is none.
    r"(?P<reason>(?:(?![ \t]*#\s*migrator:|[ \t]+#[ \t]*[A-Za-z])(?:[ \t]++|[^\n\r]))*)"
)
# The lines of a notebook stand in quotes.
_ALONE = re.compile(r'[ \t]*+"?[ \t]*+#')


@dataclass(frozen=True)
class Lines:
    """Of a call, and of the whole statement that it is a part of; all from 1."""

    first: int
    last: int
    statement_first: int
    statement_last: int


@dataclass(frozen=True)
class Suppression:
    """A comment at ``span``, on ``line`` (from 1), against ``rules``.

    ``file`` says it speaks of the whole file. ``above`` is the line it speaks of where
    nothing but comments stands on its own. ``sure`` says that it is a comment of a
    program, and not of what holds one.
    """

    span: Span
    line: int
    rules: tuple[str, ...]
    file: bool
    above: int | None
    reason: str
    sure: bool

    def covers(self, rule: str, lines: Lines) -> bool:
        """Whether it speaks of a call of ``rule``."""
        if rule not in self.rules:
            return False
        if self.file or lines.first <= self.line <= lines.last:
            return True
        if self.above is not None:
            return self.above in (lines.first, lines.statement_first)
        return self.line in (lines.statement_first, lines.statement_last)


def suppressions(source: Source, layout: Layout) -> tuple[Suppression, ...]:
    """All of ``source``, whose comments ``layout`` knows."""
    return tuple(_found(source, layout))


def may_suppress(text: str) -> bool:
    return "migrator:" in text


def _found(source: Source, layout: Layout) -> Iterator[Suppression]:
    comments = Nest(layout.comments)
    above: int | None = None
    below = 0
    for comment in _COMMENT.finditer(source.text):
        around = [each.end for each in comments.around(comment.start())]
        if layout.whole and not around:
            continue
        end = min(comment.end(), *around, len(source.text))
        line = source.position(comment.start()).line
        names = (name.strip() for name in (comment["rules"] or "").split(","))
        if line >= below:
            above = _below(source, line)
            below = above or line + 1
        yield Suppression(
            span=source.span(comment.start(), end),
            line=line,
            rules=tuple(dict.fromkeys(name for name in names if name)),
            file=bool(comment["file"]),
            above=above,
            reason=source.text[comment.start("reason") : end].strip(),
            sure=bool(around),
        )


def _below(source: Source, line: int) -> int | None:
    """The first line from ``line`` on that is no comment, if ``line`` itself is one."""
    if not _is_comment(source, line):
        return None
    last = source.position(len(source.text)).line
    while line < last and _is_comment(source, line):
        line += 1
    return line


def _is_comment(source: Source, line: int) -> bool:
    return bool(_ALONE.match(source.line(line)))


def lines(source: Source, call: Span, statements: Nest) -> Lines:
    """Where the call at ``call`` stands."""
    begun = list(statements.around(call.start))
    around = [each for each in begun if each.holds(call)] or begun
    statement = min(around, key=lambda each: each.end - each.start, default=call)
    return Lines(*_lines(source, call), *_lines(source, statement))


def _lines(source: Source, span: Span) -> tuple[int, int]:
    last = max(span.start, span.end - 1)
    return source.position(span.start).line, source.position(last).line


@dataclass(frozen=True)
class Idle:
    """``rules`` are those that ``comment`` names and no call needs."""

    comment: Suppression
    rules: frozenset[str]


@dataclass(frozen=True)
class Covering:
    """The suppressions of ``source``, and how they are needed."""

    source: Source
    layout: Layout
    all: tuple[Suppression, ...]

    def of(self, rule: str, call: Span) -> Suppression | None:
        """The suppression that speaks of the call of ``rule`` at ``call``, if one does."""
        if not self.all:
            return None
        at = lines(self.source, call, self._statements)
        spoken_of = {*range(at.first, at.last + 1), at.statement_first, at.statement_last}
        near = {index for line in spoken_of for index in self._by_line.get(line, ())}
        near.update(self._by_line.get(None, ()))
        covers = (self.all[index] for index in sorted(near) if self.all[index].covers(rule, at))
        return next(covers, None)

    @cached_property
    def _statements(self) -> Nest:
        return Nest(self.layout.statements)

    @cached_property
    def _by_line(self) -> dict[int | None, list[int]]:
        """The places in ``all`` of those that speak of a line, with ``None`` of the whole file."""
        found: dict[int | None, list[int]] = {}
        for index, each in enumerate(self.all):
            for line in {None} if each.file else {each.line, each.above or each.line}:
                found.setdefault(line, []).append(index)
        return found

    def idle(self, used: set[tuple[Suppression, str]]) -> tuple[Idle, ...]:
        unused = (
            Idle(each, frozenset(rule for rule in each.rules if (each, rule) not in used))
            for each in self.all
        )
        return tuple(idle for idle in unused if idle.rules or not idle.comment.rules)


def covering(source: Source, layout: Layout) -> Covering:
    return Covering(source, layout, suppressions(source, layout))
