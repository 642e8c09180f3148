"""Scalars of YAML as parts of programs."""

from __future__ import annotations

import re
from collections.abc import Callable

from migrator.call.source import Source
from migrator.embedded.blocks import Block
from migrator.embedded.cells import Notation
from migrator.embedded.flow import Double, Plain, Single
from migrator.embedded.inlay import Part, written
from migrator.yaml import Scalar

_BREAK = re.compile(r"\r\n|\r|\n")

Within = Callable[[Notation], Notation]


def plainly(notation: Notation) -> Notation:
    return notation


def part(
    host: Source,
    node: Scalar,
    *,
    flow: bool,
    within: Within = plainly,
) -> Part:
    """``flow`` says that the scalar stands in brackets or braces.

    ``within`` makes of its notation the one that the host reads its text in.
    """
    place = host.span(node.start, node.end)
    notation = _notation(host, node, flow)
    read = notation.read(host.at(place))
    if read is None or read.text != node.text:
        return Part(node.text, place)
    return written(host, place, within(notation))


def _notation(host: Source, node: Scalar, flow: bool) -> Notation:
    if node.style == "'":
        return Single()
    if node.style == '"':
        return Double()
    if not node.style:
        return Plain(flow)
    raw = host.text[node.start : node.end]
    newline = _BREAK.search(raw)
    return Block(_indent(raw, node.text), newline.group() if newline else "\n")


def _indent(raw: str, text: str) -> int:
    """How many blanks stand before a line of the block ``raw`` that says ``text``."""
    written = next((line for line in _BREAK.split(raw)[1:] if line.strip(" ")), "")
    said = next((line for line in text.split("\n") if line.strip(" ")), "")
    return _blanks(written) - _blanks(said)


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
