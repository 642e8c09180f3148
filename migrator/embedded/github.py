"""Workflows and composite actions of GitHub: the commands of ``run`` steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded import steps
from migrator.embedded.snippet import Snippet
from migrator.embedded.steps import Step, Text, variables
from migrator.embedded.trees import Place, places
from migrator.yaml import Mapping, Scalar

_HOLE = re.compile(r"\$\{\{(?:[^}$]|\}(?!\})|\$(?!\{\{))*+\}\}")
_WINDOWS = "pwsh"


def snippets(source: Source) -> Iterator[Snippet]:
    """Raises ``CannotRead``."""
    yield from steps.snippets(source, list(_steps(source)), _HOLE)


def _steps(source: Source) -> Iterator[Step]:
    for place in places(source):
        step = place.node
        if place.keys[-2:] != ("steps", None) or not isinstance(step, Mapping):
            continue
        run = step.get("run")
        if isinstance(run, Scalar):
            text = Text(run, place.flow or step.flow)
            yield Step((text,), _shell(place, step), variables(place, (step,), "env"))


def _shell(place: Place, step: Mapping) -> str | None:
    """What is said for the step, the job or the workflow; or what the machine has."""
    own = step.get("shell")
    if isinstance(own, Scalar):
        return own.text
    for defaults in place.nearest("defaults"):
        run = defaults.get("run") if isinstance(defaults, Mapping) else None
        shell = run.get("shell") if isinstance(run, Mapping) else None
        if isinstance(shell, Scalar):
            return shell.text
    machine = next(place.nearest("runs-on"), None)
    windows = isinstance(machine, Scalar) and machine.text.startswith("windows")
    return _WINDOWS if windows else None
