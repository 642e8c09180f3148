"""A file that was examined, and the lines that its calls stand on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from migrator.call.language import Language, Layout
from migrator.call.nest import Nest
from migrator.call.source import Source
from migrator.embedded.comments import holds_lines
from migrator.files.kind import Kind
from migrator.records import dataclass
from migrator.run.examine import Case, Examined
from migrator.run.languages import language
from migrator.run.parts import layout, parts
from migrator.run.suppression import Lines, lines


@dataclass
class Viewed:
    now: Examined
    kind: Kind

    @property
    def source(self) -> Source:
        return self.now.source

    @cached_property
    def statements(self) -> list[str]:
        """What they say."""
        return [self.source.at(span) for span in self._layout.statements]

    def lines(self, number: int) -> Iterator[tuple[Source, Lines]]:
        """Of a call: those of the file itself, and those of the program in it."""
        case = self.now.cases[number]
        if holds_lines(self.kind):
            yield self.source, lines(self.source, case.span, self._statements)
        if case.source.path != self.source.path:
            yield case.source, lines(case.source, case.call.span, self._program(case)[1])

    def is_read(self, number: int) -> bool:
        """Whether the program that the call stands in was read, whatever others beside it."""
        if not self.now.troubles:
            return True
        return not self._is_broken and self._program(self.now.cases[number])[0].whole

    @cached_property
    def _is_broken(self) -> bool:
        return parts(self.source, self.kind).trouble is not None

    @cached_property
    def _layout(self) -> Layout:
        return layout(self.source, self.kind)

    @cached_property
    def _statements(self) -> Nest:
        return Nest(self._layout.statements)

    @cached_property
    def _programs(self) -> dict[str, tuple[Layout, Nest]]:
        return {}

    def _program(self, case: Case) -> tuple[Layout, Nest]:
        path = case.source.path
        if path not in self._programs:
            found = _reader(case).layout(case.source)
            self._programs[path] = found, Nest(found.statements)
        return self._programs[path]


def _reader(case: Case) -> Language:
    return language("python" if case.call.language == "python" else "shell")
