"""Arguments of a function that serve it for more than the request they are part of."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from migrator.shell.drafts import Draft
from migrator.shell.functions import Site
from migrator.shell.parse import Script, descend
from migrator.shell.shown import shows


def told_elsewhere(draft: Draft, sites: tuple[Site, ...]) -> Iterator[str]:
    """Doubts about functions that do more with an argument than request with it."""
    inner = [*((site.script, site.node) for site in sites), (draft.script, draft.node)]
    for site, (script, command) in zip(sites, inner[1:], strict=True):
        function = site.function
        if function.script is not script:
            continue
        names = _names(script, function.node, command)
        found = sorted({script.text(name) for name in names})
        if found:
            written = ", ".join(f"`${name}`" for name in found)
            yield f"`{function.name}` does more with {written} than request with it"


def _names(script: Script, function: Node, command: Node) -> Iterator[Node]:
    """Where arguments, and names that hold them, are read outside of ``command``."""
    held = {"@", "*"} | {str(number) for number in range(1, 10)}
    for node in descend(function):
        if node.type != "variable_assignment" or not _reads(script, node, held):
            continue
        if (target := node.child_by_field_name("name")) is not None:
            held.add(script.text(target))
    for node in descend(function):
        if node.type not in ("variable_name", "special_variable_name"):
            continue
        if script.text(node) in held and not _is_inside(node, command):
            if not _assigns(script, node) and not shows(script, node):
                yield node


def _reads(script: Script, assignment: Node, names: set[str]) -> bool:
    value = assignment.child_by_field_name("value")
    return value is not None and any(
        node.type in ("variable_name", "special_variable_name") and script.text(node) in names
        for node in descend(value)
    )


def _is_inside(node: Node, command: Node) -> bool:
    return command.start_byte <= node.start_byte < command.end_byte


def _assigns(script: Script, name: Node) -> bool:
    """Whether it is part of an assignment, which hands it on to another name."""
    current: Node | None = name
    while current is not None and current.type not in ("command", "function_definition"):
        if current.type == "variable_assignment":
            return True
        current = script.parent(current)
    return False
