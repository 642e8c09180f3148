"""YAML text to nodes, within bounds that no text can break.

The parser's events are put together here, one by one: PyYAML's own composer goes
down by recursion, follows no bound, and takes the last of two equal keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from migrator.call.source import Position, Source
from migrator.yaml.node import MERGE, Alias, Entry, Mapping, Node, Scalar, Sequence
from migrator.yaml.problems import TOO_DEEP, in_words

MAX_SIZE = 2_000_000
"""Code points. The longest configs that people keep have a tenth of it."""
MAX_DEPTH = 100
MAX_NODES = 500_000
"""Counted as if every alias were written out."""

_ALLOWED = "\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
_PROPERTY = re.compile(r"[&!]\S*(?:\s+(?:#.*\s*)*)?")


@cache
def _forbidden() -> re.Pattern[str]:
    """Compiled when the first text is read: a class of so many characters takes milliseconds."""
    return re.compile(f"[^{_ALLOWED}]")


class BadYaml(Exception):
    """The text can't be taken as YAML.

    ``offset`` is the code point to look at, ``line`` and ``column`` the same from
    1. ``reason`` is a clause, ``remedy`` another that says what to do.
    """

    def __init__(self, source: Source, offset: int, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.offset = offset
        self.position: Position = source.position(offset)
        self.reason = reason
        self.remedy = remedy

    @property
    def line(self) -> int:
        return self.position.line

    @property
    def column(self) -> int:
        return self.position.column


def load(text: str) -> Node | None:
    """The document of ``text``, ``None`` where it holds nothing. Raises ``BadYaml``."""
    found = documents(text)
    if len(found) > 1:
        reason = "a second document begins here"
        raise BadYaml(Source("", text), found[1].outset, reason, "keep one document in this file")
    return found[0] if found else None


def documents(text: str) -> tuple[Node, ...]:
    """Every document of ``text``, in order. Raises ``BadYaml``."""
    source = Source("", text)
    if len(text) > MAX_SIZE:
        reason = f"it holds {len(text):,} characters, and {MAX_SIZE:,} is the most that is read"
        raise BadYaml(source, 0, reason, "split it, or leave it out")
    if strange := _forbidden().search(text):
        reason = f"the character U+{ord(strange.group()):04X} has no place in YAML"
        if "\udc80" <= strange.group() <= "\udcff":
            reason = "a byte that is no UTF-8 stands here"
        raise BadYaml(source, strange.start(), reason, "save the file as UTF-8 text")
    return tuple(_Composer(source).documents())


class _Composer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.nodes = 0
        self.anchors: dict[str, tuple[Scalar | Sequence | Mapping, int]] = {}
        self.open: list[str] = []

    def documents(self) -> Iterator[Node]:
        import yaml  # loaded only for a text that is YAML

        events = self._events(yaml)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.anchors.clear()
                yield self._node(next(events), events, yaml, 0)

    def _events(self, yaml: Any) -> Iterator[Any]:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            yield from yaml.parse(self.source.text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            at, reason, remedy = in_words(self.source, error, mark.index if mark else 0)
            raise BadYaml(self.source, at, reason, remedy) from error
        except yaml.YAMLError as error:
            raise BadYaml(self.source, 0, str(error), "save the file as UTF-8 text") from error

    def _node(self, event: Any, events: Iterator[Any], yaml: Any, depth: int) -> Node:
        outset = event.start_mark.index
        if depth > MAX_DEPTH:
            raise self._bad(outset, *TOO_DEEP)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor, outset, event.end_mark.index)
        self._count(1, outset)
        before = self.nodes
        anchor = event.anchor
        if anchor:
            self.open.append(anchor)
        node = self._own(event, events, yaml, depth)
        if anchor:
            self.open.pop()
            self.anchors[anchor] = node, self.nodes - before + 1
        return node

    def _own(
        self, event: Any, events: Iterator[Any], yaml: Any, depth: int
    ) -> Scalar | Sequence | Mapping:
        outset, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            start = self._behind_properties(outset, end)
            return Scalar(
                outset, start, end, event.anchor, event.tag, event.value, event.style or ""
            )
        start = self._behind_properties(outset)
        flow = bool(event.flow_style)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, yaml, depth + 1))
            end = inner.end_mark.index if flow else items[-1].end if items else start
            return Sequence(outset, start, end, event.anchor, event.tag, tuple(items), flow)
        entries: list[Entry] = []
        keys: set[str] = set()
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self._node(inner, events, yaml, depth + 1)
            self._once(key, keys)
            entries.append(Entry(key, self._node(next(events), events, yaml, depth + 1)))
        end = inner.end_mark.index if flow else entries[-1].value.end if entries else start
        return Mapping(outset, start, end, event.anchor, event.tag, tuple(entries), flow)

    def _once(self, key: Node, keys: set[str]) -> None:
        if not isinstance(key, Scalar) or key.text == MERGE:
            return
        if key.text in keys:
            reason = f"the key `{key.text}` stands twice in one mapping"
            raise self._bad(key.start, reason, "keep one of them")
        keys.add(key.text)

    def _alias(self, name: str, start: int, end: int) -> Alias:
        if name in self.open:
            reason = f"`*{name}` stands inside what it names"
            raise self._bad(start, reason, "write out what is meant")
        if name not in self.anchors:
            reason = f"`*{name}` names nothing above it"
            raise self._bad(start, reason, f"put `&{name}` before what is meant, further up")
        target, size = self.anchors[name]
        self._count(size, start)
        return Alias(start, start, end, None, None, target)

    def _count(self, nodes: int, at: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            reason = f"with its aliases written out it holds more than {MAX_NODES:,} pieces"
            raise self._bad(at, reason, "use fewer aliases of aliases")

    def _behind_properties(self, outset: int, end: int | None = None) -> int:
        at = outset
        while found := _PROPERTY.match(self.source.text, at):
            at = found.end()
        return at if end is None else min(at, end)

    def _bad(self, at: int, reason: str, remedy: str) -> BadYaml:
        return BadYaml(self.source, at, reason, remedy)
