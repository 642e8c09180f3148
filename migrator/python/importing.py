"""How a name came into a file from another one, and how a second one can."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.call.source import Edit, Span
from migrator.python.environment import Slot
from migrator.python.modules import Module
from migrator.python.run import Run
from migrator.python.things import Named
from migrator.python.tree import Tree


def introduced(run: Run, named: Named) -> tuple[Edit, ...] | None:
    """The edits that import ``{}`` beside the name, ``None`` where that can't be done."""
    found: list[Edit] = []
    for slot in named.via:
        if slot.alias is None:
            if _limited(run, slot):
                return None
            continue
        end = run.tree.outer(slot.alias.asname or slot.alias.name).end
        found.append(Edit(run.tree.of(slot.alias).source.span(end, end), ", {}"))
    return tuple(found)


def _limited(run: Run, slot: Slot) -> bool:
    """Whether the module that ``*`` brings names from says which."""
    paths = (run.tree.of(origin.node).source.path for origin in slot.origins)
    return any("__all__" in run.modules.frames[path].names for path in paths)


def beside(run: Run, named: Named) -> Span | None:
    """The statement behind which the importing file can have a definition of its own."""
    statement = named.via[0].statement if named.via else _import_of(run, named.reference)
    if statement is None or run.tree.of(statement) is run.tree.of(named.slot.node):
        return None
    return _last_import(run.tree.of(statement), statement)


def _import_of(run: Run, reference: cst.CSTNode) -> cst.CSTNode | None:
    """The statement that imports the module whose member ``reference`` is."""
    inner = reference
    while isinstance(inner, cst.Attribute):
        inner = inner.value
    if inner is reference or not isinstance(inner, cst.Name):
        return None
    frame = run.modules.frames[run.tree.of(reference).source.path]
    slots = frame.names.get(inner.value, ())
    if len(slots) != 1 or not isinstance(slots[0].statement, (cst.Import, cst.ImportFrom)):
        return None
    return slots[0].statement


def _last_import(tree: Tree, statement: cst.CSTNode) -> Span | None:
    """The last of the imports that follow on each other from ``statement`` at the top level."""
    found: Span | None = None
    for line in tree.module.body:
        small = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
        alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
        if small is statement or (found and isinstance(small, (cst.Import, cst.ImportFrom))):
            if not alone:
                return found
            assert small is not None
            found = tree.span(small)
        elif found:
            break
    return found


def portable(statement: cst.CSTNode) -> bool:
    """Whether the definition means the same in any file: its value is text and nothing else."""
    if isinstance(statement, (cst.Assign, cst.AnnAssign)):
        return isinstance(statement.value, (cst.SimpleString, cst.ConcatenatedString)) and not any(
            _formats(statement.value)
        )
    return False


def _formats(node: cst.CSTNode) -> Iterator[bool]:
    yield isinstance(node, cst.FormattedStringExpression)
    for child in node.children:
        yield from _formats(child)


def names_of(run: Run, slot: Slot) -> Iterator[tuple[str, str]]:
    """What the other files of the reading call the module's name, each with the file's path."""
    home = run.modules.frames.get(run.tree.of(slot.node).source.path)
    for path, frame in run.modules.frames.items():
        for name, held in frame.names.items():
            for other in held:
                if slot in _sources(other):
                    yield path, name
                for thing in other.values:
                    if isinstance(thing, Module) and thing.frame is home:
                        yield path, f"{name}.{slot.name}"


def _sources(slot: Slot) -> Iterator[Slot]:
    yield from slot.origins
    for origin in slot.origins:
        yield from _sources(origin)
