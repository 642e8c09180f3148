"""Whether a program says, after its edits, what it should: it is read again and compared."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from posixpath import normpath
from typing import Protocol

from migrator.call.body import Array, Node, Object
from migrator.call.call import Call
from migrator.call.language import CannotWrite, Change, Project, Reading, Written
from migrator.call.source import Edit, Source, Span
from migrator.call.value import Hole, Value
from migrator.records import dataclass


@dataclass
class After:
    """The project with the files that changed."""

    project: Project
    changed: Mapping[str, Source]

    def source(self, path: str) -> Source | None:
        return self.changed.get(normpath(path)) or self.project.source(path)


class Reader(Protocol):
    """What a language must offer to be held to what it wrote."""

    def sources(self, call: Call) -> Iterable[Source]:
        """The files that the call is made of, that of the call aside."""

    def again(self, changed: Mapping[str, Source], call: Call) -> Reading:
        """The file of ``call`` read once more, ``changed`` in the place of what was there."""


def proven(
    source: Source, changes: Sequence[Change], written: Sequence[Written], reader: Reader
) -> Iterator[Written]:
    """``written``, with a refusal where it does not turn the call into what it is to become."""
    joined = _together(source, changes, written, reader)
    for index, (change, made) in enumerate(zip(changes, written, strict=True)):
        if index in joined or isinstance(made, CannotWrite) or not made:
            yield made
            continue
        try:
            _check(source, made, change, reader)
        except CannotWrite as refusal:
            yield refusal
        else:
            yield made


def _check(source: Source, made: Sequence[Edit], change: Change, reader: Reader) -> None:
    """Raises ``CannotWrite`` unless ``made`` makes the change and no other."""
    old, new = change
    files = {each.path: each for each in (*reader.sources(old), source)}
    results = {path: _Result(each, made) for path, each in files.items()}
    changed = {path: result.source for path, result in results.items()}
    reading = reader.again(changed, old)
    if reading.trouble:
        raise CannotWrite(f"the result would be wrong: {reading.trouble.reason}")
    start = results[old.span.path].moved(old.span.start)
    if wrong := _wrong(_Requests(reading.calls).at(start), new):
        raise CannotWrite(wrong)


def _together(
    source: Source, changes: Sequence[Change], written: Sequence[Written], reader: Reader
) -> frozenset[int]:
    """Which of ``changes`` come true when as many of them as can are made at once.

    Of the others nothing is said. A file of many calls is read once for all of them.
    """
    joined = _compatible(source, written)
    if len(joined) < 2:
        return frozenset()
    result = _Result(source, [edit for made in joined.values() for edit in made])
    first = changes[next(iter(joined))][0]
    requests = _Requests(reader.again({source.path: result.source}, first).calls)
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
        text = "".join([*parts, source.text[at:]])
        # What is put in right in front of a call may become a part of it.
        self._ends = [(edit.span.end, edit.span.start) for edit in inside]
        growth = (len(edit.content) - (edit.span.end - edit.span.start) for edit in inside)
        self._shifts = list(accumulate(growth, initial=0))
        holes = sorted({*self._kept(source, inside), *self._taken_along(source, inside)})
        self.source = Source(source.path, text, tuple(holes))

    def moved(self, offset: int) -> int:
        """Where ``offset`` of the source now is."""
        return offset + self._shifts[bisect_left(self._ends, (offset, offset))]

    def _kept(self, source: Source, made: Sequence[Edit]) -> Iterator[Span]:
        """The holes that no edit touches."""
        for hole in source.holes:
            if not any(edit.span.touches(hole) for edit in made):
                start = self.moved(hole.start)
                yield source.span(start, start + hole.end - hole.start)

    def _taken_along(self, source: Source, made: Sequence[Edit]) -> Iterator[Span]:
        """The holes that stand in what the edits write."""
        texts = sorted({source.at(hole) for hole in source.holes}, key=len, reverse=True)
        if not texts:
            return
        pattern = re.compile("|".join(map(re.escape, texts)))
        for edit, shift in zip(made, self._shifts, strict=False):
            for match in pattern.finditer(edit.content):
                start = edit.span.start + shift
                yield source.span(start + match.start(), start + match.end())


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
