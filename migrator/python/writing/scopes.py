"""Whether an expression means the same at another place of the file."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.python.writing.imports import module
from migrator.records import dataclass

Place = tuple[int, int]
"""Line and byte of the line, as ``ast`` counts."""

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)
_MOVING = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


@dataclass(frozen=True)
class Scopes:
    source: Source

    def means_same(self, code: str, written: int, used: int) -> bool:
        """Whether ``code``, which stands at ``written``, can be evaluated at ``used`` as well."""
        tree = ast.parse(f"({code}\n)", mode="eval")
        if any(isinstance(node, _MOVING) for node in ast.walk(tree)):
            return False
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        first, last = sorted((self._place(written), self._place(used)))
        bound = [(name, place) for name, place in self._bindings() if name in names]
        if self._scope(first) is self._scope(last):
            return not any(first < place < last for _, place in bound) and not self._leaves(
                names, self._place(written), self._place(used)
            )
        own = [name for name, place in bound if self._scope(place) is not None]
        return not own and len({name for name, _ in bound}) == len(bound)

    def names(self, name: str) -> bool:
        """Whether the file gives ``name`` any meaning."""
        return any(bound == name for bound, _ in self._bindings())

    def _place(self, offset: int) -> Place:
        position = self.source.position(offset)
        line = self.source.line(position.line)
        return position.line, len(line[: position.column - 1].encode())

    def _scope(self, place: Place) -> ast.AST | None:
        """The innermost function or class around ``place``."""
        around = [node for node in ast.walk(self._tree) if isinstance(node, _SCOPES)]
        inside = [node for node in around if _holds(node, place)]
        return max(inside, key=lambda node: (node.lineno, node.col_offset), default=None)

    def _leaves(self, names: set[str], written: Place, used: Place) -> bool:
        """Whether a ``with`` that gives one of ``names`` has ended at ``used``."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.With | ast.AsyncWith) and _holds(node, written):
                given = {n.id for item in node.items for n in _names(item.optional_vars)}
                if given & names and not _holds(node, used):
                    return True
        return False

    def _bindings(self) -> Iterator[tuple[str, Place]]:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                yield node.id, (node.lineno, node.col_offset)
            elif isinstance(node, ast.arg):
                yield node.arg, (node.lineno, node.col_offset)
            elif isinstance(node, ast.alias):
                name = (node.asname or node.name).partition(".")[0]
                yield name, (node.lineno, node.col_offset)
            elif isinstance(node, _NAMED) and node.name:
                yield node.name, (node.lineno, node.col_offset)

    @property
    def _tree(self) -> ast.Module:
        return module(self.source.text)


def _holds(node: ast.stmt | ast.expr, place: Place) -> bool:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (node.lineno, node.col_offset) < place < (node.end_lineno, node.end_col_offset)


def _names(target: ast.expr | None) -> Iterator[ast.Name]:
    if target is not None:
        yield from (node for node in ast.walk(target) if isinstance(node, ast.Name))
