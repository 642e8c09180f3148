"""Reads a rewritten call again, to see that it says what it should."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from posixpath import normpath

from migrator.call.body import Array, Node, Object
from migrator.call.call import Call
from migrator.call.language import CannotWrite, Change, Project, Reading, Written
from migrator.call.source import Edit, Source
from migrator.call.value import Hole, Value
from migrator.python.origin import Origin
from migrator.python.reading import read
from migrator.records import dataclass


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
    results = {path: _Result(source, made) for path, source in sources.items()}
    reading = _read_again(results, old)
    if reading.trouble:
        raise CannotWrite(f"the result would be wrong: {reading.trouble.reason}")
    start = results[old.span.path].moved(old.span.start)
    if wrong := _wrong(_Requests(reading.calls).at(start), new):
        raise CannotWrite(wrong)


def together(
    source: Source, changes: Sequence[Change], written: Sequence[Written]
) -> frozenset[int]:
    """Which of ``changes`` come true when as many of them as can are made at once.

    Of the others nothing is said. A file of many calls is read once for all of them.
    """
    joined = _compatible(source, written)
    if len(joined) < 2:
        return frozenset()
    result = _Result(source, [edit for made in joined.values() for edit in made])
    requests = _Requests(_read_again({source.path: result}, changes[next(iter(joined))][0]).calls)
    return frozenset(
        index
        for index in joined
        if not _wrong(requests.at(result.moved(changes[index][0].span.start)), changes[index][1])
    )


def _compatible(source: Source, written: Sequence[Written]) -> dict[int, tuple[Edit, ...]]:
    """Those that lie in ``source`` alone, less those that clash with one before them."""
    alone = {
        index: made
        for index, made in enumerate(written)
        if not isinstance(made, CannotWrite)
        and made
        and all(edit.span.path == source.path for edit in made)
    }
    owners: dict[Edit, list[int]] = {}
    for index, made in alone.items():
        for edit in made:
            owners.setdefault(edit, []).append(index)
    last: Edit | None = None
    for edit in sorted(owners):
        owning = [index for index in owners[edit] if index in alone]
        if last and owning and edit.span.start <= last.span.end:
            for index in owning:
                del alone[index]
        elif owning:
            last = edit
    return alone


def _read_again(results: Mapping[str, _Result], call: Call) -> Reading:
    """The file of ``call`` as it would be."""
    assert isinstance(call.origin, Origin)
    after = _After(
        call.origin.project, {path: Source(path, result.text) for path, result in results.items()}
    )
    return read(after.changed[call.span.path], after)


class _Requests:
    """The calls of a reading that send something, by where they stand."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._calls = sorted((c for c in calls if c.method), key=lambda c: c.span.start)
        self._starts = [call.span.start for call in self._calls]

    def at(self, start: int) -> Call | None:
        """The first that stands at ``start`` or behind it."""
        index = bisect_left(self._starts, start)
        return self._calls[index] if index < len(self._calls) else None


def _wrong(found: Call | None, new: Call) -> str | None:
    """Why ``found`` is not ``new``."""
    if found is None:
        return "the call would be lost"
    for what, one, other in (
        ("method", found.method, new.method),
        ("URL", {_shape(u) for u in found.urls}, {_shape(u) for u in new.urls}),
        ("query", _node(found.query), _node(new.query)),
        ("body", _node(found.body.root), _node(new.body.root)),
        ("encoding", found.body.encoding, new.body.encoding),
        ("status", _statuses(found), _statuses(new)),
        ("answer", _read(found) - {_entered(new)}, _read_as(new)),
    ):
        if one != other and not (what == "answer" and new.walk):
            return f"its {what} can't be written here exactly"
    return None


class _Result:
    """``source`` after those of ``made`` that lie in it. Raises ``CannotWrite`` if they clash."""

    def __init__(self, source: Source, made: Iterable[Edit]) -> None:
        inside = sorted({edit for edit in made if edit.span.path == source.path})
        if any(one.span.end > other.span.start for one, other in pairwise(inside)):
            raise CannotWrite("its parts can't be changed together")
        parts: list[str] = []
        at = 0
        for edit in inside:
            parts += [source.text[at : edit.span.start], edit.content]
            at = edit.span.end
        self.text = "".join([*parts, source.text[at:]])
        self._ends = [edit.span.end for edit in inside]
        growth = (len(edit.content) - (edit.span.end - edit.span.start) for edit in inside)
        self._shifts = list(accumulate(growth, initial=0))

    def moved(self, offset: int) -> int:
        """Where ``offset`` of the source now is."""
        return offset + self._shifts[bisect_right(self._ends, offset)]


def _shape(value: Value) -> str:
    return "".join(f"<{p.source}>" if isinstance(p, Hole) else p.text for p in value.pieces)


def _node(node: Node | None) -> object:
    """Keys and known texts; a hole is a hole."""
    if node is None:
        return None
    if isinstance(node, Object):
        return {e.key: _node(e.value) for e in node.entries} or None
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
