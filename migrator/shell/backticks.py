"""Commands between backticks, where a backslash is taken away before the command is read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tree_sitter import Node

from migrator.call.language import CannotWrite
from migrator.call.source import Edit
from migrator.shell.parse import Script

_TAKEN = re.compile(r"\\[\\$`]")


def refuse(script: Script, edits: Iterable[Edit]) -> None:
    """Raises ``CannotWrite`` where new text would lose a backslash that it needs."""
    for edit in edits:
        if "\\" not in edit.content or (around := _around(script, edit)) is None:
            continue
        quoted, shown = around
        if quoted or _TAKEN.search(edit.content):
            raise CannotWrite(f"{shown} takes backslashes away: write `$(...)` instead")


def _around(script: Script, edit: Edit) -> tuple[bool, str] | None:
    """Whether the backticks around the place stand in quotes, and what to call them."""
    at = edit.span.start
    node = script.root.descendant_for_byte_range(at, at + 1)
    backticks = None
    while node is not None:
        if node.type == "command_substitution" and script.text(node).startswith("`"):
            backticks = node
        if node.type == "string" and backticks is not None:
            return True, _shown(script, backticks)
        node = script.parent(node)
    return None if backticks is None else (False, _shown(script, backticks))


def _shown(script: Script, node: Node) -> str:
    line = " ".join(script.text(node).split())
    return line if len(line) <= 40 else f"{line[:36]}...`"
