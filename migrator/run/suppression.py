"""Comments that keep a call as it is: ``# migrator: ignore[RULE, ...] reason``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.call.source import Source, Span

_COMMENT = re.compile(
    r"#\s*migrator:\s*ignore(?P<file>-file)?(?:\[(?P<rules>[^\]\n\r]*)\])?"
    r"(?P<reason>(?:(?!#\s*migrator:)[^\n\r])*)"
)


@dataclass(frozen=True)
class Suppression:
    """A comment on ``line`` (from 1) against ``rules``.

    ``file`` says it speaks of the whole file; ``alone`` that nothing else stands
    on its line, so that it speaks of the next.
    """

    line: int
    rules: frozenset[str]
    file: bool
    alone: bool
    reason: str = ""

    def covers(self, rule: str, first: int, last: int) -> bool:
        """Whether it speaks of a call of ``rule`` on the lines ``first`` to ``last``."""
        if rule not in self.rules:
            return False
        start = first - 1 if self.alone else first
        return self.file or start <= self.line <= last


def suppressions(source: Source) -> tuple[Suppression, ...]:
    return tuple(_found(source)) if "migrator:" in source.text else ()


def _found(source: Source) -> Iterator[Suppression]:
    for comment in _COMMENT.finditer(source.text):
        line = source.position(comment.start()).line
        names = (name.strip() for name in (comment["rules"] or "").split(","))
        yield Suppression(
            line=line,
            rules=frozenset(name for name in names if name),
            file=bool(comment["file"]),
            alone=source.line(line).lstrip().startswith("#"),
            reason=comment["reason"].strip(),
        )


def covering(
    all_of_them: tuple[Suppression, ...], rule: str, span: Span, source: Source
) -> Suppression | None:
    """The suppression that speaks of the call at ``span``, if one does."""
    if not all_of_them:
        return None
    first, last = (
        source.position(span.start).line,
        source.position(max(span.start, span.end - 1)).line,
    )
    return next((each for each in all_of_them if each.covers(rule, first, last)), None)
