"""Members of an answer that stand beside the one that a substitution picks out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tree_sitter import Node

from migrator.call.answer import Read
from migrator.call.call import Call
from migrator.call.source import Span
from migrator.call.value import MEMBER, Beside, Hole, Literal, Piece, Value
from migrator.shell import jqreads, jqthings
from migrator.shell.jqparse import NotUnderstood
from migrator.shell.parse import Script

_FILTER = re.compile(r"(?:\.\[-?\d+\]\s*(?:\|\s*)?)?\.(?P<name>[A-Za-z_]\w*)", re.ASCII)
_OPTION = re.compile(r"-[rjceaSM]+|--(?:raw-output|exit-status)")
_RAW = re.compile(r"-[a-zA-Z]*[rj][a-zA-Z]*|--raw-output")
_VARIABLE = re.compile(r"\"?\$(?:\w+|\{\w+\})\"?", re.ASCII)
_SHOWING = frozenset({"echo", "printf"})


def beside(script: Script, node: Node) -> Beside | None:
    """What stands beside the member that ``$(… | jq .name)`` gives of something held in a
    variable or a file: nothing is asked for again where another one takes its place.
    """
    jq = _jq(script, node)
    told = _told(script, jq) if jq is not None else None
    if jq is None or told is None:
        return None
    filter_, raw = told
    written = script.source.at(filter_)
    match = _FILTER.fullmatch(written)
    read = _read(written, filter_)
    if match is None or read is None:
        return None
    whole, name = script.span(node), script.span(jq.named_children[0])
    text = script.source.text
    before, option = text[whole.start : name.end], "" if raw else " -r"
    between = text[name.end : filter_.start + match.start("name")]
    behind = text[filter_.end : whole.end]

    def other(path: str) -> str:
        return f"{before}{option}{between}{path}{behind}"

    return Beside(MEMBER, match["name"], other, read)


def confirmed(calls: Iterable[Call]) -> Iterator[Call]:
    """``calls`` whose numbers are known to be members of the answer of one of them."""
    calls = tuple(calls)
    reads = {r for call in calls if not call.answer.escapes for r in call.answer.reads}
    for call in calls:
        urls = tuple(Value(tuple(_confirmed(p, reads) for p in url.pieces)) for url in call.urls)
        yield replace(call, urls=urls)


def _confirmed(piece: Piece, reads: set[Read]) -> Piece:
    near = piece.beside if isinstance(piece, Hole) else None
    if isinstance(piece, Hole) and near is not None and near.read and near.read not in reads:
        return replace(piece, beside=None)
    return piece


def _jq(script: Script, node: Node) -> Node | None:
    """The jq that ends a substitution which reads nothing but a variable or a file."""
    if not script.text(node).startswith("$(") or len(node.named_children) != 1:
        return None
    statement = node.named_children[0]
    if statement.type == "pipeline" and len(statement.named_children) == 2:
        shown, last = statement.named_children
        words = [script.text(word) for word in shown.named_children[1:]]
        named = script.first_word(shown) in _SHOWING and bool(words)
        alike = named and _VARIABLE.fullmatch(words[-1]) and not any("$" in w for w in words[:-1])
        return last if alike and shown.type == "command" and _is_jq(script, last) else None
    return statement if _is_jq(script, statement) else None


def _is_jq(script: Script, node: Node) -> bool:
    return node.type == "command" and script.first_word(node) == "jq"


def _told(script: Script, jq: Node) -> tuple[Span, bool] | None:
    """Where its filter stands, without the quotes, and whether it writes texts as they are."""
    words = [c for c in jq.named_children[1:] if c.type != "herestring_redirect"]
    options = [script.text(w) for w in words if script.text(w).startswith("-")]
    operands = [w for w in words if not script.text(w).startswith("-")]
    strings = [c for c in jq.named_children if c.type == "herestring_redirect"]
    held = all(_VARIABLE.fullmatch(script.text(each.named_children[-1])) for each in strings)
    if not operands or not held or not all(map(_OPTION.fullmatch, options)):
        return None
    span, text = script.span(operands[0]), script.text(operands[0])
    if text[:1] in ("'", '"') and text[-1:] == text[:1] and len(text) > 1:
        span = script.source.span(span.start + 1, span.end - 1)
    return span, any(map(_RAW.fullmatch, options))


def _read(written: str, span: Span) -> Read | None:
    """The member that the filter reads, as reading the answer finds it."""
    try:
        outputs = jqreads.read(Value((Literal(written, span),)), jqthings.ANSWER).outputs
    except NotUnderstood:
        return None
    parts = tuple(jqthings.parts_of(outputs))
    return jqthings.read_of(parts[0]) if len(parts) == 1 and parts[0].steps else None
