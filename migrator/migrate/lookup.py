"""Variables of the v2 call that the v1.1 call does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from migrator.call.value import Hole, Literal, Piece, Value, text
from migrator.catalog.match import Match
from migrator.migrate.path import ASSUMED_VCS
from migrator.migrate.verdict import Verdict


def found(match: Match, verdict: Verdict) -> Mapping[str, Value]:
    """What the expression at hand leads to; where it leads nowhere the rewrite is forbidden."""
    lookup = match.rule.lookup
    if not lookup.of:
        return {}
    value = match.bound(lookup.of)
    hole = value.pieces[0] if value and len(value.pieces) == 1 else None
    if isinstance(hole, Hole):
        for known in lookup.known:
            beside = hole.beside
            if beside is not None and known.get(beside.kind) == beside.name:
                names = known.keys() - {beside.kind}
                return {name: _led(hole, beside.written(known[name])) for name in names}
    verdict.forbid(_told(match))
    return {}


def _led(hole: Hole, source: str) -> Value:
    moved = replace(hole, source=source, plain=source)
    return Value((moved if hole.written else replace(moved, span=None, drop=()),))


def _shown(piece: Piece) -> str:
    """A piece as a person reads it in a path: ``$NUMBER`` as it is, ``number`` in braces."""
    if isinstance(piece, Literal):
        return piece.text
    return piece.source if piece.source.startswith("$") else f"{{{piece.source}}}"


def _told(match: Match) -> str:
    """What to do by hand, with the words of the call filled in."""

    def word(variable: re.Match[str]) -> str:
        value = match.bound(variable[1])
        if value and variable[1] == "slug" and match.vcs_missing:
            value = text(f"{ASSUMED_VCS}/") + value
        return "".join(map(_shown, value.pieces)) if value else variable[0]

    return re.sub(r"\{(\w+)\}", word, match.rule.lookup.missing)
