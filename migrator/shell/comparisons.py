"""Comparisons of a status with a literal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from migrator.call.answer import StatusCheck
from migrator.shell.parse import Script

_EQUAL = frozenset({"-eq", "-ne", "=", "==", "!="})
_ORDER = frozenset({"-lt", "-le", "-gt", "-ge", "<", "<=", ">", ">="})
_STATUS = re.compile(r"[\"']?([1-5][0-9]{2})[\"']?")
_WORD = re.compile(
    r"(?P<any>\*)|(?P<bare>[\w.-]+)|(?P<mark>[\"'])(?P<quoted>[^\"'$`\\]*)(?P=mark)", re.ASCII
)
_ANY_STATUS = re.compile(r"(?<!\d)[1-5][0-9]{2}(?!\d)")
_WRAPS = frozenset(
    "string concatenation simple_expansion expansion command_substitution unary_expression".split()
)
"""The grammar takes ``[ ! $A = $B ]`` for a comparison of ``! $A``."""


def statuses(script: Script, node: Node) -> Iterator[StatusCheck]:
    """The statuses that the value of the expansion at ``node`` is compared with."""
    for other, equal in _compared(script, node):
        yield from _check(script, other, equal=equal)


def words(script: Script, node: Node) -> frozenset[str] | None:
    """The texts that the value at ``node`` is asked to be, ``None`` where it may be any other."""
    found: set[str] = set()
    compared = tuple(_compared(script, node))
    for other, equal in compared:
        word = _WORD.fullmatch(script.text(other))
        if not equal or word is None:
            return None
        if word["any"] is None:
            found.add(word["bare"] or word["quoted"])
    return frozenset(found) if compared else None


def _compared(script: Script, node: Node) -> Iterator[tuple[Node, bool]]:
    """What it is compared with, and whether for equality: a literal or something else."""
    word = node
    holder = script.parent(word)
    while holder is not None and holder.type in _WRAPS:
        word, holder = holder, script.parent(holder)
    if holder is None:
        return
    if holder.type == "binary_expression":
        yield from _binary(script, word, holder)
    elif holder.type == "command":
        yield from _test_command(script, word, holder)
    elif holder.type == "case_statement" and word in holder.children_by_field_name("value"):
        for item in holder.named_children:
            for pattern in item.children_by_field_name("value") if item.type == "case_item" else ():
                yield pattern, True


def searched(script: Script, command: Node) -> Iterator[StatusCheck]:
    """The one status that a ``grep`` looks for."""
    if script.first_word(command) not in ("grep", "egrep", "fgrep"):
        return
    words = [w for w in command.named_children[1:] if not script.text(w).startswith("-")]
    found = list(_ANY_STATUS.finditer(script.text(words[0]))) if len(words) == 1 else []
    if len(found) == 1:
        start = script.span(words[0]).start
        span = script.source.span(start + found[0].start(), start + found[0].end())
        yield StatusCheck(int(found[0].group()), span, equal=True)


def _binary(script: Script, word: Node, expression: Node) -> Iterator[tuple[Node, bool]]:
    operator = expression.child_by_field_name("operator")
    written = script.text(operator) if operator is not None else ""
    for side in ("left", "right"):
        other = expression.child_by_field_name(side)
        if other is not None and other != word and written in _EQUAL | _ORDER:
            yield other, written in _EQUAL


def _test_command(script: Script, word: Node, command: Node) -> Iterator[tuple[Node, bool]]:
    name = command.child_by_field_name("name")
    arguments = command.children_by_field_name("argument")
    if name is None or script.text(name) not in ("test", "[") or word not in arguments:
        return
    at = arguments.index(word)
    for mark, other in ((at + 1, at + 2), (at - 1, at - 2)):
        if 0 <= other < len(arguments) and 0 <= mark < len(arguments):
            written = script.text(arguments[mark])
            if written in _EQUAL | _ORDER:
                yield arguments[other], written in _EQUAL


def _check(script: Script, node: Node, *, equal: bool) -> Iterator[StatusCheck]:
    match = _STATUS.fullmatch(script.text(node))
    if match:
        start = script.span(node).start
        span = script.source.span(start + match.start(1), start + match.end(1))
        yield StatusCheck(int(match[1]), span, equal)
