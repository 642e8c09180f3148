"""API addresses in the text of a file that can't be parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.call import Call
from migrator.call.source import Source
from migrator.call.value import Hole, Literal, Piece, Value

UNPARSED = "the file does not parse, so this address was found by its text alone"
_HOLE = re.compile(r"\$\{[^{}]*\}|\$\w+|\{[^{}\s]*\}|%\(\w+\)s|%s")
_COMMENT = re.compile(r"[ \t]*#")


def leftovers(
    source: Source, language: str, hosts: tuple[str, ...], reason: str = UNPARSED
) -> Iterator[Call]:
    """A call without a method for each address of API v1 outside whole-line comments."""
    named = "|".join(re.escape(host) for host in hosts)
    address = re.compile(rf"https?://(?:{named})(?::\d+)?/api/v1(?:\.1)?[^\s\"'`<>|;)\\]*")
    for found in address.finditer(source.text):
        if _COMMENT.match(source.text, source.line_start(found.start())):
            continue
        yield Call(
            language=language,
            span=source.span(found.start(), found.end()),
            method=None,
            urls=(_value(found.group()),),
            obstacles=(reason,),
        )


def _value(text: str) -> Value:
    pieces: list[Piece] = []
    at = 0
    for hole in _HOLE.finditer(text):
        pieces += [Literal(text[at : hole.start()]), Hole(hole.group())]
        at = hole.end()
    pieces.append(Literal(text[at:]))
    return Value(tuple(p for p in pieces if isinstance(p, Hole) or p.text))
