"""A shell script to the calls it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from migrator.call.call import Call
from migrator.call.language import MISSING, Alone, Project, Reading, Trouble, may_hold_address
from migrator.call.source import Source, Span
from migrator.shell import inner, shown
from migrator.shell.answers import Answers
from migrator.shell.calls import Assembly, Origin
from migrator.shell.drafts import Drafts
from migrator.shell.functions import Site
from migrator.shell.neighbours import confirmed
from migrator.shell.parse import Script, depth, loss, parse
from migrator.shell.strays import Strays, texts
from migrator.shell.trip import MOST_STATEMENTS, Trip
from migrator.shell.walk import Walk

_DEEPEST = 1000
_PARAMETER = re.compile(r"<<[ \t]*(?:parameters|pipeline)\.[\w.-]+[ \t]*>>")
_DEEPEST_INSIDE = 3
_LONGEST_INSIDE = 200_000
_TOO_DEEP = Trouble(0, "it is nested too deeply to be read")


def read(source: Source, project: Project) -> Reading:
    try:
        script = parse(_with_holes(source))
        if trouble := _too_deep(script):
            return Reading(trouble=trouble)
        drafts = Drafts()
        trip = Trip(drafts.seen, partial(_library, project))
        calls = _calls(script, drafts, trip, project)
        if trouble := loss(script):
            return Reading(tuple(_whole(calls)), trouble, beyond=_beyond(trip, script))
        return Reading(tuple(calls), _too_much(trip, script), beyond=_beyond(trip, script))
    except RecursionError:
        return Reading(trouble=_TOO_DEEP)


def _with_holes(source: Source) -> Source:
    """The script of an orb, which CircleCI fills in before it runs."""
    if source.holes or "<<" not in source.text:
        return source
    found = _PARAMETER.finditer(source.text)
    return replace(source, holes=tuple(source.span(m.start(), m.end()) for m in found))


def _whole(calls: Iterable[Call]) -> Iterator[Call]:
    """Those that stand in a command which the grammar did not stumble over."""
    for call in calls:
        if isinstance(call.origin, Origin) and not call.origin.place[1].has_error:
            obstacles = (*call.obstacles, "a part of the file can't be read")
            yield replace(call, obstacles=obstacles, origin=None)


def _too_much(trip: Trip, script: Script) -> Trouble | None:
    if trip.stopped is None:
        return None
    place = trip.stopped[1] if trip.stopped[0] is script else 0
    what = f"only {MOST_STATEMENTS:,} statements are followed: from here on addresses are found"
    return Trouble(place, f"{what} by their text alone")


def _beyond(trip: Trip, script: Script) -> tuple[Trouble, ...]:
    return tuple(
        Trouble(place if where is script else 0, f"{clause}; {MISSING}")
        for clause, (where, place) in trip.beyond.items()
    )


def _too_deep(script: Script) -> Trouble | None:
    return _TOO_DEEP if depth(script.root) > _DEEPEST else None


def _calls(
    script: Script, drafts: Drafts, trip: Trip, project: Project, deeper: int = _DEEPEST_INSIDE
) -> list[Call]:
    walk = Walk(script, trip)
    walk.whole()
    for each in trip.walks.values():
        shown.mark(each.script, each.assignments.held)
    sites = {site for draft in drafts.drafts.values() for site in draft.path}
    for site in sites:
        trip.definitions.of(site.function)
    others = [other for each in trip.walks.values() for other in each.assignments.held]
    trip.definitions.share({site.name for site in sites}, others)
    answers = partial(_answers, drafts, trip)
    assembly = Assembly(script, answers, trip.definitions, trip.sourced, project)
    found = list(assembly.calls(drafts.drafts.values()))
    inside = list(_inside(script, drafts, trip, deeper))
    held = [(definition, tuple(texts)) for definition, texts in walk.assignments.held.items()]
    strays = Strays(script, held, [one.value for one in drafts.inner])
    passed = [seen for seen in drafts.passed.values() if seen.script is script]
    found += strays.calls(found, drafts.drafts.values(), passed)
    return sorted([*confirmed(found), *inside], key=lambda call: call.span)


def _library(project: Project, path: str) -> Script | Trouble | None:
    """The script at ``path``; where it can't be read, why, if an address may be in it."""
    source = project.source(path)
    if source is None:
        return None
    script = parse(source)
    trouble = _too_deep(script) or loss(script)
    if trouble and not may_hold_address(source.text):
        return None
    return trouble or script


def _inside(outer: Script, drafts: Drafts, trip: Trip, deeper: int) -> Iterator[Call]:
    """The calls of scripts that the script holds as text, each once."""
    told: set[tuple[Span, str | None, str]] = set()
    for found in drafts.inner:
        if found.span.path != outer.source.path:
            continue
        place = inner.Place(found)
        for call in map(place.outer, _calls_inside(outer, place, trip, deeper)):
            key = call.span, call.method, "".join(url.written() for url in call.urls)
            if key not in told:
                told.add(key)
                yield call


def _calls_inside(outer: Script, place: inner.Place, trip: Trip, deeper: int) -> list[Call]:
    if len(place.source.text) > _LONGEST_INSIDE:
        return list(texts(place.source, "the script that it is a part of is too long to be read"))
    script = parse(place.source)
    if not deeper or _too_deep(script):
        reason = "it stands too deep inside other scripts to be read as one itself"
        return list(texts(place.source, reason))
    own = Drafts()
    inside = Trip(own.seen)
    calls = _calls(script, own, inside, Alone(), deeper - 1)
    trip.take(inside, outer, place.start)
    return calls


def _answers(drafts: Drafts, trip: Trip, script: Script, sites: tuple[Site, ...]) -> Answers:
    path = script.source.path
    assignments = trip.walks[path].assignments
    return Answers(
        script,
        argv_of=lambda node: drafts.argvs.get((path, node.start_byte), ()),
        definition_at=assignments.at,
        mixed=assignments.mixed,
        sites=sites,
        elsewhere=partial(_answers, drafts, trip),
    )
