"""URL-encoding as scripts spell it, and what stands inside it."""

from __future__ import annotations

import re

from tree_sitter import Node

from migrator.records import dataclass
from migrator.shell.parse import EXPANSIONS, Script

_ENCODER = re.compile(
    r"@uri|%2[fF]|ur[il]_?encode|encode_?ur[il]|quote_plus|\bquote\(|uri_?escape", re.IGNORECASE
)
_ENCODES_SLASH = re.compile(r"\$\{(?P<name>\w+)//(?:\\/|'/'|\"/\")/%2[fF]\}")
_PASSING = frozenset({"echo", "printf"})


@dataclass(frozen=True)
class Encoded:
    """``plain`` is the expression inside the encoding, empty where it can't be told;
    ``node`` is where its names stand.
    """

    plain: str
    node: Node


def encoded(script: Script, node: Node) -> Encoded | None:
    """What the expansion ``node`` encodes, ``None`` where it encodes nothing."""
    if match := _ENCODES_SLASH.fullmatch(script.text(node)):
        return Encoded(f"${{{match['name']}}}", node)
    if node.type != "command_substitution":
        return None
    inner = _outermost(node)
    around = script.text(node)
    for one in inner:
        around = around.replace(script.text(one), " ")
    if not _ENCODER.search(around):
        return None
    stages = _stages(node)
    if len(stages) > 1 and _name(script, stages[0]) not in _PASSING:
        return _piped(script, node, stages)
    if len({script.text(one) for one in inner}) == 1:
        return Encoded(script.text(inner[0]), inner[0])
    return Encoded("", node)


def _piped(script: Script, node: Node, stages: list[Node]) -> Encoded:
    """``$(command | encoder)``: what the command writes."""
    before, last = stages[:-1], stages[-1]
    if not _ENCODER.search(script.text(last)):
        return Encoded("", node)
    start, end = script.span(before[0]).start, script.span(before[-1]).end
    written = script.source.text[start:end]
    return Encoded("" if _ENCODER.search(written) else f"$({written})", node)


def _stages(node: Node) -> list[Node]:
    statements = node.named_children
    if len(statements) == 1 and statements[0].type == "pipeline":
        return statements[0].named_children
    return statements


def _name(script: Script, stage: Node) -> str:
    name = stage.child_by_field_name("name")
    return script.text(name) if name is not None else ""


def _outermost(node: Node) -> list[Node]:
    found: list[Node] = []
    stack = list(node.children)
    while stack:
        current = stack.pop()
        if current.type in EXPANSIONS:
            found.append(current)
        else:
            stack.extend(current.children)
    return found
