"""Whether a program says, after its edits, what it should: it is read again and compared."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from posixpath import normpath
from typing import Protocol

from migrator.call.body import Array, Node, Object
from migrator.call.call import Call
from migrator.call.language import CannotWrite, Change, Project, Reading, Written
from migrator.call.source import Edit, Source, Span
from migrator.call.value import Hole, Value
from migrator.records import dataclass

_FEW = 8
"""Calls that are proved one by one where all of them together are not."""
_MOST = 500_000
"""Code points that are read again for the calls of one program."""


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

    def request(self, call: Call) -> Span | None:
        """Where the request is made, if ``call`` is not told of there: its caller hands it more."""

    def again(self, changed: Mapping[str, Source], call: Call) -> Reading:
        """The file of ``call`` read once more, ``changed`` in the place of what was there."""


def proven(
    source: Source, changes: Sequence[Change], written: Sequence[Written], reader: Reader
) -> Iterator[Written]:
    """``written``, with a refusal where it does not turn the call into what it is to become."""
    refusals = _Proof(source, changes, written, reader).refusals()
    for index, made in enumerate(written):
        yield refusals.get(index, made)


@dataclass(eq=False)
class _Proof:
    """``left`` is the number of code points that may still be read again.

    A file of many calls is read once for all of them, for smaller groups where that does
    not prove them, and for each of the few that are left.
    """

    source: Source
    changes: Sequence[Change]
    written: Sequence[Written]
    reader: Reader
    left: int = _MOST

    def refusals(self) -> dict[int, CannotWrite]:
        found: dict[int, CannotWrite] = {}
        made = [i for i, one in enumerate(self.written) if one and not isinstance(one, CannotWrite)]
        waiting = [made]
        while waiting:
            group = waiting.pop()
            joined = self._together(group)
            rest = [index for index in group if index not in joined]
            if len(rest) <= _FEW:
                found |= {i: refusal for i in rest if (refusal := self._refusal(i))}
            elif joined:
                waiting.append(rest)
            else:
                waiting += [rest[len(rest) // 2 :], rest[: len(rest) // 2]]
        return found

    def _refusal(self, index: int) -> CannotWrite | None:
        if self.left < 0:
            return CannotWrite("its file is too long for each of its many calls to be proved")
        try:
            self._check(index)
        except CannotWrite as refusal:
            return refusal
        return None

    def _check(self, index: int) -> None:
        """Raises ``CannotWrite`` unless its edits make the change and no other."""
        old, _ = self.changes[index]
        results = self._results([index])
        reading = self._again(results, old)
        if reading.trouble:
            raise CannotWrite(f"the result would be wrong: {reading.trouble.reason}")
        if wrong := self._wrong(_Requests(reading.calls), results, index):
            raise CannotWrite(wrong)

    def _together(self, group: Sequence[int]) -> frozenset[int]:
        """Which of ``group`` come true when as many of them as can are made at once.

        Of the others nothing is said.
        """
        joined = self._compatible(group)
        if len(joined) < 2 or self.left < 0:
            return frozenset()
        results = self._results(joined)
        requests = _Requests(self._again(results, self.changes[joined[0]][0]).calls)
        return frozenset(index for index in joined if not self._wrong(requests, results, index))

    def _wrong(self, found: _Requests, results: Mapping[str, _Result], index: int) -> str | None:
        """Why neither at the call nor where its request is made stands what should."""
        old, new = self.changes[index]
        result = results[old.span.path]
        start = result.moved(old.span.start)
        wrong = _wrong(found.at(start), new)
        request = self.reader.request(old)
        if not wrong or not request or request.path != old.span.path or found.all_at(start):
            return wrong
        there = found.all_at(result.moved(request.start))
        return _wrong(_for_one(there[0], new), new) if len(there) == 1 else wrong

    def _compatible(self, group: Sequence[int]) -> list[int]:
        """``group`` less those that touch one before them."""
        apart = set(group)
        owners: dict[Edit, set[int]] = {}
        for index in group:
            for edit in self._edits(index):
                owners.setdefault(edit, set()).add(index)
        last, held = Span("", 0, 0), set[int]()
        for edit in sorted(owners):
            owning = owners[edit] & apart
            if not owning:
                continue
            apart_from_last = edit.span.path != last.path or edit.span.start > last.end
            if not apart_from_last and (owning != held or edit.span.start < last.end):
                apart -= owning
                continue
            last, held = edit.span, owning
        return sorted(apart)

    def _edits(self, index: int) -> tuple[Edit, ...]:
        made = self.written[index]
        return () if isinstance(made, CannotWrite) else made

    def _results(self, group: Sequence[int]) -> dict[str, _Result]:
        """The files that the calls of ``group`` are made of, with the edits of all of them."""
        made = {edit for index in group for edit in self._edits(index)}
        read = (each for index in group for each in self.reader.sources(self.changes[index][0]))
        files = {each.path: each for each in (*read, self.source)}
        return {path: _Result(each, made) for path, each in files.items()}

    def _again(self, results: Mapping[str, _Result], call: Call) -> Reading:
        changed = {path: result.source for path, result in results.items()}
        self.left -= len(changed[call.span.path].text)
        return self.reader.again(changed, call)


class _Requests:
    """The calls of a reading that send something, by where they stand."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._calls = sorted((c for c in calls if c.method), key=lambda c: c.span.start)
        self._starts = [call.span.start for call in self._calls]

    def at(self, start: int) -> Call | None:
        """The first that stands at ``start`` or behind it."""
        index = bisect_left(self._starts, start)
        return self._calls[index] if index < len(self._calls) else None

    def all_at(self, start: int) -> list[Call]:
        """Those that stand right at ``start``."""
        return self._calls[bisect_left(self._starts, start) : bisect_right(self._starts, start)]


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


def _for_one(found: Call, new: Call) -> Call:
    """``found``, which may be a request for other callers too, as the one that asks ``new`` has it.

    That none of the others is changed without its own rewrite is for the plan to see to.
    """
    asked = {_shape(url) for url in new.urls}
    return replace(found, urls=tuple(url for url in found.urls if _shape(url) in asked))


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
        ends = [edit.span.end for edit in made]
        for hole in source.holes:
            first = bisect_right(ends, hole.start)
            if first == len(made) or made[first].span.start >= hole.end:
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
