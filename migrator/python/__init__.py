"""Python: source to calls, and back. libcst is loaded when the first file is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrator.call.call import Call
from migrator.call.language import Language, Layout, Project, Reading
from migrator.call.source import Edit, Source


class _Python:
    name = "python"

    def read(self, source: Source, project: Project) -> Reading:
        from migrator.python.reading import read

        return read(source, project)

    def neighbours(self, path: str, data: bytes, exists: Callable[[str], bool]) -> Iterator[str]:
        from migrator.python.imported import imported

        return imported(path, data, exists)

    def write(self, source: Source, old: Call, new: Call) -> tuple[Edit, ...]:
        from migrator.python.writing import write

        return write(source, old, new)

    def layout(self, source: Source) -> Layout:
        from migrator.python.lines import layout

        return layout(source)

    def parses(self, source: Source) -> bool:
        from migrator.python.syntax import accepts

        return accepts(source.masked("_")) is None


PYTHON: Language = _Python()
