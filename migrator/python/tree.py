"""A parsed file: libcst's nodes, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import libcst as cst
from libcst import CSTNode
from libcst._nodes.internal import CodegenState

from migrator.call.language import Trouble
from migrator.call.source import Source, Span
from migrator.python.syntax import accepts


class _Marks(CodegenState):
    """Notes, while the module writes itself, between which tokens each node stands."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.places: dict[CSTNode, tuple[int, int]] = {}
        self._open: list[int] = []

    def before_codegen(self, node: CSTNode) -> None:
        self._open.append(len(self.tokens))

    def after_codegen(self, node: CSTNode) -> None:
        self.places[node] = (self._open.pop(), len(self.tokens))


@dataclass(frozen=True, eq=False)
class Tree:
    """``places`` gives the tokens of a node, ``offsets`` the code point where a token begins."""

    source: Source
    module: cst.Module
    places: dict[CSTNode, tuple[int, int]]
    offsets: list[int]

    def outer(self, node: CSTNode) -> Span:
        """The node with the parentheses around it."""
        start, end = self.places[node]
        return self.source.span(self.offsets[start], self.offsets[end])

    def span(self, node: CSTNode) -> Span:
        """The node without the parentheses around it."""
        left: Sequence[CSTNode] = getattr(node, "lpar", ())
        right: Sequence[CSTNode] = getattr(node, "rpar", ())
        if not left:
            return self.outer(node)
        start = self.offsets[self.places[left[-1]][1]]
        return self.source.span(start, self.offsets[self.places[right[0]][0]])

    def code(self, node: CSTNode) -> str:
        return self.source.at(self.span(node))

    def nodes(self) -> Iterator[CSTNode]:
        """Every node, children before their parents."""
        return iter(self.places)


def _evened(text: str) -> str:
    """``text`` without what libcst loses, at the same length.

    It drops form feeds between lines and the last of lone carriage returns.
    """
    if "\f" not in text and "\r" not in text:
        return text
    text = re.sub(r"\r(?!\n)", "\n", text)
    return re.sub(r"(?m)^\f", "\n", text).replace("\f", " ")


def parse(source: Source) -> Tree | Trouble:
    """The tree of ``source``, or why it has none. Raises nothing."""
    trouble = accepts(source.text)
    if trouble:
        return trouble
    text = _evened(source.text)
    made = _written(source, text)
    if isinstance(made, Trouble):
        return made
    if made is None:
        made = _written(source, _without_tail(text))
    return made or Trouble(0, "can't be read so that every character is kept")


def _without_tail(text: str) -> str:
    """``text`` up to its last line of code: libcst may lose blank lines before a comment."""
    lines = text.splitlines(keepends=True)
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return "".join(lines)


def _written(source: Source, text: str) -> Tree | Trouble | None:
    """The tree of ``text``, which is how ``source`` begins; ``None`` if libcst loses some of it."""
    try:
        module = cst.parse_module(text)
        marks = _Marks(module)
        module._codegen(marks)
    except RecursionError:
        return Trouble(0, "nested too deeply to be read")
    except cst.ParserSyntaxError as error:
        return Trouble(0, f"not valid Python 3: {error.message}")
    except Exception as error:  # the native parser raises what it likes
        return Trouble(0, f"can't be read: {type(error).__name__}")
    if "".join(marks.tokens) != text:
        return None
    offsets = [0, *accumulate(map(len, marks.tokens))]
    offsets.append(offsets[-1])
    return Tree(source, module, marks.places, offsets)
