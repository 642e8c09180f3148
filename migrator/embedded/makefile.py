"""Makefiles: each line of a recipe is a program, make's variables are set for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from migrator.call.source import Source
from migrator.embedded.inlay import Part, inlay, made, written
from migrator.embedded.makelines import Bounds, Definition, Makefile, read
from migrator.embedded.maketext import Recipe, reference
from migrator.embedded.quoted import Quoted
from migrator.embedded.snippet import Snippet
from migrator.records import dataclass

_REFERENCE = re.compile(r"(?<!\$)(?:\$\$)*\$(?:\((\w+)\)|\{(\w+)\})", re.ASCII)
_SHELLS = re.compile(r"\$\$\{?(\w+)|\b(\w+)=", re.ASCII)
_SIMPLE = re.compile(r"(?P<quote>[\"']?)(?P<text>[^\"'\\`]*)(?P=quote)")
_CANNED = re.compile(r"\$[({](?:call\s+)?([\w.-]+)")
_SHELL = re.compile(r"\$[({]shell\s+")
_BREAK = re.compile(r"\r\n|\r|\n")


def snippets(source: Source) -> Iterator[Snippet]:
    makefile = read(source.text)
    reader = _Reader(source, makefile, _simple(source, makefile))
    programs = [(lines, reader.names(lines)) for lines in _programs(source.text, makefile)]
    readers = Counter(id(d) for _, names in programs for d in reader.definitions(names))
    for lines, names in programs:
        parts = [*reader.variables(names, readers), *reader.command(lines, names)]
        yield Snippet("shell", inlay(source, parts))
    yield from reader.captured(readers)


def _programs(text: str, makefile: Makefile) -> Iterator[tuple[Bounds, ...]]:
    """The recipes, and the canned ones that they name."""
    called = {
        name
        for lines in makefile.recipes
        for bounds in lines
        for name in _CANNED.findall(text, bounds.start, bounds.end)
    }
    yield from makefile.recipes
    for name, lines in makefile.canned.items():
        if name in called:
            yield from ((line,) for line in lines)


def _simple(source: Source, makefile: Makefile) -> dict[int, Bounds]:
    """The text of each definition that means the same wherever make puts it."""
    found: dict[int, Bounds] = {}
    for definition in makefile.definitions:
        value = definition.value
        match = _SIMPLE.fullmatch(source.text[value.start : value.end].rstrip())
        if match and definition.operator != "!=":
            start = value.start + match.start("text")
            found[id(definition)] = Bounds(start, start + len(match["text"]))
    return found


@dataclass(frozen=True)
class _Reader:
    source: Source
    makefile: Makefile
    simple: Mapping[int, Bounds]

    def names(self, lines: tuple[Bounds, ...]) -> frozenset[str]:
        """The variables that the text is made of and that can be followed."""
        text = "\n".join(self.source.text[bounds.start : bounds.end] for bounds in lines)
        shells = {name for pair in _SHELLS.findall(text) for name in pair if name}
        found: set[str] = set()
        wanted = _names(text) - shells
        while wanted:
            name = wanted.pop()
            all_of_it = [d for d in self.makefile.definitions if d.name == name]
            if not all_of_it or any(id(d) not in self.simple for d in all_of_it):
                continue
            found.add(name)
            for definition in all_of_it:
                value = self.simple[id(definition)]
                wanted |= _names(self.source.text[value.start : value.end]) - found - shells
        return frozenset(found)

    def definitions(self, names: frozenset[str]) -> list[Definition]:
        return [d for d in self.makefile.definitions if d.name in names]

    def variables(self, names: frozenset[str], readers: Counter[int]) -> Iterator[Part]:
        for definition in self.definitions(names):
            yield from _set(definition, self._value(definition, names, readers))

    def _value(self, definition: Definition, names: frozenset[str], readers: Counter[int]) -> Part:
        bounds = self.simple[id(definition)]
        notation = Quoted(Recipe(names, value=True), '"')
        part = written(self.source, self.source.span(bounds.start, bounds.end), notation)
        return replace(part, readers=readers[id(definition)])

    def command(self, lines: tuple[Bounds, ...], names: frozenset[str]) -> Iterator[Part]:
        newline = _BREAK.search(self.source.text)
        notation = Recipe(names, newline=newline.group() if newline else "\n")
        for index, bounds in enumerate(lines):
            if index:
                yield made("\n")
            yield written(self.source, self.source.span(bounds.start, bounds.end), notation)

    def captured(self, readers: Counter[int]) -> Iterator[Snippet]:
        """Commands whose output make takes: ``$(shell …)`` and ``!=``."""
        for bounds in self._captures():
            names = self.names((bounds,))
            parts = [*self.variables(names, readers), made('make "$(')]
            parts += [*self.command((bounds,), names), made(')"')]
            yield Snippet("shell", inlay(self.source, parts))

    def _captures(self) -> Iterator[Bounds]:
        text = self.source.text
        for definition in self.makefile.definitions:
            value = definition.value
            if definition.operator == "!=":
                yield value
            for match in _SHELL.finditer(text, value.start, value.end):
                yield Bounds(match.end(), reference(text[: value.end], match.start()) - 1)


def _names(text: str) -> set[str]:
    return {name for pair in _REFERENCE.findall(text) for name in pair if name}


def _set(definition: Definition, value: Part) -> Iterator[Part]:
    """The assignment of the shell that does what ``definition`` does."""
    name, operator = definition.name, definition.operator
    before, after = f'{name}="', '"\n'
    if operator == "?=":
        before, after = f'{name}="${{{name}:-', '}"\n'
    elif operator == "+=":
        before = f'{name}="${{{name}}} '
    if not definition.certain:
        before, after = f"if make; then\n{before}", f"{after}fi\n"
    yield from (made(before), value, made(after))
