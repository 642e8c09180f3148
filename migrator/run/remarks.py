"""Suppressions put to many calls of a file, at places where they do nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import islice

from migrator.call.language import CannotWrite
from migrator.call.nest import Nest
from migrator.call.source import Edit, Source
from migrator.embedded.comments import takes_hash
from migrator.files.kind import Kind
from migrator.records import dataclass
from migrator.report.report import Failure
from migrator.run.examine import Examined
from migrator.run.inserted import Inserted
from migrator.run.parts import layout
from migrator.run.remark import Place, places, remark
from migrator.run.suppression import Lines
from migrator.run.viewed import Viewed

_OFTEN = 64
"""How often a file is read again for its calls, however long it is."""
_MOST = 2_000_000
"""Code points up to which it is read more often."""


@dataclass
class _Draft:
    """``later`` are the calls that its comments may speak of too, ``without`` those that no
    comment can be written to at this place."""

    edits: set[Edit] = field(default_factory=set)
    calls: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    without: list[int] = field(default_factory=list)


class Remarks:
    """``view`` examines another state of the file that ``begun`` is of.

    All calls get their comments at once; where those change more than they should, each half
    of them. One for which a place does not do goes on to its next.
    """

    def __init__(self, begun: Viewed, view: Callable[[Source], Viewed], reason: str) -> None:
        self._file = begun
        self._view = view
        self._reason = reason
        self._tries = max(_OFTEN, _MOST // (len(begun.source.text) + 1))
        self._calls: Sequence[int] = ()

    @property
    def source(self) -> Source:
        """The file with the comments."""
        return self._file.source

    @property
    def done(self) -> int:
        return sum(not self._file.now.cases[number].told for number in self._calls)

    def left(self) -> Iterator[Failure]:
        others = "" if self._tries else ", or at so many others that not each was tried"
        for case in (self._file.now.cases[number] for number in self._calls):
            if case.told:
                rule = case.match.rule.id
                whole = f"`# migrator: ignore-file[{rule}] reason` speaks of the whole file"
                what = f"{rule}: no comment can stand at this call{others}; {whole}"
                line = self.source.position(case.span.start).line
                yield Failure(self.source.path, line, what, fatal=False)

    def put(self, calls: Sequence[int]) -> None:
        """Comments to those of ``calls``, numbers of cases, that take one."""
        self._calls = calls
        waiting = [number for number in calls if self._file.is_read(number)]
        nth = 0
        while waiting:
            waiting = self._put_at(nth, waiting)
            nth += 1

    def _put_at(self, nth: int, calls: list[int]) -> list[int]:
        """Answers those of ``calls`` for which their ``nth`` place did not do."""
        others: list[int] = []
        waiting = [calls]
        while waiting and self._tries:
            draft = self._drafted(nth, waiting.pop())
            others += draft.without
            if draft.later:
                waiting.append(draft.later)
            if not draft.calls:
                continue
            self._tries -= 1
            half = len(draft.calls) // 2
            if after := self._after(draft):
                self._file = after
            elif half:
                waiting += [draft.calls[half:], draft.calls[:half]]
            else:
                others += draft.calls
        return others

    def _drafted(self, nth: int, calls: Iterable[int]) -> _Draft:
        draft = _Draft()
        wanted: dict[tuple[str, Place], list[int]] = defaultdict(list)
        sources: dict[str, Source] = {}
        spoken_of: set[tuple[str, int, str]] = set()
        for number in calls:
            if not self._file.now.cases[number].told:
                continue
            for source, at, place in islice(self._places(number), nth, nth + 1):
                rule, path = self._rule(number), source.path
                if any((path, line, rule) in spoken_of for line in _lines(at)):
                    draft.later.append(number)
                    continue
                spoken_of.add((path, place.line, rule))
                wanted[path, place].append(number)
                sources[path] = source
        for (path, place), numbers in wanted.items():
            source = sources[path]
            edit = remark(source, place, map(self._rule, numbers), self._reason)
            try:
                draft.edits.add(source.carry(edit))
                draft.calls += numbers
            except CannotWrite:
                draft.without += numbers
        return draft

    def _rule(self, number: int) -> str:
        return self._file.now.cases[number].match.rule.id

    def _places(self, number: int) -> Iterator[tuple[Source, Lines, Place]]:
        for source, at in self._file.lines(number):
            for place in places(at):
                yield source, at, place

    def _after(self, draft: _Draft) -> Viewed | None:
        """The file with the comments, if those do nothing but suppress."""
        made = Inserted(self.source, draft.edits)
        new = layout(made.source, self._file.kind)
        if [made.said(span) for span in new.statements] != self._file.statements:
            return None
        if not _are_comments(made, Nest(new.comments), self._file.kind):
            return None
        after = self._view(made.source)
        return after if _only_fewer_told(self._file.now, after.now, draft.calls) else None


def _lines(at: Lines) -> set[int]:
    return {*range(at.first, at.last + 1), at.statement_first, at.statement_last}


def _are_comments(made: Inserted, comments: Nest, kind: Kind) -> bool:
    """Whether a program takes what was put in for comments, or what holds it does."""
    if kind in ("python", "shell"):
        return True
    for span in made.spans:
        content = made.source.at(span)
        at = span.start + max(content.find("#"), 0)
        alone = content.endswith(("\n", "\r"))
        if not (any(comments.around(at)) or takes_hash(kind, alone=alone)):
            return False
    return True


def _only_fewer_told(before: Examined, after: Examined, calls: Collection[int]) -> bool:
    """And none of ``calls``."""
    if len(before.cases) != len(after.cases) or len(before.troubles) != len(after.troubles):
        return False
    pairs = zip(before.cases, after.cases, strict=True)
    return all(
        a.match.rule is b.match.rule and (b.told or not a.told) for b, a in pairs
    ) and not any(after.cases[number].told for number in calls)
