"""package.json: the scripts that npm runs."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded.flow import Double
from migrator.embedded.inlay import inlay, written
from migrator.embedded.json import strings
from migrator.embedded.snippet import Snippet


def snippets(source: Source) -> Iterator[Snippet]:
    """Raises ``CannotRead``."""
    for string in strings(source.text):
        if len(string.path) == 2 and string.path[0] == "scripts":
            place = source.span(string.start, string.end)
            yield Snippet("shell", inlay(source, [written(source, place, Double(json=True))]))
