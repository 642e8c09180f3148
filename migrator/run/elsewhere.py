"""What one file says of a call that another one makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from migrator.call.source import Span
from migrator.call.value import Literal
from migrator.run.examine import Case

_REST = "{rest}"


def told_once(cases: Sequence[Case]) -> list[Case]:
    """``cases`` without those that a call of another file explains.

    A function that sends what its callers ask for, and a text that only stands there, are
    calls only as long as no other file is seen to use them.
    """
    through = {span for case in cases for span in case.call.through}
    written = {
        (span, case.call.span.path)
        for case in cases
        if case.call.method
        for span in _versions(case)
    }
    return [case for case in cases if not _explained(case, through, written)]


def _explained(case: Case, through: Iterable[Span], written: Iterable[tuple[Span, str]]) -> bool:
    own = case.call.span
    if case.call.method is None and not case.edits:
        mine = set(_versions(case))
        return any(span in mine and path != own.path for span, path in written)
    if _REST not in case.match.rule.v1.template.path:
        return False
    return any(span.holds(own) for span in through)


def _versions(case: Case) -> Iterator[Span]:
    """Where the version of the API is written."""
    for piece in case.match.url.cut(*case.match.version).pieces:
        if isinstance(piece, Literal) and piece.span:
            yield piece.span
