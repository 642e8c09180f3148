"""Python: source to calls, and back. libcst is loaded when the first file is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.call.language import (
    Change,
    Language,
    Layout,
    Listing,
    Mention,
    Project,
    Reading,
    Written,
)
from migrator.call.source import Source


class _Python:
    name = "python"
    suffixes: tuple[str, ...] = (".py",)

    def read(self, source: Source, project: Project) -> Reading:
        from migrator.python.loading import load

        load()
        from migrator.python.reading import read

        return read(source, project)

    def neighbours(self, path: str, data: bytes, listing: Listing) -> Iterator[str]:
        from migrator.python.imported import imported

        return imported(path, data, listing)

    def mention(self, path: str) -> Mention:
        from migrator.python.imported import mention

        return mention(path)

    def write(self, source: Source, changes: Sequence[Change]) -> tuple[Written, ...]:
        from migrator.python.writing import write

        return write(source, changes)

    def layout(self, source: Source) -> Layout:
        from migrator.python.lines import layout

        return layout(source)

    def parses(self, source: Source) -> bool:
        from migrator.python.syntax import accepts

        return accepts(source.masked("_")) is None


PYTHON: Language = _Python()
