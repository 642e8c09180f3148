"""Configs and orb sources of CircleCI: the commands of ``run`` steps."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded import steps
from migrator.embedded.orbtext import HOLE, Templated
from migrator.embedded.snippet import Snippet
from migrator.embedded.steps import Step, Text, variables
from migrator.embedded.trees import Place, places
from migrator.yaml import Mapping, Scalar

_VARIABLES = "environment"


def snippets(source: Source) -> Iterator[Snippet]:
    """A step is an item of a list that has ``run``: in jobs, commands, conditions and examples.

    Raises ``CannotRead``.
    """
    yield from steps.snippets(source, list(_steps(source)), HOLE, within=Templated)


def _steps(source: Source) -> Iterator[Step]:
    for place in places(source):
        if place.keys and place.keys[-1] is None and isinstance(place.node, Mapping):
            yield from _step(place, place.node)


def _step(place: Place, step: Mapping) -> Iterator[Step]:
    run = step.get("run")
    if isinstance(run, Scalar) and not run.text and step.own("command"):
        run = step  # its keys stand too far left
    around = next((n.text for n in place.nearest("shell") if isinstance(n, Scalar)), None)
    flow = place.flow or step.flow
    if isinstance(run, Scalar):
        yield Step((Text(run, flow),), around, variables(place, (), _VARIABLES))
    elif isinstance(run, Mapping) and isinstance(command := run.get("command"), Scalar):
        own = run.get("shell")
        shell = own.text if isinstance(own, Scalar) else around
        text = Text(command, flow or run.flow)
        yield Step((text,), shell, variables(place, (run,), _VARIABLES))
