"""Dockerfiles: what an instruction runs, with the variables that were set before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from migrator.call.source import Source
from migrator.embedded import argv
from migrator.embedded.cells import Notation
from migrator.embedded.dockerlines import Instruction, read
from migrator.embedded.dockertext import Document
from migrator.embedded.dockertext import Instruction as Joined
from migrator.embedded.flow import Double
from migrator.embedded.inlay import Part, inlay, made, written
from migrator.embedded.interpreters import language_of
from migrator.embedded.quoted import Quoted
from migrator.embedded.snippet import Snippet
from migrator.records import dataclass

_RUNS = frozenset({"RUN", "CMD", "ENTRYPOINT"})
_HEALTH = re.compile(r"CMD[ \t]+", re.IGNORECASE)
_PAIR = re.compile(
    r"(?<!\w)([A-Za-z_]\w*)=(?:\"([^\"'\\`]*)\"|'([^\"'\\`$]*)'|([^\s\"'\\`]*))", re.ASCII
)
_OLD_PAIR = re.compile(r"([A-Za-z_]\w*)[ \t]++(?!=)([^\"'\\`\r\n]*\S)", re.ASCII)
_LIST = re.compile(r"\[[\s\S]*\]\s*\Z")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_SHEBANG = re.compile(r"#!([^\r\n]*)")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class _Variable:
    """``default`` says that whoever builds may give another value."""

    name: str
    start: int
    end: int
    default: bool = False

    def around(self) -> tuple[str, str]:
        """What an assignment of the shell has before and behind the value."""
        if self.default:
            return f'{self.name}="${{{self.name}:-', '}"\n'
        return f'{self.name}="', '"\n'


@dataclass(frozen=True)
class _Program:
    parts: tuple[Part, ...]
    shell: str | None
    variables: tuple[_Variable, ...]


def snippets(source: Source) -> Iterator[Snippet]:
    programs = list(_programs(source))
    readers = Counter(variable for program in programs for variable in program.variables)
    for program in programs:
        language = language_of(program.shell)
        parts: list[Part] = []
        for variable in program.variables if language == "shell" else ():
            place = source.span(variable.start, variable.end)
            value = written(source, place, Quoted(_joined(source), '"'))
            value = replace(value, readers=readers[variable])
            before, behind = variable.around()
            parts += [made(before), value, made(behind)]
        yield Snippet(language, inlay(source, [*parts, *program.parts]))


def _programs(source: Source) -> Iterator[_Program]:
    known: dict[str, _Variable] = {}
    shell: str | None = None
    for instruction in read(source.text):
        text = source.text[instruction.start : instruction.end]
        if instruction.word == "FROM":
            known, shell = {}, None
        elif instruction.word in ("ENV", "ARG"):
            known |= {variable.name: variable for variable in _set(instruction, text)}
        elif instruction.word == "SHELL":
            shell = next(iter(_STRING.findall(text)), "").strip('"') or None
        elif found := _parts(source, instruction):
            parts, given = found
            named = {name for part in parts for name in _NAME.findall(part.text)}
            used = _reached(source.text, known, named)
            yield _Program(tuple(parts), given or shell, used)


def _set(instruction: Instruction, text: str) -> Iterator[_Variable]:
    start = instruction.start
    pairs = list(_PAIR.finditer(text))
    for pair in pairs:
        group = next(group for group in (2, 3, 4) if pair[group] is not None)
        place = start + pair.start(group), start + pair.end(group)
        yield _Variable(pair[1], *place, default=instruction.word == "ARG")
    if not pairs and instruction.word == "ENV" and (old := _OLD_PAIR.match(text)):
        yield _Variable(old[1], start + old.start(2), start + old.end(2))


def _reached(text: str, known: dict[str, _Variable], named: set[str]) -> tuple[_Variable, ...]:
    """The variables that are named, and those that they are made of, in the order they are set."""
    found: set[str] = set()
    wanted = set(named)
    while wanted:
        name = wanted.pop()
        if name in known and name not in found:
            found.add(name)
            wanted |= set(_NAME.findall(text[known[name].start : known[name].end]))
    return tuple(sorted((known[name] for name in found), key=lambda variable: variable.start))


def _parts(source: Source, instruction: Instruction) -> tuple[list[Part], str | None] | None:
    """The program of an instruction, and the shell that it names itself."""
    text = source.text
    start, end = instruction.start, instruction.end
    if instruction.word == "HEALTHCHECK":
        command = _HEALTH.match(text, start, end)
        if not command:
            return None
        start = command.end()
    elif instruction.word not in _RUNS:
        return None
    if instruction.document:
        first, last = instruction.document
        shebang = _SHEBANG.match(text, first)
        part = written(source, source.span(first, last), Document(_newline(source)))
        return [part], shebang[1] if shebang else None
    if _LIST.fullmatch(text, start, end):
        strings = _STRING.finditer(text, start, end)
        spans = [source.span(*string.span()) for string in strings]
        listed = [written(source, span, Double(json=True)) for span in spans]
        return (argv.parts(listed), "sh") if listed else None
    return [written(source, source.span(start, end), _joined(source))], None


def _joined(source: Source) -> Notation:
    return Joined(_newline(source))


def _newline(source: Source) -> str:
    found = _BREAK.search(source.text)
    return found.group() if found else "\n"
