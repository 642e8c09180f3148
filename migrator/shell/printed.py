"""What commands write, where it can be seen: echo, printf, cat and functions made of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tree_sitter import Node

from migrator.call.value import HOLE, Hole, Literal
from migrator.shell import documents, jqmade
from migrator.shell.arguments import Arguments, Argv
from migrator.shell.entering import enter
from migrator.shell.functions import Function
from migrator.shell.parse import Script
from migrator.shell.plumbing import Way, source_of
from migrator.shell.quoting import BARE
from migrator.shell.state import State
from migrator.shell.text import Gap, Text, Through, join
from migrator.shell.words import Texts, Words

if TYPE_CHECKING:
    from migrator.shell.trip import Trip

Perform = Callable[[Node, State], None]
"""Carries out an assignment."""

_SILENT = frozenset({"variable_assignment", "variable_assignments", "declaration_command"})
_HOLDERS = frozenset({"compound_statement", "command_substitution", "subshell"})
_DEEPEST = 6
_TOO_DEEP = f"what commands write is followed through {_DEEPEST} others at most"
_DIRECTIVE = re.compile(r"%(?:%|[-+ 0#]*+\d*+(?:\.\d+)?[a-zA-Z])")
_BACKSLASH = re.compile(r"\\([\\nt\"'])")
_ESCAPES = {"n": "\n", "t": "\t"}


class Printer:
    def __init__(self, script: Script, trip: Trip, perform: Perform) -> None:
        self._script = script
        self._trip = trip
        self._perform = perform
        self.words = Words(script, self)
        self.arguments = Arguments(script, self.words, trip.definitions)
        self._depth = 0

    def printed(self, node: Node, state: State) -> Texts | None:
        """What the commands under ``node`` write, without the newlines at the end."""
        if self._depth > _DEEPEST:
            self._trip.leave(self._script, node, _TOO_DEEP)
            return None
        self._depth += 1
        inner = state.copy()
        try:
            found = self._printed(node, inner)
        finally:
            self._depth -= 1
        state.capped = state.capped or inner.capped
        return None if found is None else tuple(dict.fromkeys(_chomped(text) for text in found))

    def input(self, command: Node, state: State) -> Texts | None:
        """What ``command`` reads."""
        source = source_of(self._script, command)
        if source.node is None:
            return None
        if source.way is Way.DOCUMENT:
            return documents.texts(self._script, self.words, source.node, state)
        if source.way is Way.STRING:
            words = [c for c in source.node.children if c.is_named]
            return self.words.texts(tuple(words), state) if words else None
        return self.printed(source.node, state) if source.way is Way.PIPE else None

    def _printed(self, node: Node, state: State) -> Texts | None:
        if node.type in _HOLDERS:
            return self._sequence(node, state)
        if node.type == "redirected_statement":
            return self._printed(node.children[0], state)
        return self._command(node, state) if node.type == "command" else None

    def _sequence(self, node: Node, state: State) -> Texts | None:
        """Statements of which all but the last only give names their values."""
        statements = [c for c in node.children if c.is_named and c.type != "comment"]
        if not statements:
            return None
        for statement in statements[:-1]:
            if statement.type not in _SILENT:
                return None
            self._perform(statement, state)
        return self._printed(statements[-1], state)

    def _command(self, node: Node, state: State) -> Texts | None:
        argvs = self.arguments.of(node, state)
        names = {argv[0].text.known if argv else None for argv in argvs}
        name = names.pop() if len(names) == 1 else None
        if name == "cat":
            plain = all(len(argv) == 1 or argv[1].text.known == "-" for argv in argvs)
            return self.input(node, state) if plain else None
        if name in _WRITING:
            write = _WRITING[name]
            texts = [write(argv) for argv in argvs]
            seen = tuple(text for text in texts if text is not None)
            return seen if len(seen) == len(texts) else None
        if name is not None and name in state.functions:
            function = state.functions[name]
            trip = self._trip
            inside = enter(trip.path, function, self._script, node, argvs, state, trip.definitions)
            if inside is not None and function.body is not None:
                home = trip.walks[function.script.source.path].printer
                written = home.printed(function.body, inside)
                return None if written is None else self._through(function, node, written)
        return None

    def _through(self, function: Function, command: Node, texts: Texts) -> Texts:
        """What a function writes came through its name, as a variable's text does."""
        name = next((c for c in command.children if c.type == "command_name"), command)
        source = self._script.text(command)
        gap = Gap(Hole(f"$({source})", self._script.span(command), f"$({source})", here=False))
        place = self._script.span(name)
        definition = self._trip.definitions.of(function)
        definition.references.add(place)
        return tuple(Text((Through(gap, text, place, definition),)) for text in texts)


def _echo(argv: Argv) -> Text | None:
    rest = list(argv[1:])
    escapes = False
    while rest and re.fullmatch(r"-[neE]+", rest[0].text.known or ""):
        escapes = escapes or "e" in (rest[0].text.known or "")
        rest.pop(0)
    if any(field.open and len(rest) > 1 for field in rest):
        return None
    parts: list[Text] = []
    for before, field in zip([None, *rest], rest, strict=False):
        if before is not None:
            gap = replace(before.span, start=before.span.end, end=field.span.start)
            parts.append(Text((Literal(" ", gap, BARE),)))
        parts.append(field.text)
    text = join(parts)
    return None if escapes and "\\" in text.shape else text


def _printf(argv: Argv) -> Text | None:
    """``printf`` whose directives are all ``%s`` or ``%d``, each with its argument.

    What fills a hole of the format is taken to hold no directive.
    """
    rest = [field for field in argv[1:] if field.text.known != "--"]
    if not rest or any(field.open and len(rest) > 2 for field in rest[1:]):
        return None
    layout, given = rest[0].text, [field.text for field in rest[1:]]
    if f"%{HOLE}" in layout.shape:
        return None
    parts, at = [], 0
    for match in _DIRECTIVE.finditer(layout.shape):
        parts.append(_unescaped(layout.cut(at, match.start())))
        at = match.end()
        if match.group() == "%%":
            parts.append(layout.cut(at - 1, at))
        elif match.group() in ("%s", "%d", "%b") and given:
            parts.append(given.pop(0))
        else:
            return None
    parts.append(_unescaped(layout.cut(at)))
    return None if given else join(parts)


def _unescaped(layout: Text) -> Text:
    """The escapes of a format, each one character that stands where its two do."""
    parts, at = [], 0
    for match in _BACKSLASH.finditer(layout.shape):
        parts.append(layout.cut(at, match.start()))
        pieces = layout.cut(match.start(), match.end()).value().pieces
        spans = [p.span for p in pieces if isinstance(p, Literal) and p.span]
        span = replace(spans[0], end=spans[-1].end) if spans else None
        style = pieces[0].style if isinstance(pieces[0], Literal) else ""
        parts.append(Text((Literal(_ESCAPES.get(match[1], match[1]), span, style),)))
        at = match.end()
    return join([*parts, layout.cut(at)])


_WRITING: dict[str | None, Callable[[Argv], Text | None]] = {
    "echo": _echo,
    "printf": _printf,
    "jq": jqmade.made,
}


def _chomped(text: Text) -> Text:
    return text.cut(0, len(text.shape.rstrip("\n")))
