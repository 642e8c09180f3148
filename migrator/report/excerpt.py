"""The lines of a source that a finding points at, and a mark under them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from migrator.call.source import Source, Span
from migrator.records import dataclass
from migrator.report.printable import cells, width

_WIDEST = 240
_LEAD = 24
_MOST_LINES = 8
_LINE = re.compile(r"[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Line:
    """The text of a line as shown; only ``marked`` belongs to the span."""

    number: int
    before: str
    marked: str
    after: str

    @property
    def text(self) -> str:
        return self.before + self.marked + self.after


def excerpt(source: Source, span: Span, secrets: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The lines of ``span`` with their numbers, for a screen.

    ``secrets`` are the places to mask in the source's text, sorted. Of a long line
    the part around the span is shown, of many lines the first ones and the last.
    """
    told = list(lines(source, span, secrets))
    gutter = " " * len(str(told[-1].number))
    shown = _one_line(told[0]) if len(told) == 1 else _many_lines(told)
    yield f"{gutter} |"
    for number, text in shown:
        yield f"{number or '':>{len(gutter)}} | {text}".rstrip()
    yield f"{gutter} |"


def lines(source: Source, span: Span, secrets: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """The lines of ``span`` as they are shown; of many the first ones and the last."""
    first = source.position(span.start)
    last = source.position(max(span.start, span.end - 1)).line
    start = span.start - first.column + 1
    for number in range(first.line, last + 1):
        line = _LINE.match(source.text, start)
        assert line
        if number < first.line + _MOST_LINES - 1 or number == last:
            yield _shown(number, line, span, secrets)
        ending = _LINE_END.match(source.text, line.end())
        start = ending.end() if ending else line.end()


def _shown(
    number: int, line: re.Match[str], span: Span, secrets: Sequence[tuple[int, int]]
) -> Line:
    begin = max(line.start(), span.start)
    end = max(begin, min(line.end(), span.end))
    low, high = line.span()
    if high - low > _WIDEST:
        low = max(low, begin - _LEAD) if begin - low > _WIDEST // 2 else low
        high = min(high, low + _WIDEST)
    end = min(end, high)
    nearby = secrets[max(0, bisect_left(secrets, (low, low)) - 1) : bisect_left(secrets, (high,))]
    masks = [(max(a, low) - low, min(b, high) - low) for a, b in nearby if b > low]
    shown = cells(line.string[low:high], masks)
    return Line(
        number,
        ("..." if low > line.start() else "") + "".join(shown[: begin - low]),
        "".join(shown[begin - low : end - low]),
        "".join(shown[end - low :]) + ("..." if high < line.end() else ""),
    )


def _one_line(line: Line) -> Iterator[tuple[int | None, str]]:
    yield line.number, line.text
    yield None, " " * width(line.before) + "^" * max(1, width(line.marked))


def _many_lines(lines: list[Line]) -> Iterator[tuple[int | None, str]]:
    """A bar from the first character of the span down to its last."""
    first, *others = lines
    if first.before.strip():
        yield first.number, f"  {first.text}"
        yield None, f" _{'_' * width(first.before)}^"
    else:
        yield first.number, f"/ {first.text}"
    above = first.number
    for line in others:
        if line.number != above + 1:
            yield None, "| ..."
        yield line.number, f"| {line.text}"
        above = line.number
    last = others[-1]
    yield None, f"|_{'_' * max(0, width(last.before + last.marked) - 1)}^"
