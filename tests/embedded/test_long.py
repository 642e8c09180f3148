"""Changes of a long text are looked at in their lines, and are what they are in the whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source
from migrator.embedded import inlay as inlays
from migrator.embedded.blocks import Block
from migrator.embedded.cells import Cells, Notation
from migrator.embedded.dockertext import Document, Instruction
from migrator.embedded.inlay import inlay, written
from migrator.embedded.lines import Lines
from migrator.embedded.orbtext import Templated
from migrator.records import dataclass

LINES = ["echo a", "", "  curl b \\", "# c", 'd "', "e\\"]
IN_YAML = Block(2, "\n")
NOTATIONS: list[tuple[Notation, str, str]] = [
    (IN_YAML, "|\n  ", "\n  "),
    (IN_YAML, "|-\n  ", "\n  "),
    (IN_YAML, ">\n  ", "\n  "),
    (Block(2, "\r\n"), "|+\r\n  ", "\r\n  "),
    (Templated(IN_YAML), "|\n  ", "\n  "),
    (Instruction(), "", " \\\n"),
    (Instruction(), "", "\\\n# left out\n\n"),
    (Document(), "", "\n"),
    (Lines("> "), "", "\n> "),
]
CONTENTS = ["", "x", "\n", "x\ny", "\n\nx", "  ", "#", "\\", "\r", "\n    x\n", "<< p >>"]


def lifted(source: Source, edit: Edit, most: int) -> Edit | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inlays, "_LONG", most)
        try:
            return source.carry(edit)
        except CannotWrite:
            return None


@given(st.data())
def test_a_change_is_the_same_in_its_lines_and_in_all(data: st.DataObject) -> None:
    notation, begin, between = data.draw(st.sampled_from(NOTATIONS))
    lines = data.draw(st.lists(st.sampled_from(LINES), min_size=6, max_size=14))
    host = Source("host", begin + between.join(lines))
    part = written(host, host.span(0, len(host.text)), notation)
    if part.cells is None:
        return
    program = inlay(host, [part])
    start = data.draw(st.integers(0, len(program.text)))
    end = data.draw(st.integers(start, min(start + 12, len(program.text))))
    edit = Edit(program.span(start, end), data.draw(st.sampled_from(CONTENTS)))
    whole = lifted(inlay(host, [part]), edit, len(host.text))
    assert lifted(program, edit, 0) == whole


@dataclass(frozen=True)
class Counting(Block):
    """Tells how much it was asked to read."""

    asked: list[int] = field(default_factory=list)

    def read(self, raw: str) -> Cells | None:
        self.asked.append(len(raw))
        return super().read(raw)


def changes(program: Source) -> Iterator[Edit]:
    for match in re.finditer("v1", program.text):
        yield Edit(program.span(*match.span()), "v2")


@pytest.mark.parametrize("around", [lambda block: block, Templated])
def test_a_change_of_a_long_step_reads_a_few_of_its_lines(
    around: Callable[[Notation], Notation],
) -> None:
    notation = Counting(2, "\n")
    host = Source("host", "|\n" + "  curl https://host/v1\n" * 1_000)
    program = inlay(host, [written(host, host.span(0, len(host.text)), around(notation))])
    edits = list(changes(program))
    assert len([program.carry(edit) for edit in edits]) == 1_000
    assert sum(notation.asked) < 20 * len(host.text)
    before = len(notation.asked)
    assert len([program.carry(edit) for edit in edits]) == 1_000
    assert len(notation.asked) == before


def test_a_long_line_with_many_changes_is_given_up_in_words() -> None:
    host = Source("host", "RUN " + "curl https://host/v1 && " * 2_000)
    program = inlay(host, [written(host, host.span(4, len(host.text)), Instruction())])
    told = set()
    for edit in changes(program):
        try:
            program.carry(edit)
        except CannotWrite as refusal:
            told.add(str(refusal))
    assert told == {"it stands in a text too long to be read for each of its many calls"}
