"""Names in a text that the shell runs as a script of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from migrator.shell.parse import Script

_EVALUATING = ("eval", "trap")


def evaluated(script: Script, name: str) -> Iterator[Node]:
    """Commands that expand ``name`` only when they run the text it stands in."""
    wanted = re.compile(rf"\$\{{?[#!]?({re.escape(name)})\b")
    for word in _EVALUATING:
        for node in script.commands.get(word, ()):
            command = script.parent(node)
            if command is not None and _holds(script, command, wanted):
                yield command


def spoken(script: Script) -> Iterator[tuple[str, Node]]:
    """What they are given, each argument with the name of the command that runs it."""
    for word in _EVALUATING:
        for name in script.commands.get(word, ()):
            command = script.parent(name)
            arguments = command.children_by_field_name("argument") if command is not None else []
            for argument in arguments[: 1 if word == "trap" else None]:
                yield word, argument


def _holds(script: Script, command: Node, wanted: re.Pattern[str]) -> bool:
    start = script.span(command).start
    places = {start + match.start(1) for match in wanted.finditer(script.text(command))}
    return bool(places) and not places <= {script.span(name).start for name in script.names}
