"""Functions of a script, and where they are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from tree_sitter import Node

from migrator.call.source import Span
from migrator.records import dataclass
from migrator.shell.parse import Script
from migrator.shell.text import Definition


@dataclass(frozen=True)
class Function:
    script: Script
    node: Node

    @property
    def body(self) -> Node | None:
        return self.node.child_by_field_name("body")

    @property
    def span(self) -> Span:
        return self.script.span(self.node)

    @property
    def name_node(self) -> Node:
        return self.node.child_by_field_name("name") or self.node

    @property
    def name(self) -> str:
        return self.script.text(self.name_node)


@dataclass(frozen=True)
class Site:
    """The command ``node`` calls ``function``, whose name stands at ``name``."""

    script: Script
    node: Node
    function: Function
    name: Span

    @property
    def span(self) -> Span:
        return self.script.span(self.node)


class Definitions:
    """Functions and their arguments as definitions, each the same one whenever it is asked for."""

    def __init__(self) -> None:
        self._known: dict[Function, Definition] = {}
        self._arguments: dict[Span, Definition] = {}
        self._scripts: list[Script] = []
        self._main: Script | None = None

    def finish(self, scripts: list[Script], main: Script) -> None:
        """All ``scripts`` were read: what names a function in any of them is told.

        A function is closed that stands in ``main``, unless that is there for other scripts.
        """
        self._scripts, self._main = scripts, main
        for function, definition in self._known.items():
            self._tell(function, definition)

    def share(self, seen: Collection[Span], others: Iterable[Definition]) -> None:
        """What a function reads serves its callers too that are none of those ``seen``."""
        for function, definition in self._known.items():
            if strange := definition.references - set(seen):
                for other in others:
                    if any(function.span.holds(place) for place in other.references):
                        other.references |= strange

    def of(self, function: Function) -> Definition:
        if function not in self._known:
            self._known[function] = definition = _definition(function)
            self._tell(function, definition)
        return self._known[function]

    def _tell(self, function: Function, definition: Definition) -> None:
        for script in self._scripts:
            definition.references.update(_mentions(function, script))
        home = function.script
        definition.closed = home is self._main and not home.only_defines

    def argument(self, place: Span) -> Definition:
        """The word at ``place``, which a function reads by a number or as one of all."""
        if place not in self._arguments:
            self._arguments[place] = Definition("$@", place, place, copyable=False)
        return self._arguments[place]


def _definition(function: Function) -> Definition:
    script = function.script
    return Definition(
        function.name,
        script.span(function.name_node),
        function.span,
        copyable=script.alone(function.span),
        references=set(_mentions(function, script)),
    )


def _mentions(function: Function, script: Script) -> list[Span]:
    """Every word that is the name, for a word may be run by the command it is given to, and
    where it stands as a command in a text, for that may be run as well.
    """
    words = script.words.get(function.name, ())
    found = [script.span(word) for word in words if word != function.name_node]
    name = re.escape(function.name)
    command = re.compile(rf"(?:^|[;&|({{`\n]|\b(?:then|do|else)\b)[ \t]*({name})(?=[\s;&|)'\"]|$)")
    for start, text in script.texts:
        found += [
            script.source.span(start + match.start(1), start + match.end(1))
            for match in command.finditer(text)
        ]
    return found
