"""Words of the shell to the texts they may stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Protocol

from tree_sitter import Node

from migrator.call.source import Edit, Span
from migrator.call.value import Literal
from migrator.shell.expansions import Expander
from migrator.shell.parse import EXPANSIONS, Script
from migrator.shell.quoting import DOUBLE, Lexer, Slot
from migrator.shell.state import ALTERNATIVES, State
from migrator.shell.text import Text, join

Texts = tuple[Text, ...]


class Outputs(Protocol):
    def printed(self, node: Node, state: State) -> Texts | None:
        """What the commands under ``node`` write, ``None`` where nobody can see it."""


class Words:
    def __init__(self, script: Script, outputs: Outputs) -> None:
        self._script = script
        self.expander = Expander(script, self, outputs)

    def texts(self, nodes: tuple[Node, ...], state: State) -> Texts:
        """What the word made of these adjoining ``nodes`` may say."""
        first, last = self._script.span(nodes[0]), self._script.span(nodes[-1])
        span = self._script.source.span(first.start, last.end)
        inner = _expansions(nodes)
        lexer = self._lexer(inner)
        return self._combine(lexer.word(span.start, span.end), inner, state, span)

    def document(self, node: Node, span: Span, state: State, *, verbatim: bool) -> Texts:
        """What the body of a here-document, ``span`` of ``node``, may say."""
        inner = _expansions((node,))
        slots = self._lexer(inner).document(span.start, span.end, verbatim=verbatim)
        return self._combine(slots, inner, state, span)

    def inside(self, node: Node, span: Span, state: State, *, quoted: bool) -> Texts:
        """What ``span``, a word inside the expansion ``node``, may say."""
        inner = _expansions(node.children)
        lexer = self._lexer(inner)
        slots = lexer.quoted(span) if quoted else lexer.word(span.start, span.end)
        return self._combine(slots, inner, state, span)

    def _lexer(self, inner: Iterable[Node]) -> Lexer:
        spans = (self._script.span(node) for node in inner)
        return Lexer(self._script.source, {span.start: span.end for span in spans})

    def _combine(
        self,
        slots: Iterator[tuple[Slot, str]],
        inner: list[Node],
        state: State,
        word: Span,
    ) -> Texts:
        nodes = {self._script.span(node).start: node for node in inner}
        choices: list[Texts] = []
        for slot, style in slots:
            if isinstance(slot, Literal):
                choices.append((Text((slot,)),))
            else:
                drop = self._drop(slot, style, word)
                node = nodes.get(slot.start)
                choices.append(
                    self.expander.simple(slot, state, style=style, drop=drop)
                    if node is None
                    else self.expander.texts(node, state, style=style, drop=drop)
                )
        found = list(islice((join(c) for c in product(*choices)), ALTERNATIVES + 1))
        state.capped = state.capped or len(found) > ALTERNATIVES
        return tuple(dict.fromkeys(found[:ALTERNATIVES]))

    def _drop(self, span: Span, style: str, word: Span) -> tuple[Edit, ...]:
        """Takes the expansion out, with the quotes that hold nothing else."""
        source = self._script.source
        around = source.span(max(span.start - 1, 0), span.end + 1)
        alone = style == DOUBLE and source.at(around) == f'"{source.at(span)}"'
        if alone and word.holds(around) and word != around:
            return (Edit(around, ""),)
        return (Edit(span, ""),)


def _expansions(nodes: Iterable[Node]) -> list[Node]:
    """The outermost expansions under ``nodes``, in order."""
    found: list[Node] = []
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        if node.type in EXPANSIONS:
            found.append(node)
        else:
            stack.extend(reversed(node.children))
    return found
