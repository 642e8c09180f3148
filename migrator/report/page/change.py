"""What a fix changes in each file, as the lines around it before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from migrator.call.source import Edit, Source
from migrator.records import dataclass
from migrator.report.finding import Fix
from migrator.report.report import Report
from migrator.report.secrets import Secrets

_CONTEXT = 3
_LINE_END = re.compile(r"\r\n|\r|\n")
_MARGIN = 12
"""Lines further on are looked at for what makes a text a secret, but not shown."""


@dataclass(frozen=True)
class Row:
    """``mark`` is ``-``, ``+`` or a blank; ``number`` is that of a line before the change."""

    mark: str
    number: int | None
    text: str


def changes(fix: Fix, report: Report, secrets: Secrets) -> Iterator[tuple[str, list[Row]]]:
    """The path and the rows of each place that changes; no secret is in them.

    Only the lines around an edit are looked at: a page has thousands of them.
    """
    edits = sorted(set(fix.edits))
    for path, those in groupby(edits, key=lambda edit: edit.span.path):
        source = report.sources[path]
        for near in _near(list(those), source):
            rows = _rows(near, source, secrets)
            if rows:
                yield path, rows


def _near(edits: list[Edit], source: Source) -> Iterator[list[Edit]]:
    """The edits in groups whose context would touch."""
    group: list[Edit] = []
    for edit in edits:
        if group:
            last = source.position(group[-1].span.end).line
            if source.position(edit.span.start).line - last > 2 * _CONTEXT:
                yield group
                group = []
        group.append(edit)
    yield group


def _rows(edits: list[Edit], source: Source, secrets: Secrets) -> list[Row]:
    from difflib import SequenceMatcher

    first = source.position(edits[0].span.start).line
    last = source.position(edits[-1].span.end).line
    count = source.position(len(source.text)).line
    top = max(1, first - _MARGIN)
    start = source.line_span(top).start
    end = source.line_span(min(count, last + _MARGIN)).end
    old = _LINE_END.split(secrets.mask(source.text[start:end]))
    new = _LINE_END.split(secrets.mask(_edited(source.text, start, end, edits)))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    rows = [
        row
        for tag, a, b, c, d in matcher.get_opcodes()
        for row in _block(tag, old[a:b], new[c:d], top + a)
    ]
    return _trimmed(rows)


def _edited(text: str, start: int, end: int, edits: Iterable[Edit]) -> str:
    parts = []
    for edit in edits:
        parts += [text[start : edit.span.start], edit.content]
        start = edit.span.end
    return "".join([*parts, text[start:end]])


def _block(tag: str, old: list[str], new: list[str], number: int) -> Iterator[Row]:
    for at, text in enumerate(old, number):
        yield Row(" " if tag == "equal" else "-", at, text)
    if tag != "equal":
        for text in new:
            yield Row("+", None, text)


def _trimmed(rows: list[Row]) -> list[Row]:
    changed = [at for at, row in enumerate(rows) if row.mark != " "]
    if not changed:
        return []
    return rows[max(0, changed[0] - _CONTEXT) : changed[-1] + 1 + _CONTEXT]
