"""The handles by which a call's parts are found again in the source."""

from __future__ import annotations

from dataclasses import field

from migrator.call.language import Alone, Project
from migrator.call.source import Source, Span
from migrator.python.clients import Sender
from migrator.python.commas import Items
from migrator.python.libraries import Method
from migrator.python.sites import Place, Site
from migrator.python.things import Group
from migrator.records import dataclass


@dataclass(frozen=True)
class Expression:
    """A value as it stands in the source."""

    span: Span


@dataclass(frozen=True)
class Entry:
    """An entry of a dictionary, a keyword of ``dict()`` or a statement that sets one.

    ``key`` is the literal or word that names it. ``items`` is the list it
    stands in, at ``index``; ``None`` for a statement. ``mentions`` are the other
    places that name the key, each with the name of the mapping there.
    """

    span: Span
    key: Span | None
    value: Span
    items: Items | None = None
    index: int = 0
    word: bool = False
    mentions: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True)
class Dictionary:
    """``span`` is the whole expression; ``calls`` says that it is written ``dict(…)``."""

    span: Span
    items: Items
    calls: bool = False


@dataclass(frozen=True)
class Carrier:
    """The argument that carries a body, and how.

    ``form`` is ``mapping``, ``encoded`` (``json.dumps(…)``) or ``text``. ``value``
    is the argument's expression, ``content`` the expression of the mapping in it.
    """

    name: str
    form: str
    value: Span
    content: Span | None = None


@dataclass(frozen=True)
class Argument:
    """``index`` is its place in the call's arguments; ``word`` its keyword, if it has one."""

    index: int
    value: Span
    word: Span | None = None


@dataclass(frozen=True)
class Origin:
    """What the writer must know of a call.

    ``callee`` is the expression that is called, ``word`` its last word, ``verb`` the word of
    it that names the method, ``request`` the expression for the class of request that it
    can send instead of a URL. ``method`` is that of a client library.
    ``shared`` are places where the answer of another call may be read as well,
    ``helpers`` the functions that make the request for several callers.
    ``sources`` are all files that parts of the call stand in, its own first.
    """

    sender: Sender
    arguments: Items
    callee: Span
    named: dict[str, Argument]
    verb: Span | None = None
    word: Span | None = None
    method: Method | None = None
    headers: Dictionary | None = None
    groups: tuple[tuple[Group, ...], ...] = ()
    sites: dict[Place, tuple[Site, int]] = field(default_factory=dict)
    takes_headers: bool = True
    request: str = ""
    shared: frozenset[Span] = frozenset()
    helpers: tuple[Span, ...] = ()
    sources: tuple[Source, ...] = ()
    project: Project = field(default_factory=Alone)
