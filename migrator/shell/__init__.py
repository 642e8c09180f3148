"""Shell: curl, wget and HTTPie commands to calls and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import basename

from migrator.call.language import (
    Change,
    Layout,
    Listing,
    Mention,
    Project,
    Reading,
    Written,
    exists_in,
)
from migrator.call.source import Source


class Shell:
    """``migrator.call.language.Language`` for Bash and its kin; the grammar is loaded when used."""

    @property
    def name(self) -> str:
        return "shell"

    def read(self, source: Source, project: Project) -> Reading:
        from migrator.shell import reader

        return reader.read(source, project)

    def neighbours(self, path: str, data: bytes, listing: Listing) -> Iterator[str]:
        from migrator.shell import sourced

        return sourced.neighbours(path, data, exists_in(listing))

    @property
    def suffixes(self) -> tuple[str, ...]:
        return ()  # a script may source a file of any name

    def mention(self, path: str) -> Mention:
        return Mention(frozenset({basename(path)}))

    def write(self, source: Source, changes: Sequence[Change]) -> tuple[Written, ...]:
        from migrator.shell import write

        return write.write(source, changes)

    def layout(self, source: Source) -> Layout:
        from migrator.shell import lines

        return lines.layout(source)

    def parses(self, source: Source) -> bool:
        from migrator.shell import parse

        return not any(parse.errors(parse.parse(source).root))


SHELL = Shell()
