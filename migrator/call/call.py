"""A call of an HTTP API as a source states it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from migrator.call.answer import Answer
from migrator.call.body import Body, Object
from migrator.call.source import Span
from migrator.call.value import Value


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that holds a text which calls are made of.

    ``definition`` is the whole statement that gives it its value, ``name_span``
    the name inside it, ``references`` every other place that names it (of
    ``${API}`` the three letters alone, so that a new name can be put there).
    ``copyable`` says a second definition may stand on the line after the first;
    ``closed`` that no program outside this file can see the name.
    """

    name: str
    name_span: Span
    definition: Span
    references: frozenset[Span]
    copyable: bool = True
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Use:
    """A call's value came through ``binding``, named at ``reference``."""

    binding: Binding
    reference: Span


@dataclass(frozen=True, slots=True)
class Header:
    """``name`` is lower case, ``None`` where nobody can see it."""

    name: str | None
    value: Value
    span: Span | None = None


@dataclass(frozen=True, kw_only=True)
class Call:
    """One place of a program that sends a request.

    ``span`` is what a finding points at. ``method`` is upper case, ``None``
    where it can't be told. ``urls`` holds every value that may reach the call.
    ``query`` are parameters given beside the URL. ``doubts`` are things a person
    must check when the call is rewritten; ``obstacles`` are reasons why it can't
    be rewritten at all. Both are whole clauses for a message. ``origin`` is the
    handle by which the language writes the call back. ``anonymous`` says that it is
    sure to send no token.
    """

    language: str
    span: Span
    method: str | None
    method_span: Span | None = None
    urls: tuple[Value, ...] = ()
    query: Object | None = None
    headers: tuple[Header, ...] = ()
    body: Body = field(default_factory=Body)
    answer: Answer = field(default_factory=Answer)
    uses: tuple[Use, ...] = ()
    doubts: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    anonymous: bool = False
    origin: Any = field(default=None, compare=False, repr=False)
