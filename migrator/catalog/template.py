"""Path templates, and how one unifies with a path of which only some is known.

A template is a path such as ``/project/{slug}/tree/{branch}``. A project's slug
is written as three segments (VCS, organization, project), in API v1 also as two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from migrator.call.value import HOLE, Value
from migrator.records import dataclass

VCS = frozenset({"github", "gh", "bitbucket", "bb"})
_TAIL = frozenset({"rest", "path"})
_PROJECT = frozenset({"slug", "vcs", "org"})
_DIGITS = re.compile(rf"[0-9{HOLE}]+")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|<[^<>]*>|:[A-Za-z][\w-]*")
_NUMBER_NAME = re.compile(r"num|(?:^|[^a-z])(?:build|job)s?(?:_?id)?(?:[^a-z]|$)", re.IGNORECASE)

SLUG_STEP = 1
"""Cost of each further slug segment that one hole is taken to hold."""
UNDOCUMENTED = 5
"""Cost of a reading that no reference describes: a v1.1 path without VCS, a branch with a slash,
a slug of which the slashes are encoded."""
MISNAMED = 6
"""Cost of taking a word of the API (``tree``, ``build``) for the name of a project."""
NUMBERED = 2
"""Cost of taking ``11`` or ``$BUILD_NUM`` for the name of a project, both readings stay open."""
HIDDEN = 20
"""Cost of taking a hole to hide a word of the template; no reading that dear is believed."""


@dataclass(frozen=True)
class Segment:
    """Cells ``start`` up to ``end`` of the URL, between two slashes.

    ``single`` says that what a hole in it stands for holds no slash, ``numbered``
    that a hole is named like the number of a build.
    """

    start: int
    end: int
    shape: str
    single: bool = False
    numbered: bool = False

    @cached_property
    def hole(self) -> bool:
        """Whether all of it is open, be it a placeholder that nothing in view fills."""
        return self.shape == HOLE or bool(_PLACEHOLDER.fullmatch(self.shape))

    @property
    def known(self) -> bool:
        return HOLE not in self.shape


@dataclass(frozen=True, slots=True)
class Unit:
    """One segment of a template: a word, or a variable and the part of it this is."""

    word: str = ""
    variable: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """``bound`` gives each variable its cells. ``vcs`` is false for a two-part slug.

    ``crowded`` are the cells of holes taken to hold several segments of the slug.
    """

    bound: dict[str, tuple[int, int]]
    cost: int
    vcs: bool
    crowded: tuple[int, ...] = ()


def segments(url: Value, start: int, end: int) -> tuple[Segment, ...]:
    """The segments of cells ``start`` up to ``end``; a last slash adds none."""
    found: list[Segment] = []
    at = start
    for part in url.shape[start:end].split("/"):
        found.append(_segment(url.cut(at, at + len(part)), at))
        at += len(part) + 1
    if found and not found[0].shape:
        found.pop(0)
    if found and not found[-1].shape:
        found.pop()
    return tuple(found)


def _segment(value: Value, start: int) -> Segment:
    return Segment(
        start,
        start + len(value),
        value.shape,
        single=bool(value.holes) and not any(hole.multiple for hole in value.holes),
        numbered=any(_NUMBER_NAME.search(name) for name in _names(value)),
    )


def _names(value: Value) -> list[str]:
    """What the open parts of a segment are called."""
    placeholder = [value.shape] if _PLACEHOLDER.fullmatch(value.shape) else []
    return [*(hole.source for hole in value.holes), *placeholder]


@dataclass(frozen=True)
class Template:
    path: str

    def in_words(self, words: dict[str, str]) -> str:
        """The path as a reference writes it: ``words`` by variable, else in the style of those."""
        braces = any(w.startswith("{") for w in words.values())
        default = "{{{}}}" if braces else ":{}"
        return re.sub(r"{(\w+)}", lambda m: words.get(m[1], default.format(m[1])), self.path)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(p for p in self.path.split("/") if p and not p.startswith("{"))

    def units(self, vcs: bool) -> tuple[Unit, ...]:
        return _units(self.path, vcs)

    def readings(
        self, path: Sequence[Segment], words: frozenset[str], *, vcs_optional: bool
    ) -> Iterator[Reading]:
        """Every way to read ``path`` as this template, whatever it costs.

        ``words`` are those of all templates together.
        """
        parts = tuple(path)
        yield from _walk(parts, self.units(True), Reading({}, 0, True), words)
        if "{slug}" in self.path:
            cost = 0 if vcs_optional else UNDOCUMENTED
            yield from _walk(parts, self.units(False), Reading({}, cost, False), words)


@cache
def _units(path: str, vcs: bool) -> tuple[Unit, ...]:
    found: list[Unit] = []
    for part in path.strip("/").split("/"):
        if part == "{slug}":
            names = ("vcs", "org", "repo") if vcs else ("org", "repo")
            found.extend(Unit(variable="slug", part=name) for name in names)
        elif part.startswith("{"):
            found.append(Unit(variable=part[1:-1]))
        else:
            found.append(Unit(word=part))
    return tuple(found)


def _walk(
    path: tuple[Segment, ...], units: tuple[Unit, ...], so_far: Reading, words: frozenset[str]
) -> Iterator[Reading]:
    if so_far.cost >= HIDDEN:
        return
    if not path or not units:
        if not path and not units:
            yield so_far
        return
    segment, unit = path[0], units[0]
    if unit.variable in _TAIL:
        yield _bind(so_far, unit, segment.start, path[-1].end, 0)
        return
    if segment.hole:
        yield from _through_hole(path, units, so_far, words)
        return
    if _fits(segment, unit, so_far.vcs):
        cost = MISNAMED if unit.variable in _PROJECT and segment.shape in words else 0
        cost += NUMBERED if unit.part == "repo" and segment.shape.isdecimal() else 0
        bound = _bind(so_far, unit, segment.start, segment.end, cost)
        yield from _walk(path[1:], units[1:], bound, words)
    if unit.variable == "branch" and len(units) == 1 and len(path) > 1:
        yield _bind(so_far, unit, segment.start, path[-1].end, UNDOCUMENTED)


def _through_hole(
    path: tuple[Segment, ...], units: tuple[Unit, ...], so_far: Reading, words: frozenset[str]
) -> Iterator[Reading]:
    """The first segment is one hole: it holds one unit or more."""
    segment, cost = path[0], 0
    reading = so_far
    for taken, unit in enumerate(units, start=1):
        cost += NUMBERED if segment.numbered and unit.part == "repo" else 0
        if unit.word:
            cost += HIDDEN
        elif taken > 1:
            cost += SLUG_STEP if {unit.variable, units[0].variable} <= _PROJECT else HIDDEN
        reading = _bind(reading, unit, segment.start, segment.end, 0)
        if segment.single and taken > 1:
            if (units[0].part, unit.part) != ("vcs", "repo"):
                continue
            cost = UNDOCUMENTED
        crowded = (*so_far.crowded, segment.start) if taken > 1 else so_far.crowded
        step = Reading(reading.bound, so_far.cost + cost, so_far.vcs, crowded)
        yield from _walk(path[1:], units[taken:], step, words)
    if units[0].variable == "branch" and len(units) == 1 and len(path) > 1:
        yield _bind(so_far, units[0], segment.start, path[-1].end, UNDOCUMENTED)


def _fits(segment: Segment, unit: Unit, vcs: bool) -> bool:
    if unit.word or not segment.shape:
        return bool(segment.shape) and segment.shape == unit.word
    if unit.part == "vcs":
        return segment.shape in VCS
    if unit.part == "org" and not vcs:
        return segment.shape not in VCS
    if unit.variable == "n":
        return bool(_DIGITS.fullmatch(segment.shape))
    return True


def _bind(reading: Reading, unit: Unit, start: int, end: int, cost: int) -> Reading:
    if not unit.variable:
        return Reading(reading.bound, reading.cost + cost, reading.vcs, reading.crowded)
    first = reading.bound.get(unit.variable, (start, end))[0]
    bound = {**reading.bound, unit.variable: (first, end)}
    return Reading(bound, reading.cost + cost, reading.vcs, reading.crowded)
