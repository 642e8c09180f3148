"""The v2 URL, made of the pieces of the old one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from migrator.call.value import HOLE, Value, join, text
from migrator.catalog.match import Match
from migrator.catalog.rule import Endpoint

ASSUMED_VCS = "github"


def address(match: Match, v2: Endpoint, led: Mapping[str, Value]) -> Value:
    """Everything before the query: host, version and path of ``v2``.

    ``led`` holds the variables that the old path does not say.
    """
    url = match.url
    parts = [url.cut(0, match.version[0]), text(v2.versions[0])]
    at = match.path[0]
    for part in v2.template.path.strip("/").split("/"):
        if part[1:-1] in led:
            kept = text("/") + led[part[1:-1]]
        elif part.startswith("{"):
            kept, at = _variable(match, part[1:-1], at)
        else:
            kept, at = _word(match, part, at)
        parts.append(kept)
    return join(parts)


def _word(match: Match, word: str, at: int) -> tuple[Value, int]:
    """``/word``, the old one where the old path goes on with it, or at least its slash."""
    shape, end = match.url.shape, at + len(word) + 1
    if shape.startswith(f"/{word}", at) and (end == match.path[1] or shape[end : end + 1] == "/"):
        return match.url.cut(at, end), end
    if at < match.path[1] and shape[at] == "/":
        return match.url.cut(at, at + 1) + text(word), at + 1
    return text(f"/{word}"), at


def _variable(match: Match, name: str, at: int) -> tuple[Value, int]:
    start, end = match.reading.bound[name]
    lead = Value()
    if name == "slug" and match.vcs_missing:
        lead = text(f"/{ASSUMED_VCS}")
    has_slash = start > at and match.url.shape[start - 1] == "/"
    slash = match.url.cut(start - 1, start) if has_slash else text("/")
    return join([lead, slash, match.url.cut(start, end)]), end


def filled(match: Match, words: str) -> Value:
    """The value of the variable ``words``, or ``words`` with a value for each ``{variable}``."""
    if "{" not in words:
        return match.bound(words) or Value()
    parts = re.split(r"\{(\w+)\}", words)
    return join(
        (match.bound(part) or Value()) if index % 2 else text(part)
        for index, part in enumerate(parts)
    )


def query(match: Match) -> Value:
    """The question mark and what stands behind it, empty where there is none."""
    start = match.path[1]
    if match.url.shape[start : start + 1] != "?":
        return Value()
    end = match.url.shape.find("#", start)
    return match.url.cut(start, end if end >= 0 else None)


def hides_query(match: Match) -> bool:
    """Whether a last hole of the path may hold a query as well as the path's end."""
    before = match.url.cut(0, match.path[1])
    open_ended = before.shape.endswith(HOLE) and not before.holes[-1].encoded
    return open_ended and not len(query(match))
