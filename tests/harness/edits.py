"""The edits of a JSON report, applied by what the contract says of them alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tests.harness.program import Program

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def apply(program: Program, findings: Iterable[Any]) -> Program:
    """``program`` with the fixes of ``findings``; the same edit of two findings counts once."""
    edits: dict[str, set[tuple[int, int, str]]] = defaultdict(set)
    for finding in findings:
        for edit in finding["fix"]["edits"]:
            text = program.text(edit["path"])
            place = _offset(text, edit["start"]), _offset(text, edit["end"])
            edits[edit["path"]].add((*place, edit["content"]))
    changed = {name: _applied(program.text(name), some).encode() for name, some in edits.items()}
    return Program({**program.files, **changed})


def _offset(text: str, place: dict[str, int]) -> int:
    lines = _LINE.findall(text)
    return sum(map(len, lines[: place["line"] - 1])) + place["column"] - 1


def _applied(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, content in sorted(edits):
        assert at <= start, "two edits overlap"
        parts += [text[at:start], content]
        at = end
    return "".join([*parts, text[at:]])
