"""The instructions of a Dockerfile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.records import dataclass

_INSTRUCTION = re.compile(r"[ \t]*(?:ONBUILD[ \t]+)?([A-Za-z]+)[ \t]+", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_LEFT_OUT = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_FLAG = re.compile(r"--[a-z]+(?:=\S+)?(?=\s)")
_SPACE = re.compile(r"(?:[ \t]|\\[ \t]*(?:\r\n|\r|\n)(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*)*")
_DOCUMENT = re.compile(r"<<-?[ \t]*([\"']?)(\w+)\1")


@dataclass(frozen=True)
class Instruction:
    """``start`` and ``end`` bound what stands behind the word and its flags.

    ``document`` bounds the lines of a here-document that is the whole program.
    """

    word: str
    start: int
    end: int
    document: tuple[int, int] | None = None


def read(text: str) -> Iterator[Instruction]:
    at = 0
    while at < len(text):
        if skipped := _LEFT_OUT.match(text, at):
            at = max(skipped.end(), at + 1)
            continue
        end, after = _extent(text, at)
        head = _INSTRUCTION.match(text, at, end)
        if head:
            start = _behind_space(text, head.end(), end)
            while flag := _FLAG.match(text, start, end):
                start = _behind_space(text, flag.end(), end)
            marks = _DOCUMENT.findall(text, start, end)
            body, behind = _documents(text, after, [name for _, name in marks])
            alone = _DOCUMENT.fullmatch(text[start:end].strip()) and body
            yield Instruction(head[1].upper(), start, end, body if alone else None)
            after = behind if head[1].upper() in ("RUN", "COPY", "ADD") else after
        at = after


def _behind_space(text: str, at: int, end: int) -> int:
    space = _SPACE.match(text, at, end)
    return space.end() if space else at


def _extent(text: str, at: int) -> tuple[int, int]:
    """Where the instruction at ``at`` ends, and where the line after it begins."""
    while True:
        line = _LINE.match(text, at)
        assert line
        stripped = line.group().rstrip()
        end = line.start() + len(stripped)
        if not stripped.endswith("\\") or line.end() >= len(text):
            return end, line.end()
        at = line.end()
        while at < len(text) and (skipped := _LEFT_OUT.match(text, at)):
            at = skipped.end()
        if at >= len(text):
            return end, at


def _documents(text: str, at: int, names: list[str]) -> tuple[tuple[int, int] | None, int]:
    """The bounds of the first here-document from ``at`` on, and where the last one ends."""
    first: tuple[int, int] | None = None
    for name in names:
        start = at
        while at < len(text):
            line = _LINE.match(text, at)
            assert line
            at = line.end()
            if line.group().strip() == name:
                first = first or (start, line.start())
                break
    return first, at
