"""Compose files: what a service runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from migrator.call.source import Source
from migrator.embedded import argv
from migrator.embedded.doubled import Doubled
from migrator.embedded.inlay import Part, inlay
from migrator.embedded.scalars import part
from migrator.embedded.snippet import Snippet
from migrator.embedded.trees import places
from migrator.yaml import Mapping, Scalar, Sequence, resolved

_EXPANDED = re.compile(r"\$\{[^{}]*\}|\$\w+")


def snippets(source: Source) -> Iterator[Snippet]:
    """Raises ``CannotRead``."""
    for place in places(source):
        service = place.node
        if len(place.keys) != 2 or place.keys[0] != "services" or not isinstance(service, Mapping):
            continue
        flow = place.flow or service.flow
        listed: list[Part] = []
        for key in ("entrypoint", "command"):
            command = service.get(key)
            if isinstance(command, Scalar):
                yield Snippet("shell", inlay(source, [_part(source, command, flow)]))
            elif isinstance(command, Sequence):
                inside = flow or command.flow
                items = [resolved(item) for item in command.items]
                listed += [_part(source, i, inside) for i in items if isinstance(i, Scalar)]
        if listed:
            yield Snippet("shell", inlay(source, argv.parts(listed)))


def _part(source: Source, scalar: Scalar, flow: bool) -> Part:
    return part(source, scalar, flow=flow, within=partial(Doubled, expansion=_EXPANDED))
