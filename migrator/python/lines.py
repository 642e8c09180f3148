"""Comments and logical lines."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from io import StringIO

from migrator.call.language import Layout
from migrator.call.source import Source

_LONE_RETURN = re.compile(r"\r(?!\n)")
_BETWEEN = frozenset(
    (tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT, tokenize.ENDMARKER)
)


def layout(source: Source) -> Layout:
    text = _LONE_RETURN.sub("\n", source.text)
    starts = _starts(text)
    comments, statements = [], []
    begin: int | None = None
    end = 0
    try:
        for token in tokenize.generate_tokens(StringIO(text, newline="").readline):
            start = starts[token.start[0] - 1] + token.start[1]
            if token.type == tokenize.COMMENT:
                comments.append(source.span(start, start + len(token.string)))
            elif token.type == tokenize.NEWLINE:
                if begin is not None:
                    statements.append(source.span(begin, end))
                begin = None
            elif token.type not in _BETWEEN:
                begin = start if begin is None else begin
                end = starts[token.end[0] - 1] + token.end[1]
    except (tokenize.TokenError, SyntaxError):
        return Layout(tuple(comments), tuple(statements), whole=False)
    return Layout(tuple(comments), tuple(statements))


def _starts(text: str) -> list[int]:
    """Where each line begins, and where one behind the last would."""
    return list(_all_starts(text))


def _all_starts(text: str) -> Iterator[int]:
    yield 0
    at = text.find("\n")
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1)
    yield len(text)
