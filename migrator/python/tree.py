"""A parsed file: libcst's nodes, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import accumulate

import libcst as cst
from libcst import CSTNode
from libcst._nodes.internal import CodegenState

from migrator.call.language import Trouble
from migrator.call.source import Source, Span
from migrator.python.native import TOO_DEEP, is_chained, roomy
from migrator.python.syntax import accepts
from migrator.records import dataclass

_SPACE = re.compile(r"\s*")
_NOTHING = nullcontext()


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

    def record_syntactic_position(  # type: ignore[override]
        self,
        node: CSTNode,
        *,
        start_node: CSTNode | None = None,
        end_node: CSTNode | None = None,
    ) -> AbstractContextManager[None]:
        return _NOTHING


@dataclass(frozen=True, eq=False)
class Tree:
    """``places`` gives the tokens of a node.

    ``starts`` is the code point where a token begins, ``ends`` where the one
    before it ends.
    """

    source: Source
    module: cst.Module
    places: dict[CSTNode, tuple[int, int]]
    starts: list[int]
    ends: list[int]

    def outer(self, node: CSTNode) -> Span:
        """The node with the parentheses around it."""
        start, end = self.places[node]
        first = self.starts[start]
        return self.source.span(first, max(first, self.ends[end]))

    def span(self, node: CSTNode) -> Span:
        """The node without the parentheses around it."""
        left: Sequence[CSTNode] = getattr(node, "lpar", ())
        right: Sequence[CSTNode] = getattr(node, "rpar", ())
        if not isinstance(left, Sequence) or not left:  # that of an import is one, and inside it
            return self.outer(node)
        start = self.starts[self.places[left[-1]][1]]
        return self.source.span(start, self.ends[self.places[right[0]][0]])

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
    shown = source.masked("_")
    trouble = accepts(shown)
    if trouble:
        return trouble
    text = _evened(shown)
    if is_chained(text):
        return TOO_DEEP
    try:
        module = roomy(partial(cst.parse_module, text))
        marks = _Marks(module)
        module._codegen(marks)
    except RecursionError:
        return TOO_DEEP
    except cst.ParserSyntaxError as error:
        offset = sum(map(len, text.splitlines(keepends=True)[: error.raw_line - 1]))
        return Trouble(offset, "written in a way that libcst does not read")
    except Exception as error:  # the native parser raises what it likes
        return Trouble(0, f"can't be read: {type(error).__name__}")
    offsets = _offsets(text, marks.tokens)
    if offsets is None:
        return Trouble(0, "can't be read so that every character is kept")
    return Tree(source, module, marks.places, *offsets)


def _offsets(text: str, tokens: list[str]) -> tuple[list[int], list[int]] | None:
    """Where each token begins, and where the one before it ends.

    libcst loses white space in a few places: what it lost stands between two
    tokens. ``None`` where it lost more than that.
    """
    if "".join(tokens) == text:
        starts = [0, *accumulate(map(len, tokens))]
        return [*starts, starts[-1]], [*starts, starts[-1]]
    starts, ends, at = [], [0], 0
    for token in tokens:
        if not text.startswith(token, at):
            skipped = _SPACE.match(text, at)
            at = skipped.end() if skipped else at
            at -= len(token) - len(token.lstrip())
            if not text.startswith(token, at):
                return None
        starts.append(at)
        at += len(token)
        ends.append(at)
    if text[at:].strip():
        return None
    return [*starts, len(text), len(text)], [*ends, ends[-1]]
