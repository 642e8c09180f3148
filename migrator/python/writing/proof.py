"""Reads a rewritten call again, to see that it says what it should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from posixpath import normpath

from migrator.call.body import Array, Node, Object
from migrator.call.call import Call
from migrator.call.language import CannotWrite, Project
from migrator.call.source import Edit, Source
from migrator.call.value import Hole, Value
from migrator.python.origin import Origin
from migrator.python.reading import read


@dataclass
class _After:
    """The project with the files that changed."""

    project: Project
    changed: dict[str, Source]

    def source(self, path: str) -> Source | None:
        return self.changed.get(normpath(path)) or self.project.source(path)


def check(sources: Mapping[str, Source], made: Sequence[Edit], old: Call, new: Call) -> None:
    """Raises ``CannotWrite`` unless ``made`` turns ``old`` into ``new`` and nothing else.

    ``sources`` are the files that ``made`` changes and that of the call.
    """
    assert isinstance(old.origin, Origin)
    path, start = old.span.path, old.span.start
    after = _After(old.origin.project, {})
    for each in sources.values():
        inside = [edit for edit in made if edit.span.path == each.path]
        text, moved = applied(each, inside, old.span.start)
        after.changed[each.path] = Source(each.path, text)
        start = moved if each.path == path else start
    reading = read(after.changed[path], after)
    if reading.trouble:
        raise CannotWrite(f"the result would be wrong: {reading.trouble.reason}")
    found = next((c for c in reading.calls if c.span.start >= start and c.method), None)
    if found is None:
        raise CannotWrite("the call would be lost")
    for what, one, other in (
        ("method", found.method, new.method),
        ("URL", {_shape(u) for u in found.urls}, {_shape(u) for u in new.urls}),
        ("query", _node(found.query), _node(new.query)),
        ("body", _node(found.body.root), _node(new.body.root)),
        ("encoding", found.body.encoding, new.body.encoding),
        ("status", _statuses(found), _statuses(new)),
        ("answer", _read(found) - {_entered(new)}, _read_as(new)),
    ):
        if one != other:
            raise CannotWrite(f"its {what} can't be written here exactly")


def applied(source: Source, made: Sequence[Edit], offset: int) -> tuple[str, int]:
    """The text after the edits, and where ``offset`` then is. Raises ``CannotWrite``."""
    parts: list[str] = []
    at = shift = 0
    for edit in sorted(set(made)):
        if edit.span.start < at:
            raise CannotWrite("its parts can't be changed together")
        parts += [source.text[at : edit.span.start], edit.content]
        at = edit.span.end
        if edit.span.end <= offset:
            shift += len(edit.content) - (edit.span.end - edit.span.start)
    return "".join([*parts, source.text[at:]]), offset + shift


def _shape(value: Value) -> str:
    return "".join(f"<{p.source}>" if isinstance(p, Hole) else p.text for p in value.pieces)


def _node(node: Node | None) -> object:
    """Keys and known texts; a hole is a hole."""
    if node is None:
        return None
    if isinstance(node, Object):
        return {e.key: _node(e.value) for e in node.entries}
    if isinstance(node, Array):
        return [_node(item) for item in node.items]
    return node.value.shape


def _read(call: Call) -> set[str]:
    """The paths of the members that are read; to step into the list itself is none."""
    return {path for read in call.answer.reads if not (path := read.path).endswith("[]")}


def _read_as(call: Call) -> set[str]:
    member = _entered(call)
    return {f"{member}.{path}" if member else path for path in _read(call)}


def _entered(call: Call) -> str:
    """The member that the program shall step into before anything else."""
    return next((root.member for root in call.answer.roots if root.member), "")


def _statuses(call: Call) -> list[int]:
    return [check.status for check in call.answer.statuses]
