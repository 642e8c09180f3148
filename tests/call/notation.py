"""A language of nothing but one text: `<name>` is a hole, `\\x` an escaped x."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from hypothesis import strategies as st

from migrator.call.source import Edit, Span
from migrator.call.value import Hole, Literal, Piece, Value

_TOKEN = re.compile(r"<(?P<hole>[^<>\\]*)>|\\(?P<escape>.)|(?P<plain>[^<>\\])", re.DOTALL)

Cell = tuple[str, Span | None]


def value(written: str, start: int = 0) -> Value:
    """What ``written`` says, where it stands at ``start`` of a file."""
    tokens = list(_TOKEN.finditer(written))
    assert "".join(token[0] for token in tokens) == written, written
    return Value(tuple(_pieces(tokens, start)))


def _pieces(tokens: Iterable[re.Match[str]], start: int) -> Iterator[Piece]:
    for kind, group in groupby(tokens, lambda token: token.lastgroup):
        run = list(group)
        if kind == "plain":
            span = Span("file", start + run[0].start(), start + run[-1].end())
            yield Literal("".join(token[0] for token in run), span, "plain")
            continue
        for token in run:
            span = Span("file", start + token.start(), start + token.end())
            if kind == "escape":
                yield Literal(token["escape"], span, "plain")
            else:
                yield Hole(token["hole"], span, token["hole"], drop=(Edit(span, ""),))


class Pen:
    def text(self, content: str, style: str) -> str:
        return re.sub(r"([<>\\])", r"\\\1", content)

    def hole(self, hole: Hole, style: str) -> str:
        return f"<{hole.plain}>"


def cells(of: Value) -> list[Cell]:
    """Each character or hole with the place it is written at: equal ones are the same value."""
    found: list[Cell] = []
    for piece in of.pieces:
        if isinstance(piece, Hole):
            found.append((f"<{piece.source}>", piece.span))
        elif piece.span is None or len(piece.text) == 1:
            found.extend((character, piece.span) for character in piece.text)
        else:
            path, start = piece.span.path, piece.span.start
            found.extend(
                (c, Span(path, start + i, start + i + 1)) for i, c in enumerate(piece.text)
            )
    return found


def said(of: Value) -> list[str]:
    """Each character or hole, wherever it is written."""
    return [character for character, _ in cells(of)]


def holds(whole: Value, part: Value) -> bool:
    """Whether ``whole`` has the cells of ``part``, side by side and from the same places."""
    inner, outer = cells(part), cells(whole)
    return any(outer[i : i + len(inner)] == inner for i in range(len(outer) - len(inner) + 1))


def applied(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.span.start] + edit.content + text[edit.span.end :]
    return text


_PLAIN = st.text('abc/{}":, é', min_size=1, max_size=5)
_ESCAPE = st.sampled_from(["\\<", "\\>", "\\\\", "\\n"])
_HOLE = st.sampled_from(["<x>", "<y>", "<branch>"])


def texts(max_size: int = 6) -> st.SearchStrategy[str]:
    """Texts of this language."""
    return st.lists(_PLAIN | _ESCAPE | _HOLE, max_size=max_size).map("".join)
