"""One file to its calls."""

from __future__ import annotations

from dataclasses import replace

from migrator.call.call import Call
from migrator.call.language import Project, Reading, Trouble
from migrator.call.source import Source
from migrator.python.bindings import Bindings
from migrator.python.bounds import beyond
from migrator.python.commands import commands
from migrator.python.holes import marked
from migrator.python.interpreter import walk
from migrator.python.older import OLDER, as_python_3
from migrator.python.reader import calls
from migrator.python.remembered import Remembered
from migrator.python.tree import parse


def _read(source: Source, project: Project) -> Reading:
    tree = parse(source)
    if isinstance(tree, Trouble):
        return Reading(_older(source, project), tree)
    try:
        run = walk(tree, project)
        found = tuple(marked(calls(run), source))
        started = tuple(commands(run, Bindings(run)))
        return Reading(found, commands=started, beyond=beyond(run))
    except RecursionError:
        return Reading((), Trouble(0, "nested too deeply to be followed"))


def _older(source: Source, project: Project) -> tuple[Call, ...]:
    """What a file of Python 2 calls; only told, as nothing could prove a rewrite."""
    text = as_python_3(source.text)
    if text is None:
        return ()
    calls = _read(replace(source, text=text), project).calls
    return tuple(replace(call, obstacles=(*call.obstacles, OLDER)) for call in calls)


_remembered = Remembered(_read)


def read(source: Source, project: Project) -> Reading:
    """All calls of the source, in order. Never raises."""
    return _remembered(source, project)
