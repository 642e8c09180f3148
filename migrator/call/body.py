"""What a request carries, as a tree that is the same for every notation."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import Any

from migrator.call.source import Span
from migrator.call.value import Value
from migrator.records import dataclass


class Encoding(Enum):
    NONE = "no body"
    JSON = "JSON"
    FORM = "a form"
    MULTIPART = "a multipart form"
    HIDDEN = "not visible"


@dataclass(frozen=True)
class Scalar:
    """A text, number, truth value, null, or an expression whose type nobody can see.

    ``quoted`` says that JSON writes it as a string. ``origin`` is the handle by
    which the language finds it again, ``None`` for a new one.
    """

    value: Value
    quoted: bool = True
    origin: Any = None


@dataclass(frozen=True)
class Array:
    items: tuple[Node, ...] = ()
    origin: Any = None


@dataclass(frozen=True)
class Entry:
    """``key`` is ``None`` where nobody can see it. ``origin`` as in Scalar."""

    key: str | None
    value: Node
    origin: Any = None


@dataclass(frozen=True)
class Object:
    """``complete`` is false where the program may add keys that are not in view."""

    entries: tuple[Entry, ...] = ()
    complete: bool = True
    origin: Any = None

    def get(self, key: str) -> Node | None:
        return next((e.value for e in reversed(self.entries) if e.key == key), None)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(e.key for e in self.entries if e.key is not None)


Node = Scalar | Array | Object


@dataclass(frozen=True)
class Body:
    """``root`` is ``None`` where there is no body, or none that can be seen.

    ``raw`` is the text of a body that the program writes as text. ``source`` is
    the body as written, for messages.
    """

    encoding: Encoding = Encoding.NONE
    root: Object | None = None
    raw: Value | None = None
    source: str = ""
    span: Span | None = None
    origin: Any = field(default=None, compare=False)
