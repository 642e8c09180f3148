"""Imports: names of other modules, those of the same project with what they hold."""

from __future__ import annotations

import libcst as cst

from migrator.python import targets
from migrator.python.environment import Frame, Place, Slot
from migrator.python.modules import Module
from migrator.python.run import Run
from migrator.python.things import Symbol


def module(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    """``import a.b``, ``import a.b as c``."""
    assert isinstance(node, cst.Import)
    path = run.tree.of(node).source.path
    for alias in node.names:
        dotted = _dotted(alias.name)
        parts = tuple(dotted.split("."))
        if alias.asname is not None:
            thing = run.modules.named(run, parts, 0, path) or Symbol(dotted)
            targets.assign(run, alias.asname.name, (thing,), node, frame)
        else:
            thing = run.modules.package(run, parts, path) or Symbol(parts[0])
            name = alias.name
            while isinstance(name, cst.Attribute):
                name = name.value  # type: ignore[assignment]
            targets.bind(run, parts[0], name, (thing,), node, frame)


def names(run: Run, node: cst.CSTNode, frame: Frame) -> None:
    """``from a import b as c``."""
    assert isinstance(node, cst.ImportFrom)
    dotted = _dotted(node.module) if node.module else ""
    parts = tuple(dotted.split(".")) if dotted else ()
    level = len(node.relative)
    path = run.tree.of(node).source.path
    found = run.modules.named(run, parts, level, path)
    if isinstance(node.names, cst.ImportStar):
        if found:
            _all(found, node, frame)
        return
    for alias in node.names:
        name = _dotted(alias.name)
        target = alias.asname.name if alias.asname is not None else alias.name
        assert isinstance(target, cst.Name)
        origins = found.frame.names.get(name, ()) if found else ()
        if origins:
            _bind(target, origins, alias, node, frame)
            continue
        inner = run.modules.below(run, found, name) if found else None
        if inner is None and not found:
            inner = run.modules.named(run, (*parts, name), level, path)
        symbol = Symbol(f"{'.' * level}{dotted}.{name}")
        targets.assign(run, target, (inner or symbol,), node, frame)


def _bind(
    target: cst.Name,
    origins: tuple[Slot, ...],
    alias: cst.ImportAlias | None,
    node: cst.ImportFrom,
    frame: Frame,
) -> None:
    """Gives the name what the definitions elsewhere hold, which it only passes on."""
    values = tuple(thing for slot in origins for thing in slot.values)
    slot = Slot(target.value, target, node, Place.IMPORT, values, origins, alias)
    frame.bind(slot)


def _all(found: Module, node: cst.ImportFrom, frame: Frame) -> None:
    """``from a import *``."""
    for name, origins in found.frame.names.items():
        if not name.startswith("_"):
            frame.names[name] = tuple(
                Slot(name, slot.node, node, Place.IMPORT, slot.values, (slot,)) for slot in origins
            )


def _dotted(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""
