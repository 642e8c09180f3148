"""Markdown and AsciiDoc: blocks of code that name their language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded.fences import block, language_of
from migrator.embedded.snippet import Snippet

_FENCE = re.compile(
    r"^(?P<mark>(?:[ \t]*>[ ]?+)*[ \t]*)(?:(?:[-*+]|\d+[.)])[ \t]+)?(?P<fence>`{3,}+|~{3,}+)[ \t]*+"
    r"\{?\.?(?P<language>[\w+-]*+)[^`\r\n]*+(?:\r\n|\r|\n)",
    re.MULTILINE,
)
_SOURCE = re.compile(
    r"^\[source[%\w]*+,[ \t]*+[\"']?(?P<language>[\w+-]++)[^\]\r\n]*+\][ \t]*(?:\r\n|\r|\n)"
    r"(?:\.[^\r\n]*(?:\r\n|\r|\n))?(?P<fence>-{4,}|\.{4,})[ \t]*(?:\r\n|\r|\n)(?P<mark>)",
    re.MULTILINE,
)

_SHOWN = 200
"""Code points of a block that are enough to see how it begins."""


def snippets(source: Source) -> Iterator[Snippet]:
    text, at = source.text, 0
    while opening := _next(text, at):
        mark, fence = opening["mark"], opening["fence"]
        closing = re.compile(
            rf"^(?:{re.escape(mark)}|[ \t>]*){re.escape(fence)}{re.escape(fence[0])}*[ \t]*\r?$",
            re.MULTILINE,
        ).search(text, opening.end())
        end = closing.start() if closing else len(text)
        start = _behind(text, opening.end(), mark)
        language = language_of(opening["language"], text[start : min(start + _SHOWN, end)])
        if language and start < end:
            yield from block(source, start, end, mark, language)
        at = closing.end() if closing else len(text)


def _next(text: str, at: int) -> re.Match[str] | None:
    found = [match for kind in (_FENCE, _SOURCE) if (match := kind.search(text, at))]
    return min(found, key=lambda match: match.start()) if found else None


def _behind(text: str, at: int, mark: str) -> int:
    """The first character of the first line."""
    if mark.strip():
        return at + len(mark) if text.startswith(mark, at) else at
    blanks = re.compile(r"[ \t]*").match(text, at, at + len(mark))
    return blanks.end() if blanks else at
