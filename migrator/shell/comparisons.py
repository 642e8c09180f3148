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
_ANY_STATUS = re.compile(r"(?<!\d)[1-5][0-9]{2}(?!\d)")
_WRAPS = frozenset("string concatenation simple_expansion expansion command_substitution".split())


def statuses(script: Script, node: Node) -> Iterator[StatusCheck]:
    """The literals that the value of the expansion at ``node`` is compared with."""
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
                yield from _check(script, pattern, equal=True)


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


def _binary(script: Script, word: Node, expression: Node) -> Iterator[StatusCheck]:
    operator = expression.child_by_field_name("operator")
    written = script.text(operator) if operator is not None else ""
    for side in ("left", "right"):
        other = expression.child_by_field_name(side)
        if other is not None and other != word and written in _EQUAL | _ORDER:
            yield from _check(script, other, equal=written in _EQUAL)


def _test_command(script: Script, word: Node, command: Node) -> Iterator[StatusCheck]:
    name = command.child_by_field_name("name")
    words = command.children_by_field_name("argument")
    if name is None or script.text(name) not in ("test", "[") or word not in words:
        return
    at = words.index(word)
    for mark, other in ((at + 1, at + 2), (at - 1, at - 2)):
        if 0 <= other < len(words) and 0 <= mark < len(words):
            written = script.text(words[mark])
            if written in _EQUAL | _ORDER:
                yield from _check(script, words[other], equal=written in _EQUAL)


def _check(script: Script, node: Node, *, equal: bool) -> Iterator[StatusCheck]:
    match = _STATUS.fullmatch(script.text(node))
    if match:
        start = script.span(node).start
        span = script.source.span(start + match.start(1), start + match.end(1))
        yield StatusCheck(int(match[1]), span, equal)
