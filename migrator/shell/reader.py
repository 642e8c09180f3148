"""A shell script to the calls it makes."""

from __future__ import annotations

from functools import partial

from migrator.call.call import Call
from migrator.call.language import Reading, Trouble
from migrator.call.source import Source
from migrator.shell import shown
from migrator.shell.answers import Answers
from migrator.shell.calls import Assembly
from migrator.shell.drafts import Drafts
from migrator.shell.functions import Site
from migrator.shell.parse import Script, depth, loss, parse
from migrator.shell.strays import Strays
from migrator.shell.walk import Trip, Walk

_DEEPEST = 1000
_TOO_DEEP = Trouble(0, "it is nested too deeply to be read")


def read(source: Source) -> Reading:
    try:
        script = parse(source)
        trouble = _too_deep(script) or loss(script)
        return Reading(trouble=trouble) if trouble else Reading(tuple(_calls(script)))
    except RecursionError:
        return Reading(trouble=_TOO_DEEP)


def _too_deep(script: Script) -> Trouble | None:
    return _TOO_DEEP if depth(script.root) > _DEEPEST else None


def _calls(script: Script) -> list[Call]:
    drafts = Drafts()
    trip = Trip(drafts.seen)
    walk = Walk(script, trip)
    walk.script()
    shown.mark(script, walk.assignments.held)
    assembly = Assembly(script, partial(_answers, drafts, trip), trip.definitions)
    found = list(assembly.calls(drafts.drafts.values()))
    held = [(definition, tuple(texts)) for definition, texts in walk.assignments.held.items()]
    strays = Strays(script, held)
    found += strays.calls(found, drafts.drafts.values(), drafts.passed.values())
    return sorted(found, key=lambda call: call.span)


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
