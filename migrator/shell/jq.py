"""jq: which filter a command runs, and the path that a simple filter reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from migrator.call.answer import Read, Root, Step
from migrator.call.source import Span
from migrator.call.value import HOLE, Literal, Value
from migrator.shell.arguments import Argv
from migrator.shell.state import Field

_TAKES = {"--arg": 2, "--argjson": 2, "--slurpfile": 2, "--rawfile": 2, "--indent": 1, "-L": 1}
_NO_FILTER = frozenset({"-f", "--from-file"})
_SPACE = re.compile(r"\s*")
_MEMBER = re.compile(
    r"\.(?P<name>[A-Za-z_]\w*)|\.?\[\s*(?P<inside>[^\[\]]*?)\s*\]|\.(?P<text>\"[^\"]*\")"
)


def filter_of(argv: Argv) -> Field | None:
    """The filter of a jq command that reads its input; ``None`` where it can't be told."""
    rest = iter(argv[1:])
    operands: list[Field] = []
    for field in rest:
        word = field.text.known
        if field.open or word in _NO_FILTER:
            return None
        if word in _TAKES:
            for _ in range(_TAKES[word]):
                next(rest, None)
        elif word is None or not word.startswith("-") or word == "-":
            operands.append(field)
    return operands[0] if len(operands) == 1 else None


def shows_only(written: str) -> bool:
    """Whether the filter passes the whole answer on."""
    return written.strip() in ("", ".")


def root(program: Value) -> Root | None:
    """The answer itself: the place in front of the first step of a path."""
    span = span_of(program)
    start = _skip(program.shape, 0)
    return Root(Span(span.path, span.start + start, span.start + start)) if span else None


def read(program: Value) -> Read | None:
    """The path a filter reads if it is nothing but a path, ``None`` if it is more than that."""
    if HOLE in program.shape:
        return None
    steps = list(_steps(program))
    if not steps or any(step is None for step in steps):
        return None
    known = tuple(step for step in steps if step is not None)
    first, last = known[0].span, known[-1].span
    return Read(known, Span(first.path, first.start, last.end))


def _steps(program: Value) -> Iterator[Step | None]:
    """The steps in order; a ``None`` stands for whatever is no step."""
    text = program.shape
    at = _skip(text, 0)
    while at < len(text):
        if match := _MEMBER.match(text, at):
            yield _step(match, program)
            at = match.end()
            if text.startswith("?", at):
                at += 1
        elif text.startswith("|", at) and text[:at].strip():
            at = _skip(text, at + 1)
            if text.startswith(".", at) and not _MEMBER.match(text, at):
                at += 1
            elif not text.startswith(".", at):
                yield None
                return
        elif text[at] == "." and text[at + 1 : at + 2] in ("", " ", "|"):
            at += 1
        else:
            yield None
            return
        at = _skip(text, at)


def _step(match: re.Match[str], program: Value) -> Step | None:
    span = span_of(program.cut(match.start(), match.end()))
    if span is None:
        return None
    if match["name"]:
        return Step(match["name"], span)
    inside = match["inside"] if match["inside"] is not None else match["text"]
    if not inside:
        return Step(None, span)
    if re.fullmatch(r"-?[0-9]{1,6}", inside):
        return Step(int(inside), span)
    try:
        key = json.loads(inside)
    except ValueError:
        return None
    return Step(key, span) if isinstance(key, str) else None


def span_of(value: Value) -> Span | None:
    """The place of known text that stands in one piece of source, an escape for each character."""
    spans = [p.span for p in value.pieces if isinstance(p, Literal) and p.span]
    if not spans or len(spans) < len(value.pieces):
        return None
    if any(one.end != two.start for one, two in pairwise(spans)):
        return None
    return Span(spans[0].path, spans[0].start, spans[-1].end)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match
    return match.end()
