"""The arguments a command gets: its words, expanded and split."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product

from tree_sitter import Node

from migrator.call.source import Span
from migrator.call.value import Hole
from migrator.shell import lists
from migrator.shell.functions import Definitions
from migrator.shell.lists import Part
from migrator.shell.parse import Script
from migrator.shell.plumbing import REDIRECTS, late_arguments
from migrator.shell.state import ALTERNATIVES, Bound, Field, State
from migrator.shell.text import Gap, Text, Through
from migrator.shell.words import Words

Argv = tuple[Field, ...]


class Arguments:
    def __init__(self, script: Script, words: Words, definitions: Definitions) -> None:
        self._script = script
        self._words = words
        self._definitions = definitions

    def of(self, command: Node, state: State) -> tuple[Argv, ...]:
        """Every list of arguments that ``command`` may be run with, its own name first."""
        nodes = [c for c in command.children if c.is_named and c.type not in _NOT_WORDS]
        return self.fields([*nodes, *late_arguments(self._script, command)], state)

    def fields(self, nodes: list[Node], state: State) -> tuple[Argv, ...]:
        choices = [self._choices(word, state) for word in _joined(nodes)]
        found = list(islice(product(*choices), ALTERNATIVES + 1))
        state.capped = state.capped or len(found) > ALTERNATIVES
        argvs = [tuple(f for part in parts for f in part) for parts in found[:ALTERNATIVES]]
        return tuple(dict.fromkeys(_with_alias(argv, state) for argv in argvs))

    def _choices(self, word: tuple[Node, ...], state: State) -> tuple[Argv, ...]:
        first, last = self._script.span(word[0]), self._script.span(word[-1])
        span = self._script.source.span(first.start, last.end)
        if (listed := lists.read(self._script.source.at(span))) is not None:
            name, part = listed
            place = _name_place(self._script.source.at(span), name, span)
            gap = Gap(Hole(f"${{{name}[@]}}" if name != "@" else "$@", here=False))
            found = [self._members(bound, place, part, gap) for bound in state.names.get(name, ())]
            known = tuple(dict.fromkeys(members for members in found if members is not None))
            if known and None not in found:
                return known
            return ((Field(self._words.texts(word, state)[0], span, sole=False, open=True),),)
        texts = self._words.texts(word, state)
        return tuple(dict.fromkeys(_split(text, span) for text in texts))

    def _members(self, bound: Bound, place: Span, part: Part, gap: Gap) -> Argv | None:
        if bound.members is None or (part != Part() and any(m.open for m in bound.members)):
            return None
        members = part.of(bound.members)
        if bound.level is not None:
            return tuple(self._handed(member, place, bound.level, gap) for member in members)
        if bound.definition is None:
            return members
        via = ((bound.definition, place),)
        return tuple(replace(member, via=member.via + via) for member in members)

    def _handed(self, member: Field, place: Span, level: int, gap: Gap) -> Field:
        """One of the arguments of a function, which hands all of them on at ``place``."""
        if member.open:
            return member
        definition = self._definitions.argument(member.span)
        through = Through(gap, member.text, place, definition, level=level)
        return replace(member, text=Text((through,)))


_NOT_WORDS = REDIRECTS | {"variable_assignment", "comment"}


def _joined(nodes: list[Node]) -> list[tuple[Node, ...]]:
    """Nodes with nothing between them are one word."""
    words: list[tuple[Node, ...]] = []
    for node in nodes:
        if words and words[-1][-1].end_byte == node.start_byte:
            words[-1] = (*words[-1], node)
        else:
            words.append((node,))
    return words


def _name_place(written: str, name: str, span: Span) -> Span:
    start = span.start + max(written.find(name), 0)
    return replace(span, start=start, end=start + len(name))


def _split(text: Text, span: Span) -> Argv:
    only = text.parts[0] if len(text.parts) == 1 else None
    if isinstance(only, Gap) and not only.quoted:
        return (Field(text, span, sole=False, open=True),)
    if isinstance(only, Through) and not only.gap.quoted:
        pieces = text.split()
        if pieces != [text]:
            return tuple(Field(piece, span, sole=False) for piece in pieces)
    return (Field(text, span),)


def _with_alias(argv: Argv, state: State) -> Argv:
    """An alias of the first word is put in its place."""
    name = argv[0].text.known if argv else None
    if name is None or name not in state.aliases:
        return argv
    words = [Field(piece, argv[0].span, sole=False) for piece in state.aliases[name].split()]
    return (*words, *argv[1:])
