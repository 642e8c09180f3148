"""Shell: curl, wget and HTTPie commands to calls and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrator.call.call import Call
from migrator.call.language import Layout, Project, Reading
from migrator.call.source import Edit, Source


class Shell:
    """``migrator.call.language.Language`` for Bash and its kin; the grammar is loaded when used."""

    @property
    def name(self) -> str:
        return "shell"

    def read(self, source: Source, project: Project) -> Reading:
        from migrator.shell import reader

        return reader.read(source, project)

    def neighbours(self, path: str, data: bytes, exists: Callable[[str], bool]) -> Iterator[str]:
        from migrator.shell import sourced

        return sourced.neighbours(path, data, exists)

    def write(self, source: Source, old: Call, new: Call) -> tuple[Edit, ...]:
        from migrator.shell import write

        return write.write(source, old, new)

    def layout(self, source: Source) -> Layout:
        from migrator.shell import lines

        return lines.layout(source)

    def parses(self, source: Source) -> bool:
        from migrator.shell import parse

        return not any(parse.errors(parse.parse(source).root))


SHELL = Shell()
