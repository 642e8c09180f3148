"""What a function sees when it begins."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from migrator.shell.arguments import Argv
from migrator.shell.functions import Definitions, Function, Site
from migrator.shell.parse import Script
from migrator.shell.state import Bound, Field, State
from migrator.shell.text import Text

_DEEPEST = 5
"""Functions that are looked into, one out of the other."""
_MOST = 10
"""One more than the arguments that are known not to be given where they are not."""


def enter(
    path: Sequence[Site],
    function: Function,
    script: Script,
    node: Node,
    argvs: tuple[Argv, ...],
    state: State,
    definitions: Definitions,
) -> State | None:
    """The state in which ``function`` begins when ``node`` of ``script`` calls it.

    ``None`` where that is a call out of the function itself, or one too deep.
    """
    places = [(site.script, site.node.start_byte) for site in path]
    around = (*places, (script, node.start_byte))
    if is_too_deep(path) or any(_holds(function, *place) for place in around):
        return None
    level = len(path)
    inside = state.copy()
    for name in [name for name in inside.names if positional(name)]:
        del inside.names[name]
    inside.names["@"] = tuple(Bound(members=argv[1:], level=level) for argv in argvs)
    fixed = min((_fixed(argv) for argv in argvs), default=0)
    for index in range(1, fixed):
        given = dict.fromkeys((argv[index].span, argv[index].text) for argv in argvs)
        inside.names[str(index)] = tuple(
            Bound(definitions.argument(span), text, level=level) for span, text in given
        )
    if not any(field.open for argv in argvs for field in argv):
        for index in range(max(map(len, argvs), default=_MOST), _MOST):
            inside.names[str(index)] = (Bound(text=Text(), level=level),)
    return inside


def is_too_deep(path: Sequence[Site]) -> bool:
    """Whether no function is looked into any more that is called from there."""
    return len(path) >= _DEEPEST


def positional(name: str) -> bool:
    return name.isdigit() or name in ("@", "*", "#")


def _holds(function: Function, script: Script, place: int) -> bool:
    node = function.node
    return function.script is script and node.start_byte <= place < node.end_byte


def _fixed(argv: Argv) -> int:
    """How many arguments from the first stand at a known place, taking a lone name for one."""
    lists = (i for i, field in enumerate(argv) if field.open and _is_list(field))
    return next(lists, len(argv))


def _is_list(field: Field) -> bool:
    return any(mark in field.text.value().written() for mark in "@*")
