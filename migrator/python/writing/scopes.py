"""Whether an expression means the same at another place of the file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from migrator.call.source import Source
from migrator.python.writing.imports import module
from migrator.records import dataclass

Place = tuple[int, int]
"""Line and byte of the line, as ``ast`` counts."""

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
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
        bound = [(name, place) for name in names for place in self._nodes.bindings.get(name, ())]
        if self._scope(first) is self._scope(last):
            return not any(first < place < last for _, place in bound) and not self._leaves(
                names, self._place(written), self._place(used)
            )
        own = [name for name, place in bound if self._scope(place) is not None]
        return not own and len({name for name, _ in bound}) == len(bound)

    def names(self, name: str) -> bool:
        """Whether the file gives ``name`` any meaning."""
        return name in self._nodes.bindings

    def _place(self, offset: int) -> Place:
        position = self.source.position(offset)
        line = self.source.line(position.line)
        return position.line, len(line[: position.column - 1].encode())

    def _scope(self, place: Place) -> ast.AST | None:
        """The innermost function or class around ``place``."""
        inside = [node for node in self._nodes.scopes if _holds(node, place)]
        return max(inside, key=lambda node: (node.lineno, node.col_offset), default=None)

    def _leaves(self, names: set[str], written: Place, used: Place) -> bool:
        """Whether a ``with`` that gives one of ``names`` has ended at ``used``."""
        for node in self._nodes.withs:
            if _holds(node, written):
                given = {n.id for item in node.items for n in _names(item.optional_vars)}
                if given & names and not _holds(node, used):
                    return True
        return False

    @property
    def _nodes(self) -> _Nodes:
        return _nodes(self.source.text)


@dataclass(frozen=True)
class _Nodes:
    """Those of a file that tell what names mean in it; ``bindings`` is where each is given."""

    bindings: dict[str, list[Place]]
    scopes: list[_Scope]
    withs: list[ast.With | ast.AsyncWith]


@lru_cache(maxsize=2)
def _nodes(text: str) -> _Nodes:
    """Asked for again by every call of the file that walks through a list."""
    found = _Nodes({}, [], [])
    for node in ast.walk(module(text)):
        if isinstance(node, _SCOPES):
            found.scopes.append(node)
        elif isinstance(node, ast.With | ast.AsyncWith):
            found.withs.append(node)
        for name in _given(node):
            assert isinstance(node, ast.stmt | ast.expr | ast.arg | ast.alias | ast.ExceptHandler)
            found.bindings.setdefault(name, []).append((node.lineno, node.col_offset))
    return found


def _given(node: ast.AST) -> Iterator[str]:
    """The name that ``node`` itself gives a meaning."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, _NAMED) and node.name:
        yield node.name


def _holds(node: ast.stmt | ast.expr, place: Place) -> bool:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (node.lineno, node.col_offset) < place < (node.end_lineno, node.end_col_offset)


def _names(target: ast.expr | None) -> Iterator[ast.Name]:
    if target is not None:
        yield from (node for node in ast.walk(target) if isinstance(node, ast.Name))
