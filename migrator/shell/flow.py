"""What flows from one command of a script to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from migrator.call.answer import Read
from migrator.records import dataclass
from migrator.shell import jqthings
from migrator.shell.jqthings import Things


@dataclass(frozen=True)
class Flow:
    """``things`` are of the answer; the status of it is none of them."""

    things: Things

    @cached_property
    def _parts(self) -> tuple[jqthings.Part, ...]:
        return tuple(jqthings.parts_of(self.things))

    @property
    def holds_answer(self) -> bool:
        """Whether the whole answer is in it."""
        return any(not part.steps for part in self._parts)

    @property
    def is_open(self) -> bool:
        """Whether more can be read of it than the fields in it: an answer, an item, the status."""
        ends = (part.steps[-1].key for part in self._parts if part.steps)
        open_end = any(not isinstance(key, str) for key in ends)
        return self is STATUS or self.holds_answer or open_end

    @property
    def is_field(self) -> bool:
        """Whether nothing is in it but members by name."""
        return self is not STATUS and bool(self.things) and not self.is_open

    def regarded(self, words: frozenset[str] = frozenset()) -> Iterator[Read]:
        """The fields are shown to people, or compared with ``words``."""
        for read in self.reads:
            yield replace(read, words=words, loose=False)

    @property
    def reads(self) -> tuple[Read, ...]:
        """What reading all of it reads."""
        return tuple(jqthings.read_of(part) for part in self._parts if part.steps)


ANSWER = Flow(jqthings.ANSWER)
STATUS = Flow(())
