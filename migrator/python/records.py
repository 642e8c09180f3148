"""What the reader notes about calls and commands while it walks through the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace

import libcst as cst

from migrator.call.answer import Escape, Read, StatusCheck, gathered
from migrator.call.source import Span
from migrator.python.clients import Signature
from migrator.python.environment import Frame
from migrator.python.libraries import Method
from migrator.python.things import Client, Function, Named, Outcomes, Text, Trail, alternatives
from migrator.records import dataclass


@dataclass
class Uses:
    """The uses of an answer, each noted once.

    ``roots`` are the expressions that give it decoded. ``reads`` are members
    that go somewhere, ``touched`` all that are named, and ``passed`` those on the
    way to another member. ``handed`` are members that a function gives to its
    callers, ``returns`` such escapes, ``names`` the functions that the answer is
    passed to and read in.
    """

    statuses: dict[StatusCheck, None] = field(default_factory=dict)
    roots: dict[Span, None] = field(default_factory=dict)
    reads: dict[Read, Read] = field(default_factory=dict)
    touched: dict[Read, None] = field(default_factory=dict)
    handed: dict[Read, cst.CSTNode | None] = field(default_factory=dict)
    passed: set[Read] = field(default_factory=set)
    escapes: dict[Escape, None] = field(default_factory=dict)
    names: dict[Named, None] = field(default_factory=dict)
    returns: dict[Escape, cst.CSTNode | None] = field(default_factory=dict)
    raises: bool = False
    printed: bool = False

    def take(self, other: Uses) -> None:
        """Adds what is done with the same answer elsewhere."""
        for mine, theirs in (
            (self.statuses, other.statuses),
            (self.roots, other.roots),
            (self.touched, other.touched),
            (self.handed, other.handed),
            (self.escapes, other.escapes),
            (self.names, other.names),
            (self.returns, other.returns),
        ):
            mine.update(theirs)  # type: ignore[arg-type]
        for read in other.reads.values():
            self.read(read)
        self.passed |= other.passed
        self.raises |= other.raises
        self.printed |= other.printed

    def read(self, read: Read) -> None:
        [self.reads[read]] = gathered([*filter(None, [self.reads.get(read)]), read])

    def all_reads(self, seen: Callable[[cst.CSTNode | None], bool]) -> list[Read]:
        """``seen`` says whether all that the callers of a function do with it is noted too."""
        handed = [
            replace(read, loose=not all_seen, opened=not all_seen)
            for read, function in self.handed.items()
            for all_seen in [seen(function)]
            if not (all_seen and read in self.passed)
        ]
        used = {*self.passed, *self.reads, *self.handed}
        rest = [replace(read, idle=True) for read in self.touched if read not in used]
        found = gathered((*self.reads.values(), *handed, *rest))
        return sorted(found, key=lambda read: (read.whole, read.path))


@dataclass(frozen=True)
class Argument:
    """An argument as written, and what it may be. ``node`` is ``None`` for one a client brings."""

    values: Outcomes
    value: cst.BaseExpression
    node: cst.Arg | None


@dataclass(frozen=True, eq=False)
class Link:
    """``node`` calls ``function`` in the scope ``frame``, with arguments that came by ``trail``."""

    node: cst.Call
    function: Function
    frame: Frame
    statement: cst.CSTNode | None
    trail: Trail


@dataclass(eq=False)
class Record:
    """``node`` is the expression that makes the request, in the scope of ``frame``.

    ``hidden`` are arguments that may hide others. ``headers`` are added by later calls.
    ``doubts`` say what else may be called there.
    ``links`` are the calls that led to it, outermost first, where it was seen from a caller;
    that at ``level`` names the endpoint. ``method`` is that of a client library which
    is called.
    """

    node: cst.Call
    signature: Signature
    client: Client | None
    frame: Frame
    urls: dict[Text, None] = field(default_factory=dict)
    arguments: dict[str, Argument] = field(default_factory=dict)
    hidden: dict[str, None] = field(default_factory=dict)
    doubts: dict[str, None] = field(default_factory=dict)
    headers: dict[cst.Call, tuple[Outcomes, Outcomes]] = field(default_factory=dict)
    uses: Uses = field(default_factory=Uses)
    links: tuple[Link, ...] = ()
    level: int = 0
    method: Method | None = None

    @property
    def way(self) -> tuple[Link, ...]:
        """The calls between the place that names the endpoint and the request."""
        return self.links[self.level :]

    @property
    def place(self) -> cst.Call:
        """Where the call is told of."""
        return self.way[0].node if self.way else self.node

    def take(self, other: Record) -> None:
        """Adds what the same call is when it is reached from elsewhere."""
        self.urls.update(other.urls)
        self.hidden.update(other.hidden)
        self.doubts.update(other.doubts)
        for name, argument in other.arguments.items():
            self.see(name, argument)
        self.uses.take(other.uses)

    def see(self, name: str, argument: Argument) -> None:
        """Notes an argument; one seen before in another turn of a loop is merged."""
        before = self.arguments.get(name)
        if before and before.node is argument.node:
            values = alternatives(before.values + argument.values)
            argument = Argument(values, argument.value, argument.node)
        self.arguments[name] = argument

    def add_header(self, node: cst.Call, name: Outcomes, value: Outcomes) -> None:
        self.headers[node] = (name, value)


@dataclass(frozen=True)
class Started:
    """A command seen at ``node``; ``quiet`` in a function that was looked into for a call.

    ``whole`` is the call, or the list of words where that is made elsewhere.
    """

    node: cst.Call
    whole: cst.CSTNode
    words: tuple[Text, ...]
    script: bool
    captured: bool
    elements: tuple[cst.BaseExpression, ...]
    quiet: bool
