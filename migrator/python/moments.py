"""What the names of an expression hold where it stands, and whether they do elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.python.environment import Frame
from migrator.records import dataclass

_PURE = frozenset(
    {"str", "int", "len", "getenv", "get", "strip", "rstrip", "lstrip", "lower", "upper"}
    | {"replace", "format", "join", "quote", "quote_plus", "removeprefix", "removesuffix"}
)


@dataclass(frozen=True)
class Moment:
    """What the names of an expression held where it stood.

    ``acts`` says that evaluating it again may do or give something else.
    """

    names: tuple[tuple[str, tuple[object, ...]], ...]
    statement: cst.CSTNode | None
    acts: bool

    def lasts(self, frame: Frame, statement: cst.CSTNode | None) -> bool:
        """Whether the expression means the same at ``statement`` of ``frame``."""
        same = all(holds(name, frame) == slots for name, slots in self.names)
        return same and (self.statement is statement or not self.acts)


def names_in(node: cst.CSTNode) -> Iterator[str]:
    """The names an expression reads, attributes of names included (``self.branch``)."""
    if isinstance(node, cst.Name):
        yield node.value
    elif isinstance(node, cst.Attribute):
        if isinstance(node.value, cst.Name):
            yield f"{node.value.value}.{node.attr.value}"
        yield from names_in(node.value)
    elif isinstance(node, cst.Arg):
        yield from names_in(node.value)
    else:
        for child in node.children:
            yield from names_in(child)


def holds(name: str, frame: Frame) -> tuple[object, ...]:
    """The definitions behind a name; the same ones mean the same value."""
    root, dot, attribute = name.partition(".")
    if dot and root == frame.receiver and frame.kind:
        return frame.names.get(name) or frame.kind.find(attribute)
    if root == frame.receiver and frame.kind and not dot:
        return (frame.kind.receiver,)
    return frame.lookup(name)


def acts(node: cst.CSTNode) -> bool:
    """Whether evaluating ``node`` again may do or give something else."""
    if isinstance(node, (cst.Await, cst.Yield, cst.NamedExpr)):
        return True
    if isinstance(node, cst.Call) and _callee(node.func) not in _PURE:
        return True
    return any(acts(child) for child in node.children)


def _callee(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""
