"""Jupyter notebooks: the code cells are one program, ``!`` and ``%%bash`` are the shell's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded.inlay import Part, inlay, made, written
from migrator.embedded.json import Inside, String, strings
from migrator.embedded.snippet import CannotRead, Snippet
from migrator.records import dataclass

_CELL = re.compile(r"%%(?:bash|sh|script[ \t]+(?:/usr)?(?:/bin/)?(?:bash|sh))\b")
_COMMAND = re.compile(
    r"(?P<before>[ \t]*+(?:[\w., \t]+=[ \t]*)?)(?P<mark>!!?|%sx[ \t]|%system[ \t])"
)
_MAGIC = re.compile(r"[ \t]*(?:%|\?)|[^#'\"]*\?\s*$")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FILLED = re.compile(r"\{[A-Za-z_][^{}\"']*\}")
"""What Python puts into a command of the shell."""


@dataclass(frozen=True)
class _Line:
    """``start`` and ``end`` bound it inside a string of the file."""

    text: str
    start: int
    end: int


def snippets(source: Source) -> Iterator[Snippet]:
    """Raises ``CannotRead``."""
    python: list[Part] = []
    for cell in _code(source):
        lines = [line for string in cell for line in _lines(source, string)]
        if lines and _CELL.match(lines[0].text):
            yield from _shell(source, lines[1:])
        elif lines and not (lines[0].text.startswith("%%") and not _timed(lines[0])):
            yield from _commands(source, lines, python)
            python.append(made("\n"))
    if any(part.place for part in python):
        yield Snippet("python", inlay(source, python))


def _timed(line: _Line) -> bool:
    return line.text.startswith(("%%time", "%%capture"))


def _code(source: Source) -> list[list[String]]:
    """The strings of the source of each code cell."""
    found: dict[object, list[String]] = {}
    code: set[object] = set()
    language = "python"
    for string in strings(source.text):
        path = string.path
        if path[:2] == ("metadata", "kernelspec") and path[2:] == ("language",):
            language = source.text[string.start + 1 : string.end - 1]
        if len(path) < 3 or path[0] != "cells":
            continue
        if path[2:] == ("cell_type",) and source.text[string.start : string.end] == '"code"':
            code.add(path[1])
        elif path[2] == "source" and len(path) <= 4:
            found.setdefault(path[1], []).append(string)
    if language != "python":
        return []
    return [cell for index, cell in found.items() if index in code]


def _lines(source: Source, string: String) -> Iterator[_Line]:
    start, end = string.start + 1, string.end - 1
    cells = Inside().read(source.text[start:end])
    if cells is None:
        raise CannotRead(start, "this string can't be read")
    at = 0
    for text in _LINE.findall(cells.text):
        stop = at + len(text)
        yield _Line(text, start + cells.starts[at], start + cells.ends[stop - 1])
        at = stop


def _shell(source: Source, lines: list[_Line]) -> Iterator[Snippet]:
    parts = [_part(source, line) for line in lines]
    if parts:
        yield Snippet("shell", inlay(source, parts))


def _commands(source: Source, lines: list[_Line], python: list[Part]) -> Iterator[Snippet]:
    """The commands among the lines of a cell; the others are added to ``python``."""
    waiting = iter(lines)
    for line in waiting:
        if command := _COMMAND.match(line.text):
            whole = [_cut(source, line, command.end())]
            while line.text.rstrip("\n").endswith("\\"):
                following = next(waiting, None)
                if following is None:
                    break
                line = following
                whole.append(line)
            before = command["before"]
            python.append(made(f"{before}None\n"))
            parts = [_part(source, each) for each in whole if each.text]
            if "=" in before or command["mark"] == "!!":
                parts = [made('the_program "$('), *parts, made(')"\n')]
            if any(part.place for part in parts):
                yield Snippet("shell", inlay(source, parts, _FILLED))
        elif _MAGIC.match(line.text):
            indent = line.text[: len(line.text) - len(line.text.lstrip())]
            python.append(made(f"{indent}None\n"))
        else:
            python.append(_part(source, line))


def _cut(source: Source, line: _Line, first: int) -> _Line:
    """``line`` from its character ``first`` on."""
    cells = Inside().read(source.text[line.start : line.end])
    assert cells
    start = line.start + (cells.starts[first] if first < len(cells.starts) else 0)
    return _Line(line.text[first:], start, line.end)


def _part(source: Source, line: _Line) -> Part:
    return written(source, source.span(line.start, line.end), Inside())
