"""Host files and the programs in them."""

from __future__ import annotations

from collections.abc import Iterable

from migrator.call.source import Edit, Source
from migrator.embedded import Snippet, snippets
from migrator.plan import apply


def found(kind: str, text: str, path: str = "host") -> list[Snippet]:
    return list(snippets(kind, Source(path, text)))


def texts(kind: str, text: str) -> list[str]:
    return [snippet.source.text for snippet in found(kind, text)]


def carried(host: str, snippet: Snippet, edits: Iterable[tuple[int, int, str]]) -> str:
    """``host`` after edits of the program. Raises ``CannotWrite``."""
    source = snippet.source
    made = [source.carry(Edit(source.span(a, b), content)) for a, b, content in edits]
    return apply(host, made)


def place(host: str, snippet: Snippet, start: int, end: int) -> str:
    """The text of the host that the characters ``start`` up to ``end`` stand for."""
    span = snippet.source.home(snippet.source.span(start, end))
    return host[span.start : span.end]
