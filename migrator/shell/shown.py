"""Places where a text is only shown to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from migrator.call.source import Span
from migrator.shell.parse import Script
from migrator.shell.plumbing import Way, target_of
from migrator.shell.programs import SPEAKING
from migrator.shell.text import Definition

_DEEPEST = 3


def shows(script: Script, node: Node) -> bool:
    """Whether the command around ``node`` shows it, if it is run for that."""
    command = _speaker(script, node)
    return command is not None and target_of(script, command).way in (Way.OPEN, Way.FUNCTION)


def _speaker(script: Script, node: Node) -> Node | None:
    current: Node | None = node
    while current is not None and current.type != "command":
        current = script.parent(current)
    name = current.child_by_field_name("name") if current is not None else None
    return current if name is not None and script.text(name) in SPEAKING else None


def _is_seen(script: Script, command: Node, depth: int) -> bool:
    """Whether all that ``command`` writes is the output of the script."""
    target = target_of(script, command)
    if target.way is not Way.FUNCTION or target.node is None or depth <= 0:
        return target.way is Way.OPEN
    name = target.node.child_by_field_name("name")
    callers = script.commands.get(script.text(name), ()) if name is not None else ()
    return all(_is_seen(script, script.parent(c) or c, depth - 1) for c in callers)


def mark(script: Script, definitions: Iterable[Definition]) -> None:
    """Tell each definition which of the places that show it show others too.

    No second name can be put there, and any of the texts does.
    """
    known = list(definitions)
    shared = Counter(place for definition in known for place in definition.references)
    shown = {place for place in _shown(script) if shared[place] > 1}
    for definition in known:
        definition.shown |= definition.references & shown


def _shown(script: Script) -> Iterator[Span]:
    for node in script.names:
        command = _speaker(script, node)
        if command is not None and _is_seen(script, command, _DEEPEST):
            yield script.span(node)
