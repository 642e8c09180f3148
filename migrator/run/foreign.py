"""Programs in languages that nobody here reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.call.call import Call
from migrator.call.language import (
    CannotWrite,
    Change,
    Layout,
    Listing,
    Mention,
    Project,
    Reading,
    Written,
)
from migrator.call.source import Source
from migrator.records import dataclass
from migrator.run.leftovers import leftovers


@dataclass(frozen=True)
class Foreign:
    """``migrator.call.language.Language`` for what ``name`` runs: text with addresses in it."""

    name: str
    suffixes: tuple[str, ...] = ()

    def read(self, source: Source, project: Project) -> Reading:
        return Reading()

    def addresses(self, source: Source, hosts: tuple[str, ...]) -> Iterator[Call]:
        reason = (
            f"`{self.name}` runs it, which this tool does not read: the address was found as text"
        )
        yield from leftovers(source, self.name, hosts, reason)

    def neighbours(self, path: str, data: bytes, listing: Listing) -> Iterator[str]:
        return iter(())

    def mention(self, path: str) -> Mention:
        return Mention(frozenset())

    def write(self, source: Source, changes: Sequence[Change]) -> tuple[Written, ...]:
        return tuple(CannotWrite(f"`{self.name}` is not written") for _ in changes)

    def layout(self, source: Source) -> Layout:
        return Layout()

    def parses(self, source: Source) -> bool:
        return True
