"""Places where a text is only shown to people."""

from __future__ import annotations

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
    if current is None or name is None or script.text(name) not in SPEAKING:
        return None
    return None if _keeps(script, current) else current


def _keeps(script: Script, command: Node) -> bool:
    """Whether it is ``printf -v``, which gives the text to a name."""
    return script.text(command).split()[:2] == ["printf", "-v"]


def _is_seen(script: Script, command: Node, depth: int) -> bool:
    """Whether all that ``command`` writes is the output of the script."""
    target = target_of(script, command)
    if target.way is not Way.FUNCTION or target.node is None or depth <= 0:
        return target.way is Way.OPEN
    name = target.node.child_by_field_name("name")
    callers = script.commands.get(script.text(name), ()) if name is not None else ()
    return bool(callers) and all(
        _is_seen(script, script.parent(caller) or caller, depth - 1) for caller in callers
    )


def mark(script: Script, definitions: Iterable[Definition]) -> None:
    """Tell each definition which places only show it: any text does there."""
    shown = set(_shown(script))
    for definition in definitions:
        definition.shown |= definition.references & shown


def is_shown(script: Script, node: Node) -> bool:
    """Whether the script does nothing with the name at ``node`` but show what it holds."""
    command = _speaker(script, node)
    return command is not None and _is_seen(script, command, _DEEPEST)


def _shown(script: Script) -> Iterator[Span]:
    return (script.span(node) for node in script.names if is_shown(script, node))
