"""Configurations of pre-commit: what a hook runs."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded.inlay import inlay
from migrator.embedded.scalars import part
from migrator.embedded.snippet import Snippet
from migrator.embedded.trees import places
from migrator.yaml import Mapping, Scalar


def snippets(source: Source) -> Iterator[Snippet]:
    """Raises ``CannotRead``."""
    for place in places(source):
        hook = place.node
        in_hooks = place.keys[-2:] == ("hooks", None) or place.keys == (None,)
        if not in_hooks or not isinstance(hook, Mapping):
            continue
        entry = hook.get("entry")
        if isinstance(entry, Scalar):
            flow = place.flow or hook.flow
            yield Snippet("shell", inlay(source, [part(source, entry, flow=flow)]))
