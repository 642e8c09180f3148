"""The parsed files that one reading looks into, as one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from libcst import CSTNode

from migrator.call.source import Source, Span
from migrator.python.tree import Tree


class Trees:
    """``main`` is the file that is read, ``others`` are files of its project that it imports."""

    def __init__(self, main: Tree) -> None:
        self.main = main
        self.others: list[Tree] = []

    @property
    def all(self) -> tuple[Tree, ...]:
        return (self.main, *self.others)

    def of(self, node: CSTNode) -> Tree:
        """The file that holds the node."""
        if node in self.main.places:
            return self.main
        return next((tree for tree in self.others if node in tree.places), self.main)

    def outer(self, node: CSTNode) -> Span:
        return self.of(node).outer(node)

    def span(self, node: CSTNode) -> Span:
        return self.of(node).span(node)

    def code(self, node: CSTNode) -> str:
        return self.of(node).code(node)

    def nodes(self) -> Iterator[CSTNode]:
        return chain.from_iterable(tree.nodes() for tree in self.all)

    def source(self, path: str) -> Source:
        return next(tree.source for tree in self.all if tree.source.path == path)

    def at(self, span: Span) -> str:
        return self.source(span.path).at(span)

    def is_main(self, node: CSTNode) -> bool:
        return node in self.main.places
