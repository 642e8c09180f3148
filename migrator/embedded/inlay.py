"""A program that stands in pieces inside another file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field
from functools import cached_property
from itertools import accumulate

from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source, Span
from migrator.embedded.cells import Cells, Notation
from migrator.records import dataclass

_GONE = "\0"
_ENDS = ("\n", "\r")
_INDENT = re.compile(r"(?<=[\n\r]) +$")
"""Of a line that has nothing else."""


_LONG = 2_000
"""Code points of a text in which a change is looked at in its lines first."""
_MOST = 20_000_000
"""Code points that are read again for the changes of one program."""


@dataclass(frozen=True)
class _Change:
    """``content`` for ``start`` up to ``end`` of a text, ``written`` for ``low`` up to ``high``."""

    start: int
    end: int
    content: str
    low: int
    high: int
    written: str


@dataclass
class _Allowance:
    """How much may still be read again."""

    left: int = _MOST


@dataclass(frozen=True)
class Part:
    """``text`` as it stands at ``place`` of a host.

    Without ``cells`` nobody can see which character stands where. ``place`` is
    ``None`` for text that the host does not hold: it joins what a program reads as
    one. ``readers`` is the number of programs that are made of it.
    """

    text: str
    place: Span | None = None
    notation: Notation | None = None
    cells: Cells | None = None
    readers: int = 1


def made(text: str) -> Part:
    return Part(text)


def written(host: Source, place: Span, notation: Notation) -> Part:
    """What stands at ``place``; where ``notation`` does not read it, it can't be edited."""
    cells = notation.read(host.at(place))
    if cells is None:
        return Part(host.at(place), place)
    return Part(cells.text, place, notation, cells)


@dataclass(frozen=True)
class Inlay(Source):
    """The text of one program; ``host`` is what it stands in, which may be an inlay itself.

    ``started`` is where a program of the host's language starts it: what it is made of
    may then stand elsewhere too, and is shared by the rules of that language.
    """

    host: Source = field(kw_only=True)
    parts: tuple[Part, ...] = field(kw_only=True)
    started: Span | None = field(default=None, kw_only=True)

    @cached_property
    def _bounds(self) -> list[int]:
        """Where each part begins."""
        return [0, *accumulate(len(part.text) for part in self.parts)]

    def _index(self, offset: int) -> int:
        """The part that holds the character at ``offset``, or else the last one."""
        return min(bisect_right(self._bounds, offset) - 1, len(self.parts) - 1)

    @property
    def around(self) -> tuple[Source, ...]:
        return (self, *self.host.around)

    def home(self, span: Span) -> Span:
        if span.path != self.path:
            return span
        touched = range(self._index(span.start), self._index(max(span.start, span.end - 1)) + 1)
        places = [place for i in touched if (place := self._place(i, span.start, span.end))]
        if self.started:
            inside = [place for place in places if self.started.holds(place)]
            places = inside or [place for place in places if place.start >= places[0].start]
        if not places:
            places = [self._nearest(touched[0])]
        start, end = min(p.start for p in places), max(p.end for p in places)
        return self.host.home(self.host.span(start, end))

    def _nearest(self, index: int) -> Span:
        """The place of the hosted part that stands nearest to one that the host does not hold."""
        hosted = [i for i, part in enumerate(self.parts) if part.place]
        place = self.parts[min(hosted, key=lambda i: abs(i - index))].place
        assert place
        return Span(place.path, place.start, place.start)

    def _place(self, index: int, start: int, end: int) -> Span | None:
        """What of part ``index`` stands for the characters ``start`` up to ``end``."""
        part, base = self.parts[index], self._bounds[index]
        if part.place is None:
            return None
        if part.cells is None:
            return part.place
        low, high = max(start - base, 0), min(end - base, len(part.text))
        cells, origin = part.cells, part.place.start
        if low < high:
            return Span(part.place.path, origin + cells.starts[low], origin + cells.ends[high - 1])
        at = cells.ends[low - 1] if low > 0 else next(iter(cells.starts), 0)
        return Span(part.place.path, origin + at, origin + at)

    def readers(self, span: Span) -> tuple[Span, int]:
        if span.path != self.path:
            return span, 1
        touched = self.parts[
            self._index(span.start) : self._index(max(span.start, span.end - 1)) + 1
        ]
        part = max(touched, key=lambda part: part.readers)
        return (self.host.home(part.place) if part.place else span), part.readers

    def carry(self, edit: Edit) -> Edit:
        return self.host.carry(self._lifted(edit)) if edit.span.path == self.path else edit

    def lift(self, edit: Edit) -> Edit:
        return self._lifted(edit) if self.started and edit.span.path == self.path else edit

    def _lifted(self, edit: Edit) -> Edit:
        """The edit of the host that makes ``edit``; each is worked out once."""
        if edit not in self._known:
            try:
                self._known[edit] = self._found(edit)
            except CannotWrite as refusal:
                self._known[edit] = refusal
        known = self._known[edit]
        if isinstance(known, CannotWrite):
            raise CannotWrite(str(known))
        return known

    @cached_property
    def _known(self) -> dict[Edit, Edit | CannotWrite]:
        return {}

    def _found(self, edit: Edit) -> Edit:
        start, end = edit.span.start, edit.span.end
        index = self._home_of(start, end)
        part = self.parts[index]
        if part.place is None or part.notation is None:
            raise CannotWrite("it is put together in a way that can't be written back")
        base = self._bounds[index]
        fixed = part.cells.fixed if part.cells else ()
        if any(low < end - base and start - base < high for low, high in fixed):
            raise CannotWrite("a mark of the template stands in the text that changes")
        place = self._place(index, start, end)
        assert place
        content = self._written(edit.content, part.notation)
        raw, low, high = self.host.at(part.place), place.start, place.end
        low, high = low - part.place.start, high - part.place.start
        if raw.startswith(_ENDS, high):
            content = _INDENT.sub("", content)
        joined = raw.endswith(_ENDS) and not (raw[:low] + content + raw[high:]).endswith(_ENDS)
        change = _Change(start - base, end - base, edit.content, low, high, content)
        if joined or not (self._in_its_lines(part, raw, change) or self._in_all(part, raw, change)):
            raise CannotWrite(part.notation.refusal)
        return Edit(place, content)

    def _in_its_lines(self, part: Part, raw: str, change: _Change) -> bool:
        """Whether the lines around ``change`` are enough to see that it says what it should."""
        assert part.notation
        lead = part.notation.lead(raw + change.written) if len(raw) > _LONG else None
        if lead is None or part.cells is None:
            return False
        text = part.text
        first = text.rfind("\n", 0, max(text.rfind("\n", 0, change.start), 0)) + 1
        last = text.find("\n", text.find("\n", change.end) + 1) + 1
        if not first or last <= change.end:
            return False
        before, behind = part.cells.starts[first], part.cells.ends[last - 1]
        changed = raw[before : change.low] + change.written + raw[change.high : behind]
        wanted = text[first : change.start] + change.content + text[change.end : last]
        return part.notation.says(lead + changed, wanted)

    def _in_all(self, part: Part, raw: str, change: _Change) -> bool:
        """The same of all of the part, as long as not too much has been read for this program."""
        assert part.notation
        self._allowance.left -= len(raw)
        if self._allowance.left < 0:
            raise CannotWrite("it stands in a text too long to be read for each of its many calls")
        changed = raw[: change.low] + change.written + raw[change.high :]
        wanted = part.text[: change.start] + change.content + part.text[change.end :]
        return part.notation.says(changed, wanted)

    @cached_property
    def _allowance(self) -> _Allowance:
        return _Allowance()

    def _written(self, content: str, notation: Notation) -> str:
        """``content`` in ``notation``; a hole that it takes along is written as it was."""
        holes = {self.at(hole) for hole in self.holes}
        moved = [hole for hole in holes if hole in content]
        bare = self.masked(_GONE)
        for hole in moved:
            if hole in bare:
                raise CannotWrite(f"`{hole}` is filled in at one place and not at another")
        return notation.compose(content, moved)

    def _home_of(self, start: int, end: int) -> int:
        """The part that ``start`` up to ``end`` lie in; of two that meet, the one before."""
        for index, part in enumerate(self.parts):
            low, high = self._bounds[index], self._bounds[index] + len(part.text)
            if low <= start and end <= high and part.place is not None:
                return index
        raise CannotWrite("it is put together from several texts")


def inlay(
    host: Source,
    parts: Sequence[Part],
    holes: re.Pattern[str] | None = None,
    *,
    started: Span | None = None,
) -> Inlay:
    """One program made of ``parts``, at least one of which stands in the host.

    What ``holes`` matches is filled in before it runs.
    """
    text = "".join(part.text for part in parts)
    path = ":".join([host.path, *(str(part.place.start) for part in parts if part.place)])
    bounds = [match.span() for match in (holes.finditer(text) if holes else ())]
    at = 0
    for part in parts:
        found = part.cells.holes if part.cells else ()
        bounds += [(at + start, at + end) for start, end in found]
        at += len(part.text)
    gaps = tuple(Span(path, start, end) for start, end in sorted(bounds))
    return Inlay(path, text, gaps, host=host, parts=tuple(parts), started=started)
