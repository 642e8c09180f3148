"""What a YAML text is made of, each piece with its place.

Places are offsets in code points. ``start`` lies behind the anchor and the tag of
a node, ``outset`` before them. ``end`` of a block mapping or sequence is the end of
what stands last in it; that of a literal or folded scalar lies at the beginning of
the line after it, blank lines included.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migrator.records import dataclass

MERGE = "<<"
"""The key whose mapping, or mappings, lend their entries to the one it stands in."""


@dataclass(frozen=True, slots=True)
class _Placed:
    outset: int
    start: int
    end: int
    anchor: str | None
    tag: str | None


@dataclass(frozen=True, slots=True)
class Scalar(_Placed):
    """``style`` is ``'``, ``"``, ``|`` or ``>``, empty for a plain one."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Sequence(_Placed):
    """``flow`` says it is written in brackets."""

    items: tuple[Node, ...]
    flow: bool


@dataclass(frozen=True, slots=True)
class Entry:
    key: Node
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping(_Placed):
    """``flow`` says it is written in braces."""

    entries: tuple[Entry, ...]
    flow: bool

    def own(self, key: str) -> Entry | None:
        """The entry that is written in this mapping itself."""
        return next((e for e in self.entries if _text(e.key) == key), None)

    def all(self) -> Iterator[tuple[str, Entry]]:
        """Every entry with a text for a key by that text: the own ones, then what is merged."""
        seen: set[str] = set()
        for entry in self._with_merged():
            key = _text(entry.key)
            if key is not None and key != MERGE and key not in seen:
                seen.add(key)
                yield key, entry

    def get(self, key: str) -> Node | None:
        """The value of ``key``, also one that is merged; an alias is followed."""
        return next((resolved(entry.value) for name, entry in self.all() if name == key), None)

    def _with_merged(self) -> Iterator[Entry]:
        yield from self.entries
        for entry in self.entries:
            if _text(entry.key) != MERGE:
                continue
            lent = resolved(entry.value)
            for each in lent.items if isinstance(lent, Sequence) else (lent,):
                lender = resolved(each)
                if isinstance(lender, Mapping):
                    yield from lender._with_merged()


@dataclass(frozen=True, slots=True)
class Alias(_Placed):
    """``*anchor`` in the place of ``target``."""

    target: Scalar | Sequence | Mapping


Node = Scalar | Sequence | Mapping | Alias


def resolved(node: Node) -> Scalar | Sequence | Mapping:
    """What an alias stands for, another node itself."""
    return node.target if isinstance(node, Alias) else node


def _text(key: Node) -> str | None:
    real = resolved(key)
    return real.text if isinstance(real, Scalar) else None


def plain(node: Node) -> Any:
    """What the text says, without where and how: a dict, a list, or a scalar's text.

    A scalar that is quoted, or literal, is a pair of ``"text"`` and that text: of `""`
    and nothing at all only one is a text. A key stands as its text alone.
    """
    real = resolved(node)
    if isinstance(real, Scalar):
        return ("text", real.text) if real.style else real.text
    if isinstance(real, Sequence):
        return [plain(item) for item in real.items]
    return {key: plain(entry.value) for key, entry in real.all()}
