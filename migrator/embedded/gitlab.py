"""Pipelines of GitLab: the lines of ``script`` and what runs around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded import steps
from migrator.embedded.snippet import Snippet
from migrator.embedded.steps import Step, Text, variables
from migrator.embedded.trees import Place, places
from migrator.yaml import Mapping, Node, Scalar, Sequence, resolved

_HOLE = re.compile(r"\$\[\[(?:[^]$\n]|\](?!\])|\$(?!\[\[))*+\]\]")
"""An input of a component."""
_BEFORE, _SCRIPT, _AFTER = "before_script", "script", "after_script"


def snippets(source: Source) -> Iterator[Snippet]:
    """Raises ``CannotRead``."""
    yield from steps.snippets(source, list(_steps(source)), _HOLE, quote='"', defaults=True)


def _steps(source: Source) -> Iterator[Step]:
    jobs = [place for place in places(source) if len(place.keys) <= 1]
    taken = {id(before) for job in jobs if (before := _taken(job))}
    for place in jobs:
        job = place.node
        if not isinstance(job, Mapping):
            continue
        set_here = variables(place, (job,), "variables")
        before, script = job.get(_BEFORE), job.get(_SCRIPT)
        if script is not None or (before is not None and id(before) not in taken):
            before = before if before is not None else _taken(place)
            lines = (*_lines(before, place.flow), *_lines(script, place.flow))
            yield Step(lines, None, set_here)
        if after := job.get(_AFTER):
            yield Step(tuple(_lines(after, place.flow)), None, set_here)


def _taken(place: Place) -> Node | None:
    """What all jobs run first, for a job that says nothing of its own."""
    job = place.node
    if not place.above or not isinstance(job, Mapping) or job.get(_SCRIPT) is None:
        return None
    root = place.above[0]
    default = root.get("default")
    common = default.get(_BEFORE) if isinstance(default, Mapping) else None
    return (common or root.get(_BEFORE)) if job.get(_BEFORE) is None else None


def _lines(node: Node | None, flow: bool) -> Iterator[Text]:
    """One text a line; lists in lists are what an alias puts there."""
    if node is None:
        return
    stack = [(resolved(node), flow)]
    while stack:
        real, inside = stack.pop()
        if isinstance(real, Scalar) and real.tag is None:
            yield Text(real, inside)
        elif isinstance(real, Sequence) and real.tag is None:
            items = [(resolved(item), inside or real.flow) for item in real.items]
            stack.extend(reversed(items))
