"""Where a program says which endpoint it calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrator.call.source import Span
from migrator.call.value import Literal, Value
from migrator.python.records import Link
from migrator.python.trees import Trees

_VERSION = re.compile(r"api/v[0-9][0-9.]*")
_NAMED = re.compile(_VERSION.pattern + r"/+[A-Za-z]")
_WORD = re.compile(r"[A-Za-z]")


def names_endpoint(value: Value) -> bool:
    """Whether the version of the API and the first word behind it are in view."""
    return bool(_NAMED.search(value.shape))


def level(tree: Trees, links: Sequence[Link], value: Value) -> int:
    """Which of the calls that lead to the request is made where the endpoint is named.

    It is the outermost one in whose function a word of the path is written, ``len(links)``
    if only the function that sends writes any.
    """
    spans = tuple(_words(value))
    functions = [tree.span(link.function.node) for link in links]
    inside = [_depth(functions, span) for span in spans]
    return min(inside, default=0)


def _depth(functions: Sequence[Span], word: Span) -> int:
    """How many calls deep the word is written; 0 where none of the functions holds it."""
    return next((at for at, span in enumerate(functions, 1) if span.holds(word)), 0)


def _words(value: Value) -> Iterator[Span]:
    """The words of the path; those beside the version only if there are no others."""
    version = _VERSION.search(value.shape)
    if version is None:
        return
    rest = re.split(r"[?#]", value.shape[version.end() :])[0]
    base = value.cut(version.start(), version.end()).pieces[-1].span
    found = [
        piece.span
        for piece in value.cut(version.end(), version.end() + len(rest)).pieces
        if isinstance(piece, Literal) and piece.span and _WORD.search(piece.text)
    ]
    own = [span for span in found if base is None or span.start != base.end]
    yield from own or found
