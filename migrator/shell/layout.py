"""Where in a command new arguments go, and what goes with an argument that is taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrator.call.language import CannotWrite
from migrator.call.source import Edit, Source, Span
from migrator.records import dataclass
from migrator.shell.request import Request
from migrator.shell.state import Field

_CONTINUED = re.compile(r"\\(\r?\n)([ \t]*)$")
_BEFORE = re.compile(r"(?:[ \t]|\\\r?\n)*$")
_WINDOW = 400


@dataclass(frozen=True)
class Layout:
    """A command that stands at ``span``."""

    source: Source
    span: Span
    name: Field
    request: Request

    def insert(self, arguments: Sequence[str]) -> Edit:
        """New arguments behind the method, or before the next line where each has its own."""
        if not self.span.holds(self.name.span):
            return self.append(arguments)
        anchor = self._anchor()
        lines = [start for start in self._starts() if self._continuation(start)]
        later = [start for start in lines if start >= anchor]
        if lines:
            at = later[0] if later else lines[-1]
            separator = self._continuation(at)
            return self._edit(at, "".join(f"{argument}{separator}" for argument in arguments))
        return self._edit(anchor, "".join(f" {argument}" for argument in arguments))

    def append(self, arguments: Sequence[str]) -> Edit:
        """New arguments behind the last one."""
        return self._edit(self.span.end, "".join(f" {argument}" for argument in arguments))

    def replace(self, words: Sequence[Field], arguments: Sequence[str]) -> Edit:
        """``arguments`` in the place of ``words``, one a line where the words begin one."""
        span = self._whole(words)
        separator = self._continuation(span.start) or " "
        return Edit(span, separator.join(arguments))

    def remove(self, words: Sequence[Field]) -> Edit:
        span = self._whole(words)
        text = self.source.text[max(span.start - _WINDOW, 0) : span.start]
        match = _BEFORE.search(text)
        space = len(match.group()) if match else 0
        return Edit(self.source.span(span.start - space, span.end), "")

    def _whole(self, words: Sequence[Field]) -> Span:
        for field in words:
            if not field.sole:
                written = self.source.at(field.span)
                raise CannotWrite(f"`{written}` holds more than one argument")
        first, last = words[0].span, words[-1].span
        if _foreign(self.source.text[first.end : last.start]) and len(words) > 1:
            raise CannotWrite(f"`{self.source.at(first)}` and its value stand apart")
        return self.source.span(first.start, last.end)

    def _anchor(self) -> int:
        given = self.request.method_given
        if given is not None and all(self._here(field) for field in given.words):
            return given.words[-1].span.end
        return self.name.span.end

    def _starts(self) -> list[int]:
        """Where options and operands of the command begin."""
        line = self.request.line
        firsts = [option.words[0] for option in line.options]
        fields: Iterable[Field] = [*firsts, *line.operands, *line.opaque]
        return sorted({field.span.start for field in fields if self._here(field)})

    def _here(self, field: Field) -> bool:
        return self.span.holds(field.span)

    def _continuation(self, at: int) -> str:
        """What parts an argument from the line before, ``""`` where it begins no line."""
        match = _CONTINUED.search(self.source.text[max(at - _WINDOW, 0) : at])
        return f" \\{match[1]}{match[2]}" if match else ""

    def _edit(self, at: int, content: str) -> Edit:
        return Edit(self.source.span(at, at), content)


def _foreign(between: str) -> bool:
    return bool(re.sub(r"\\\r?\n|[ \t]", "", between))
