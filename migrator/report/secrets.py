"""Literal tokens, of which no output may show one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from migrator.report.tokens import Token, holders, in_name, tokens

if TYPE_CHECKING:
    from migrator.call.source import Source
    from migrator.report.report import Report

MASK = "***"

_TELLING = 12
"""A value at least as long is a secret wherever it stands again."""
_PIECE = 6
"""The same of a piece of what is sure to be a token."""


class Secrets:
    """The secrets that stand in ``texts``, to be masked there and in what is said of them."""

    def __init__(self, texts: Iterable[str] = (), *, shown: bool = False) -> None:
        self._shown = shown
        known = [] if shown else list(texts)
        self._names = frozenset().union(*map(holders, known))
        found = {
            (text[a:b], token.named)
            for text in known
            for token in tokens(text, self._names)
            for a, b in token.places
            if b - a >= (_PIECE if token.certain else _TELLING)
        }
        self._known = _any_of(value for value, _ in found)
        self._named = _any_of(value for value, named in found if named)
        self._within: dict[str, list[tuple[int, int]]] = {}

    def within(self, source: Source) -> list[tuple[int, int]]:
        """``spans`` of its text, which is gone through once."""
        if source.path not in self._within:
            self._within[source.path] = self.spans(source.text)
        return self._within[source.path]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where they stand in ``text``: sorted, without overlaps."""
        if self._shown:
            return []
        names = self._names | holders(text)
        return _merged(text, tokens(text, names), self._known)

    def mask(self, text: str) -> str:
        return _masked(text, self.spans(text))

    def name(self, path: str) -> str:
        """``path`` to be shown: in it a bare hash is no secret."""
        return path if self._shown else _masked(path, _merged(path, in_name(path), self._named))


def secrets_of(report: Report, *, shown: bool = False) -> Secrets:
    """Those of all texts that ``report`` speaks of."""
    return Secrets((source.text for source in report.sources.values()), shown=shown)


def _any_of(values: Iterable[str]) -> re.Pattern[str] | None:
    listed = "|".join(map(re.escape, sorted(values, key=len, reverse=True)))
    return re.compile(listed) if listed else None


def _merged(
    text: str, found: Iterable[Token], known: re.Pattern[str] | None
) -> list[tuple[int, int]]:
    again = (match.span() for match in known.finditer(text)) if known else ()
    spans: list[tuple[int, int]] = []
    for start, end in sorted([*_places(found), *again]):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def _places(found: Iterable[Token]) -> Iterator[tuple[int, int]]:
    for token in found:
        yield from token.places


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    at, pieces = 0, []
    for start, end in spans:
        pieces += [text[at:start], MASK]
        at = end
    return "".join([*pieces, text[at:]])
