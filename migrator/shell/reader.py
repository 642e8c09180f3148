"""A shell script to the calls it makes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from migrator.call.call import Call
from migrator.call.language import Alone, Project, Reading, Trouble
from migrator.call.source import Source, Span
from migrator.shell import inner, shown
from migrator.shell.answers import Answers
from migrator.shell.calls import Assembly
from migrator.shell.drafts import Drafts
from migrator.shell.functions import Site
from migrator.shell.parse import Script, depth, loss, parse
from migrator.shell.strays import Strays
from migrator.shell.walk import Trip, Walk

_DEEPEST = 1000
_DEEPEST_INSIDE = 3
_TOO_DEEP = Trouble(0, "it is nested too deeply to be read")


def read(source: Source, project: Project) -> Reading:
    try:
        script = parse(source)
        trouble = _too_deep(script) or loss(script)
        return Reading(trouble=trouble) if trouble else Reading(tuple(_calls(script, project)))
    except RecursionError:
        return Reading(trouble=_TOO_DEEP)


def _too_deep(script: Script) -> Trouble | None:
    return _TOO_DEEP if depth(script.root) > _DEEPEST else None


def _calls(script: Script, project: Project, deeper: int = _DEEPEST_INSIDE) -> list[Call]:
    drafts = Drafts()
    trip = Trip(drafts.seen, partial(_library, project))
    walk = Walk(script, trip)
    walk.whole()
    for each in trip.walks.values():
        shown.mark(each.script, each.assignments.held)
    assembly = Assembly(script, partial(_answers, drafts, trip), trip.definitions)
    found = list(assembly.calls(drafts.drafts.values()))
    inside = list(_inside(script.source.path, drafts, deeper))
    held = [(definition, tuple(texts)) for definition, texts in walk.assignments.held.items()]
    strays = Strays(script, held, [one.value for one in drafts.inner])
    passed = [seen for seen in drafts.passed.values() if seen.script is script]
    found += strays.calls(found, drafts.drafts.values(), passed)
    return sorted([*found, *inside], key=lambda call: call.span)


def _library(project: Project, path: str) -> Script | None:
    """The script at ``path``, if it can be read."""
    source = project.source(path)
    if source is None:
        return None
    script = parse(source)
    return None if _too_deep(script) or loss(script) else script


def _inside(path: str, drafts: Drafts, deeper: int) -> Iterator[Call]:
    """The calls of scripts that the script holds as text, each once."""
    told: set[tuple[Span, str | None, str]] = set()
    for found in drafts.inner:
        if found.span.path != path:
            continue
        place = inner.Place(found)
        script = parse(place.source)
        if not deeper or _too_deep(script):
            continue
        for call in map(place.outer, _calls(script, Alone(), deeper - 1)):
            key = call.span, call.method, "".join(url.written() for url in call.urls)
            if key not in told:
                told.add(key)
                yield call


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
