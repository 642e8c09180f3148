"""How a name came into a file from another one, and how a second one can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import libcst as cst

from migrator.call.source import Edit, Span
from migrator.python.environment import Frame, Slot
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


class Namings:
    """What the files of a reading call the names of each other's modules."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._slots: dict[Slot, list[tuple[str, str]]] = defaultdict(list)
        self._modules: dict[Frame, list[tuple[str, str]]] = defaultdict(list)
        for path, frame in run.modules.frames.items():
            for name, held in frame.names.items():
                for slot in held:
                    for source in _sources(slot):
                        self._slots[source].append((path, name))
                    for thing in slot.values:
                        if isinstance(thing, Module):
                            self._modules[thing.frame].append((path, name))

    def of(self, slot: Slot) -> Iterator[tuple[str, str]]:
        """The other files that name it, by their paths, and what they call it."""
        yield from self._slots.get(slot, ())
        home = self._run.modules.frames.get(self._run.tree.of(slot.node).source.path)
        for path, name in self._modules.get(home, ()) if home else ():
            yield path, f"{name}.{slot.name}"


def _sources(slot: Slot) -> dict[Slot, None]:
    """What it passes on, through other files too."""
    found: dict[Slot, None] = {}
    pending = [*slot.origins]
    while pending:
        origin = pending.pop()
        if origin not in found:
            found[origin] = None
            pending += origin.origins
    return found
