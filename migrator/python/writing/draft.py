"""What every part of the writer needs to know."""

from __future__ import annotations

import re
from dataclasses import field
from functools import cached_property

from migrator.call.call import Call
from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source, Span
from migrator.python.origin import Origin
from migrator.python.pen import StringPen
from migrator.python.quotes import commonest_quote
from migrator.records import dataclass

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Draft:
    """The source, the call as it is and as it shall be.

    ``added`` collects the arguments that the call gets, as code.
    """

    source: Source
    old: Call
    new: Call
    origin: Origin
    added: list[str] = field(default_factory=list)

    @cached_property
    def pen(self) -> StringPen:
        return StringPen(self.quote)

    @cached_property
    def quote(self) -> str:
        return commonest_quote(self.source.text)

    def newline(self, offset: int) -> str:
        """The line ending of the line at ``offset``."""
        match = _LINE_END.search(self.source.text, self.source.line_start(offset))
        match = match or _LINE_END.search(self.source.text)
        return match.group() if match else "\n"

    def indent(self, offset: int) -> str:
        """The white space before the first word of the line at ``offset``."""
        start = self.source.line_start(offset)
        match = re.match(r"[ \t\f]*", self.source.text[start:])
        return match.group() if match else ""

    def begins_line(self, offset: int) -> bool:
        """Whether nothing but white space stands before ``offset`` on its line."""
        return not self.source.text[self.source.line_start(offset) : offset].strip()

    def own(self, span: Span) -> Span:
        """``span``, where nothing but this call's answer is read.

        Raises ``CannotWrite`` where that of another call is as well.
        """
        if span in self.origin.shared:
            raise CannotWrite("its answer is read where that of another call is as well")
        return span

    def at(self, span: Span) -> str:
        """The code at ``span``. Raises ``CannotWrite`` where it stands in another file."""
        if span.path != self.source.path:
            raise CannotWrite(f"a part of it stands in {span.path}")
        return self.source.at(span)

    def insert(self, offset: int, content: str) -> Edit:
        return Edit(self.source.span(offset, offset), content)
