"""Small ways to break a program, one at a time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutation:
    line: int
    what: str
    apply: Callable[[], None]
    """Changes the tree that the mutation was found in."""


def mutations(tree: ast.Module) -> Iterator[Mutation]:
    """In the order of the tree. Docstrings and annotations are let be."""
    quiet = _quiet(tree)
    for node in ast.walk(tree):
        if id(node) not in quiet:
            yield from _of_expression(node)
            yield from _of_block(node)


def _quiet(tree: ast.Module) -> set[int]:
    quiet: set[int] = set()
    for node in ast.walk(tree):
        still: list[ast.AST | None] = []
        if isinstance(node, ast.AnnAssign | ast.arg):
            still.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            still.append(node.returns)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            still.append(node)
        quiet |= {id(below) for each in still if each for below in ast.walk(each)}
    return quiet


def _of_expression(node: ast.AST) -> Iterator[Mutation]:
    def to(what: str, apply: Callable[[], None]) -> Mutation:
        return Mutation(getattr(node, "lineno", 0), what, apply)

    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            other = _OTHER[type(operator)]
            what = f"{type(operator).__name__} -> {other.__name__}: {ast.unparse(node)}"
            yield to(what, lambda index=index, other=other: _set(node.ops, index, other()))  # type: ignore[misc]
    elif isinstance(node, ast.BoolOp):
        swapped = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield to(f"and <-> or: {ast.unparse(node)}", lambda: setattr(node, "op", swapped))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        minus = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield to(f"+ <-> -: {ast.unparse(node)}", lambda: setattr(node, "op", minus))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = ast.UnaryOp(ast.Not(), node.operand)
        yield to(f"not removed: {ast.unparse(node)}", lambda: setattr(node, "operand", inner))
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        negated = ast.UnaryOp(ast.Not(), node.test)
        yield to(
            f"branches swapped: {ast.unparse(node.test)}", lambda: setattr(node, "test", negated)
        )
    elif isinstance(node, ast.Slice):
        for side in ("lower", "upper"):
            bound = getattr(node, side)
            if bound:
                by_one = ast.BinOp(bound, ast.Add(), ast.Constant(1))
                what = f"{side} bound + 1: [{ast.unparse(node)}]"
                yield to(what, lambda side=side, by_one=by_one: setattr(node, side, by_one))  # type: ignore[misc]
    elif isinstance(node, ast.comprehension):
        for index, test in enumerate(node.ifs):
            what = f"condition dropped: if {ast.unparse(test)}"
            drop = Mutation(test.lineno, what, lambda index=index: _drop(node.ifs, index))  # type: ignore[misc]
            yield drop
    elif isinstance(node, ast.Name) and node.id in _NAMES:
        yield to(f"{node.id} -> {_NAMES[node.id]}", lambda: setattr(node, "id", _NAMES[node.id]))
    elif isinstance(node, ast.Constant):
        value = _other_value(node.value)
        if value is not None:
            what = f"{node.value!r} -> {value!r}"
            yield to(what, lambda: setattr(node, "value", value))


def _other_value(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value}~" if isinstance(value, str) else None


def _of_block(node: ast.AST) -> Iterator[Mutation]:
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if not isinstance(block, list):
            continue
        for index, statement in enumerate(block):
            put = _instead(statement)
            if put:
                what = f"removed: {ast.unparse(statement)}"
                yield Mutation(
                    statement.lineno,
                    what if isinstance(put, ast.Pass) else f"{what}, now {ast.unparse(put)}",
                    lambda block=block, index=index, put=put: _set(block, index, put),  # type: ignore[misc]
                )


def _instead(statement: ast.stmt) -> ast.stmt | None:
    match statement:
        case ast.Expr(ast.Constant()):
            return None
        case ast.Expr() | ast.AugAssign() | ast.Raise():
            return ast.Pass()
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            return ast.Pass()
        case ast.Continue():
            return ast.Break()
        case ast.Break():
            return ast.Continue()
        case ast.Return(value=ast.expr() as value) if not (
            isinstance(value, ast.Constant) and value.value is None
        ):
            return ast.Return(ast.Constant(None))
    return None


def _set(items: list[Any], index: int, new: object) -> None:
    items[index] = new


def _drop(items: list[Any], index: int) -> None:
    del items[index]
