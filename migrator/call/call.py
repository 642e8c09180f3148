"""A call of an HTTP API as a source states it."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from migrator.call.answer import Answer
from migrator.call.body import Body, Object
from migrator.call.source import Edit, Span
from migrator.call.value import Value
from migrator.call.walk import Walk
from migrator.records import dataclass


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that holds a text which calls are made of.

    ``definition`` is the whole statement that gives it its value, ``name_span``
    the name inside it, ``references`` every other place that names it (of
    ``${API}`` the three letters alone, so that a new name can be put there).
    ``copyable`` says a second definition may stand on the line after the first;
    ``closed`` that no program outside this file can see the name. ``portable`` says that
    the definition means the same in any file.
    """

    name: str
    name_span: Span
    definition: Span
    references: frozenset[Span]
    copyable: bool = True
    closed: bool = True
    portable: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A call's value came through ``binding``, named at ``reference``.

    ``whole`` is the expression that a name of the same file can take the place of
    (``settings.API``). A second definition beside the first is known at the reference
    after the edits ``introduce``, in whose content ``{}`` stands for its name; ``None``
    where it can't be. ``beside`` is the statement behind which the file of the reference
    can have a definition of its own, where it is another file.
    """

    binding: Binding
    reference: Span
    whole: Span | None = None
    introduce: tuple[Edit, ...] | None = ()
    beside: Span | None = None


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
    sure to send no token. ``through`` are the functions, in any file, that make the
    request for it. ``unsent`` says that nothing was seen to send its URL, which may be
    the beginning of another. ``walk``, in a v2 call alone, says that the call is only the first
    of several.
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
    through: tuple[Span, ...] = ()
    unsent: bool = False
    walk: Walk | None = None
    origin: Any = field(default=None, compare=False, repr=False)
