"""Python 2 shown as Python 3 of the same length, so that it can be read where it stands."""

from __future__ import annotations

import tokenize
from collections.abc import Iterator, Sequence
from io import StringIO
from tokenize import TokenInfo

OLDER = "the file is Python 2, which is read and not rewritten"
_LEADING = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)
_SILENT = (tokenize.NL, tokenize.COMMENT)
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_EXPRESSION = "None;"
"""Takes the place of ``print``: what was printed is a statement of its own."""


def as_python_3(text: str) -> str | None:
    """``text`` with its statements of Python 2 replaced, or ``None`` where it has none."""
    try:
        tokens = list(tokenize.generate_tokens(StringIO(text, newline="").readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    lines = [0]
    for line in text.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    characters = list(text)
    changed = False
    for statement in _statements(tokens):
        for first, last, content in _replaced(statement):
            start = lines[first.start[0] - 1] + first.start[1]
            end = lines[last.end[0] - 1] + last.end[1]
            characters[start:end] = content.ljust(end - start)
            changed = True
    return "".join(characters) if changed and len(characters) == len(text) else None


def _statements(tokens: Sequence[TokenInfo]) -> Iterator[list[TokenInfo]]:
    """The tokens from each place where a statement may begin up to the end of its line."""
    line: list[TokenInfo] = []
    for token in tokens:
        if token.type in _SILENT:
            continue
        if token.type in _LEADING:
            yield from _parts(line)
            line = []
        else:
            line.append(token)
    yield from _parts(line)


def _parts(line: list[TokenInfo]) -> Iterator[list[TokenInfo]]:
    """A line of one or more statements, with one behind each colon and semicolon."""
    if line:
        yield line
    for index, token in enumerate(line[:-1]):
        if token.string in (":", ";"):
            yield line[index + 1 :]


def _replaced(statement: list[TokenInfo]) -> Iterator[tuple[TokenInfo, TokenInfo, str]]:
    """The first and the last token of what goes, and what comes, which is no longer."""
    word, *rest = statement
    if word.string == "print" and rest and rest[0].string not in ("(", "=", ".", ",", ")", ";"):
        yield word, word, _EXPRESSION
        if rest[0].string == ">>":
            yield rest[0], rest[0], "0,"
    elif word.string in ("except", "raise"):
        comma = _outer_comma(rest)
        if comma is not None and word.string == "raise":
            yield rest[comma], rest[comma], ";"
        elif comma is not None and len(rest) > comma + 1:
            yield rest[comma], rest[comma + 1], ""


def _outer_comma(tokens: Sequence[TokenInfo]) -> int | None:
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.string in _OPEN) - (token.string in _CLOSE)
        if depth == 0 and token.string in (":", ";"):
            return None
        if depth == 0 and token.string == ",":
            return index
    return None
