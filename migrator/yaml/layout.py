"""New entries in the layout of a text that is there already.

A ``Tree`` is what new YAML says: scalars are written as they are, so they come quoted
where they need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from migrator.call.source import Edit, Source
from migrator.records import dataclass
from migrator.yaml.node import Mapping, Node, Sequence

Tree = str | dict[str, "Tree"] | list["Tree"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_PLAIN = re.compile(r"[A-Za-z_][\w./-]*")
_WORDS = frozenset("y n yes no on off true false null nan inf".split())


class NotExact(Exception):
    """No edit of this text would say just what is meant. The text is a clause."""


def quoted(text: str) -> str:
    """``text`` as a scalar that can be nothing else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return "'" + text.replace("'", "''") + "'"


def flow(tree: Tree) -> str:
    """``tree`` on one line."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(flow, tree)) + "]"
    return tree


def block(tree: Tree, step: int) -> Iterator[str]:
    """The lines of ``tree``, each level ``step`` columns further in; a list of scalars is one."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if isinstance(value, str) or (isinstance(value, list) and _scalars(value)):
                yield f"{key}: {flow(value)}"
                continue
            yield f"{key}:"
            yield from (" " * step + line for line in block(value, step))
    elif isinstance(tree, list):
        for item in tree:
            first, *rest = block(item, step)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield tree


def _scalars(items: list[Tree]) -> bool:
    return len(items) > 1 and all(isinstance(item, str) for item in items)


@dataclass(frozen=True)
class Layout:
    """How ``source`` is laid out, and the edits that put something new into it."""

    source: Source
    root: Node

    @cached_property
    def newline(self) -> str:
        found = _LINE_END.search(self.source.text)
        return found.group() if found else "\n"

    @cached_property
    def step(self) -> int:
        """Columns from a key to those of the mapping below it."""
        if isinstance(self.root, Mapping):
            for entry in self.root.entries:
                inner = entry.value
                if isinstance(inner, Mapping) and not inner.flow and inner.entries:
                    return max(self.column(inner.start) - self.column(entry.key.start), 1)
        return 2

    def column(self, offset: int) -> int:
        """From 0."""
        return self.source.position(offset).column - 1

    def append(self, mapping: Mapping, new: dict[str, Tree]) -> Edit:
        """``new`` behind the last entry of ``mapping``."""
        if mapping.flow:
            return self._into_flow(mapping, new)
        last = mapping.entries[-1]
        column = self.column(mapping.entries[0].key.outset)
        lines = self._joined(self._indented(new, column))
        blank = self.newline if self._apart(mapping) else ""
        return self._insert(self._last_line_end(last.value, last.key, column), blank + lines)

    def _apart(self, mapping: Mapping) -> bool:
        """Whether a blank line parts the last two entries."""
        if len(mapping.entries) < 2:
            return False
        last = mapping.entries[-1].key
        start = self.source.line_start(last.outset)
        while (above := self._comment_above(start)) is not None:
            start = above[0]
        before = self.source.text[: max(start - len(self.newline), 0)]
        return not before.rstrip(" \t").removesuffix("\r")[-1:].strip()

    def before(self, mapping: Mapping, key: str, new: dict[str, Tree]) -> Edit:
        """``new`` before the entry ``key`` of ``mapping``, and before the comment above it."""
        entry = mapping.own(key)
        if mapping.flow or entry is None:
            return self.append(mapping, new)
        column = self.column(entry.key.outset)
        at = self.source.line_start(entry.key.outset)
        if self.source.text[at : entry.key.outset].strip(" "):
            raise NotExact(f"`{key}` does not stand on a line of its own")
        while (above := self._comment_above(at)) is not None and above[1] == column:
            at = above[0]
        lines = "".join(f"{line}{self.newline}" for line in self._indented(new, column))
        return self._insert(at, lines)

    def below_header(self, key: Node, mapping: Mapping, new: dict[str, Tree]) -> Edit:
        """``new`` as the first entry of ``mapping``, which is the value of ``key``."""
        if mapping.flow:
            return self._into_flow(mapping, new)
        end = self._line_end(key.end)
        if end > mapping.start:
            raise NotExact("a key and what it holds share a line")
        return self._below(end, new, self.column(mapping.start))

    def after_entry(self, key: Node, value: Node, new: dict[str, Tree]) -> Edit:
        """``new`` below the entry of ``key``, beside it, parted by a blank line if that was."""
        column = self.column(key.outset)
        at = self._last_line_end(value, key, column)
        below = re.match(r"(?>\r\n|\r|\n)[ \t]*(?=[\r\n])", self.source.text[at:])
        blank = self.newline if below else ""
        return self._insert(at, blank + self._joined(self._indented(new, column)))

    def fill(self, key: Node, value: Node, new: dict[str, Tree]) -> Edit:
        """``new`` in the place of ``value``, which stands behind ``key`` and fills no line more."""
        lines = self._indented(new, self.column(key.outset) + self.step)
        colon = self.source.text.index(":", key.end) + 1
        between = self.source.text[colon : value.outset]
        if between.strip(" \t") or "#" in self.source.text[value.end : self._line_end(value.end)]:
            raise NotExact("what stands behind a key is not alone on its line")
        end = self._line_end(value.end)
        if self.source.text[value.end : end].strip(" \t"):
            end = value.end
        return Edit(self.source.span(colon, end), self._joined(lines))

    def _into_flow(self, mapping: Mapping, new: dict[str, Tree]) -> Edit:
        inner = flow(new)[1:-1]
        if mapping.entries:
            return self._insert(mapping.entries[-1].value.end, f", {inner}")
        return self._insert(mapping.end - 1, inner)

    def wrap(self, key: Node, value: Node, words: tuple[str, Tree], *, in_flow: bool) -> list[Edit]:
        """``value`` as the first item of a list called ``words[0]``, ``words[1]`` as its second."""
        name, second = words
        if in_flow:
            return [
                self._insert(value.outset, f"{{{name}: ["),
                self._insert(value.end, f", {flow(second)}]}}"),
            ]
        text = self.source.text
        outer = self.column(key.outset) + self.step
        column = outer + self.step
        colon = text.index(":", key.end) + 1
        opening = f"{self.newline}{' ' * outer}{name}:{self.newline}{' ' * column}- "
        breaks = [m.start() for m in _LINE_END.finditer(text, colon, value.outset)]
        edits = [Edit(self.source.span(breaks[-1] if breaks else colon, value.outset), opening)]
        end = self._last_line_end(value, key, self.column(key.outset) + 1)
        was = self.column(value.outset)
        if self.source.position(value.outset).line == self.source.position(key.end).line:
            was = self.column(key.outset) + self.step
        shift = column + 2 - was
        starts = [m.end() for m in _LINE_END.finditer(text, value.outset, end)]
        for start in starts:
            if text[start : start + 1] not in ("\r", "\n"):
                edits.append(self._shifted(start, shift))
        lines = list(block([second], self.step))
        closing = "".join(f"{self.newline}{' ' * column}{line}" for line in lines)
        return [*edits, self._insert(end, closing)]

    def append_item(self, key: Node, sequence: Sequence, new: Tree) -> Edit:
        """``new`` behind the last item of ``sequence``, which is the value of ``key``."""
        last = sequence.items[-1]
        if sequence.flow:
            return self._insert(last.end, f", {flow(new)}")
        column = self.column(self.source.text.rindex("-", 0, sequence.items[0].outset))
        lines = [" " * column + line for line in block([new], self.step)]
        return self._insert(self._last_line_end(last, key, column), self._joined(lines))

    def _shifted(self, start: int, by: int) -> Edit:
        if by >= 0:
            return self._insert(start, " " * by)
        if self.source.text[start : start - by].strip(" "):
            raise NotExact("lines are indented less than those around them")
        return Edit(self.source.span(start, start - by), "")

    def _below(self, at: int, new: dict[str, Tree], column: int) -> Edit:
        return self._insert(at, self._joined(self._indented(new, column)))

    def _indented(self, new: dict[str, Tree], column: int) -> list[str]:
        return [" " * column + line for line in block(new, self.step)]

    def _joined(self, lines: list[str]) -> str:
        return "".join(f"{self.newline}{line}" for line in lines)

    def _insert(self, at: int, content: str) -> Edit:
        return Edit(self.source.span(at, at), content)

    def _last_line_end(self, value: Node, key: Node, column: int) -> int:
        """The end of the last line of an entry, and of the comments below it from ``column`` on."""
        text = self.source.text
        at = max(value.end, key.end)
        while at and text[at - 1] in " \t\r\n":
            at -= 1
        at = self._line_end(at)
        while (below := self._comment_below(at)) is not None and below[1] >= max(column, 1):
            at = below[0]
        return at

    def _comment_below(self, end: int) -> tuple[int, int] | None:
        """The end and the column of a comment alone on the line below the one that ends there."""
        ending = _LINE_END.match(self.source.text, end)
        if not ending:
            return None
        stop = self._line_end(ending.end())
        line = self.source.text[ending.end() : stop]
        bare = line.lstrip(" ")
        return (stop, len(line) - len(bare)) if bare.startswith("#") else None

    def _comment_above(self, start: int) -> tuple[int, int] | None:
        """The start and the column of a comment alone on the line before that ``start``."""
        if start == 0:
            return None
        before = self.source.line_start(start - 1)
        line = self.source.text[before:start]
        bare = line.lstrip(" ")
        return (before, len(line) - len(bare)) if bare.startswith("#") else None

    def _line_end(self, offset: int) -> int:
        found = _LINE_END.search(self.source.text, offset)
        return found.start() if found else len(self.source.text)
