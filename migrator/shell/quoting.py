"""The quoting of the shell: which text a piece of source stands for."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping

from migrator.call.source import Source, Span
from migrator.call.value import Literal

BARE = "bare"
DOUBLE = "double quotes"
SINGLE = "single quotes"
ANSI = "$'…'"
HEREDOC = "here-document"
VERBATIM = "quoted here-document"

_NAMED = dict(zip("abefnrtv\\'\"?", "\a\b\x1b\f\n\r\t\v\\'\"?", strict=True)) | {"E": "\x1b"}
_CODED = re.compile(r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})")
_ESCAPED = {DOUBLE: '$`"\\', HEREDOC: "$`\\"}

_SIMPLE = re.compile(r"\$(?:[A-Za-z_]\w*|[0-9@*#?$!-])", re.ASCII)

Slot = Literal | Span
"""Known text, or the place of an expansion; its quoting is told by the place around it."""


class Lexer:
    """Reads words of ``source``; ``ends`` maps where the expansions in them start to their end.

    The holes of the source are slots as expansions are, in any quoting.
    """

    def __init__(self, source: Source, ends: Mapping[int, int]) -> None:
        self._source = source
        self._text = source.masked("\ufffd")
        self._holes = {hole.start: hole.end for hole in source.holes}
        self._ends = {**self._holes, **ends}

    def word(self, start: int, end: int) -> Iterator[tuple[Slot, str]]:
        """The slots of a word, each with the quoting it stands in."""
        at = start
        while at < end:
            mark = self._text[at]
            if stop := self._expansion(at, end):
                yield self._source.span(at, stop), BARE
                at = stop
            elif mark == "'":
                close = self._find("'", at + 1, end)
                yield from self._run(at + 1, close, SINGLE)
                at = close + 1
            elif self._text.startswith("$'", at):
                at = yield from self._ansi(at + 2, end)
            elif mark == '"' or self._text.startswith('$"', at):
                at = yield from self._double(at + (1 if mark == '"' else 2), end)
            elif mark == "\\":
                yield from self._escape(at, end)
                at += 2
            else:
                stop = self._plain(at + 1, end, "'\"\\$`")
                yield from self._run(at, stop, BARE)
                at = stop

    def document(self, start: int, end: int, *, verbatim: bool) -> Iterator[tuple[Slot, str]]:
        """The slots of the body of a here-document."""
        if verbatim:
            yield from self._run(start, end, VERBATIM)
        else:
            yield from self._quoted(start, end, HEREDOC)

    def quoted(self, span: Span) -> Iterator[tuple[Slot, str]]:
        """The slots of ``span``, which stands inside double quotes."""
        yield from self._quoted(span.start, span.end, DOUBLE)

    def _double(self, start: int, end: int) -> Generator[tuple[Slot, str], None, int]:
        close = yield from self._quoted(start, end, DOUBLE)
        return close + 1

    def _quoted(self, start: int, end: int, style: str) -> Generator[tuple[Slot, str], None, int]:
        """Up to the closing quote, where ``style`` has one; returns where it stands."""
        at = start
        stops = '$`"\\' if style == DOUBLE else "$`\\"
        while at < end and not (style == DOUBLE and self._text[at] == '"'):
            if stop := self._expansion(at, end):
                yield self._source.span(at, stop), style
                at = stop
            elif self._text[at] == "\\" and self._text[at + 1 : at + 2] == "\n":
                at += 2
            elif self._text[at] == "\\" and self._text[at + 1 : at + 2] in tuple(_ESCAPED[style]):
                span = self._source.span(at, at + 2)
                yield Literal(self._text[at + 1], span, style), style
                at += 2
            else:
                stop = self._plain(at + 1, end, stops)
                yield from self._run(at, stop, style)
                at = stop
        return at

    def _expansion(self, at: int, end: int) -> int:
        """Where the expansion that begins at ``at`` ends, 0 if none does.

        The grammar overlooks ``$1`` in here-documents.
        """
        if at in self._ends:
            return self._ends[at]
        match = _SIMPLE.match(self._text, at, end)
        return match.end() if match else 0

    def _escape(self, at: int, end: int) -> Iterator[tuple[Slot, str]]:
        escaped = self._text[at + 1 : min(at + 2, end)]
        if escaped and escaped != "\n":
            yield Literal(escaped, self._source.span(at, at + 2), BARE), BARE

    def _ansi(self, start: int, end: int) -> Generator[tuple[Slot, str], None, int]:
        at = start
        while at < end and self._text[at] != "'":
            if at in self._holes:
                yield from self._run(at, self._holes[at], ANSI)
                at = self._holes[at]
                continue
            stop = self._plain(at, end, "'\\")
            yield from self._run(at, stop, ANSI)
            at = stop
            if at < end and self._text[at] == "\\":
                character, size = self._decoded(at + 1)
                yield Literal(character, self._source.span(at, at + 1 + size), ANSI), ANSI
                at += 1 + size
        return at + 1

    def _decoded(self, at: int) -> tuple[str, int]:
        mark = self._text[at : at + 1]
        if match := _CODED.match(self._text, at):
            base = 8 if match[4] else 16
            code = int(next(group for group in match.groups() if group), base)
            return chr(code) if code <= 0x10FFFF and not _is_half(code) else "?", match.end() - at
        return _NAMED.get(mark, mark or "\\"), len(mark)

    def _run(self, start: int, end: int, style: str) -> Iterator[tuple[Slot, str]]:
        at = start
        while at < end:
            if at in self._holes:
                yield self._source.span(at, self._holes[at]), style
                at = self._holes[at]
                continue
            stop = next((hole for hole in self._holes if at < hole < end), end)
            yield Literal(self._text[at:stop], self._source.span(at, stop), style), style
            at = stop

    def _plain(self, at: int, end: int, stops: str) -> int:
        while at < end and self._text[at] not in stops and at not in self._ends:
            at += 1
        return at

    def _find(self, mark: str, start: int, end: int) -> int:
        found = self._text.find(mark, start, end)
        return end if found < 0 else found


def _is_half(code: int) -> bool:
    """Whether it is half of a character of UTF-16, which no text holds."""
    return 0xD800 <= code <= 0xDFFF
