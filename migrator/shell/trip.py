"""What the walks of a script and of those that it sources hand to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from tree_sitter import Node

from migrator.call.language import Trouble
from migrator.call.source import Span
from migrator.records import dataclass
from migrator.shell.arguments import Argv
from migrator.shell.functions import Definitions, Function, Site
from migrator.shell.parse import Script
from migrator.shell.printed import Printer
from migrator.shell.state import Bound, State

if TYPE_CHECKING:
    from migrator.shell.walk import Walk

MOST_STATEMENTS = 50_000


@dataclass(frozen=True)
class Run:
    """One command about to run. ``path`` names the function calls that lead to it; ``own``
    says that it calls a function of the script, whatever program has that name.
    """

    script: Script
    printer: Printer
    node: Node
    argvs: tuple[Argv, ...]
    state: State
    path: tuple[Site, ...]
    own: bool = False


@dataclass
class Trip:
    """What all of them share.

    ``path`` are the functions that were called and not left yet, ``sourcing`` the files
    that are read just now, ``walks`` one walk a file by its path. ``library`` gives the
    script at a path, or why it can't be read. ``sourced`` are the statements of the script
    itself that read others, by their paths; ``beside`` is the one that does now. ``stopped``
    is the place of the first statement that is one too many, ``beyond`` that of what else was
    too much, by a clause.
    """

    seen: Callable[[Run], None]
    library: Callable[[str], Script | Trouble | None] = lambda path: None
    sourcing: list[str] = field(default_factory=list)
    sourced: dict[str, Span] = field(default_factory=dict)
    beside: Span | None = None
    path: list[Site] = field(default_factory=list)
    locals: list[dict[str, tuple[Bound, ...] | None]] = field(default_factory=list)
    entered: set[Function] = field(default_factory=set)
    definitions: Definitions = field(default_factory=Definitions)
    walks: dict[str, Walk] = field(default_factory=dict)
    budget: int = MOST_STATEMENTS
    stopped: tuple[Script, int] | None = None
    loops: int = 0
    beyond: dict[str, tuple[Script, int]] = field(default_factory=dict)

    def leave(self, script: Script, node: Node, why: str) -> None:
        """What stands at ``node`` is not followed; ``why`` is a clause, told once."""
        self.beyond.setdefault(why, (script, node.start_byte))

    def take(self, inner: Trip, script: Script, place: int) -> None:
        """What is not followed of a script that stands at ``place`` of ``script``."""
        for why in inner.beyond:
            self.beyond.setdefault(why, (script, place))
