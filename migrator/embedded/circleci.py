"""Configs and orb sources of CircleCI: the commands of ``run`` steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded.inlay import inlay
from migrator.embedded.interpreters import language_of
from migrator.embedded.scalars import part
from migrator.embedded.snippet import Snippet
from migrator.embedded.trees import Place, places
from migrator.yaml import Mapping, Scalar

_HOLE = re.compile(r"(?<!\\)<<\s*(?:[\w-]+(?:\.[\w/-]+)+|include\([^()]*\))\s*>>")
"""A parameter, or a pipeline value; ``include`` is filled in when an orb is packed."""


def snippets(source: Source) -> Iterator[Snippet]:
    """A step is an item of a list that has ``run``: in jobs, commands, conditions and examples.

    Raises ``CannotRead``.
    """
    for place in places(source):
        if not place.keys or place.keys[-1] is not None or not isinstance(place.node, Mapping):
            continue
        found = _command(place)
        if found is None:
            continue
        command, shell, flow = found
        language = language_of(shell)
        if language:
            yield Snippet(language, inlay(source, [part(source, command, flow=flow)], _HOLE))


def _command(place: Place) -> tuple[Scalar, str | None, bool] | None:
    """The command of a step, the shell that runs it, and whether it stands in brackets."""
    step = place.node
    assert isinstance(step, Mapping)
    run = step.get("run")
    flow = place.flow or step.flow
    around = next((n.text for n in place.nearest("shell") if isinstance(n, Scalar)), None)
    if isinstance(run, Scalar):
        return run, around, flow
    command = run.get("command") if isinstance(run, Mapping) else None
    if not isinstance(run, Mapping) or not isinstance(command, Scalar):
        return None
    shell = run.get("shell")
    return command, shell.text if isinstance(shell, Scalar) else around, flow or run.flow
