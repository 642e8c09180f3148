"""One reading of one file: the walk through the program, and what it notes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from typing import TYPE_CHECKING

import libcst as cst

from migrator.call.source import Span
from migrator.call.value import Hole, Literal, Value
from migrator.python.environment import Frame, Names, Slot
from migrator.python.moments import Moment, acts, holds, names_in
from migrator.python.records import Link, Record, Started
from migrator.python.sites import Place, Site, place_of
from migrator.python.things import (
    FURTHEST,
    OPAQUE,
    TOO_FAR,
    TOO_MANY,
    Encoded,
    Mapping,
    Named,
    Outcomes,
    Sequence,
    Text,
    Thing,
    Trail,
    alternatives,
    followed,
)
from migrator.python.trees import Trees
from migrator.records import dataclass

if TYPE_CHECKING:
    from migrator.python.modules import Modules

NEEDLE = "api/v1"
"""Text that holds this is worth a finding even where no call is seen to use it."""


@dataclass(frozen=True)
class Sighting:
    """A text that leaves the view at ``node``.

    ``reason`` is a clause, empty where the text only stands there.
    """

    node: cst.CSTNode
    text: Text
    reason: str = ""
    certain: bool = False


_DYNAMIC = (
    "statement",
    "current",
    "quiet",
    "aside",
    "staged",
    "nested",
    "loops",
    "inside",
    "links",
)

_DEEPEST = 8
"""Constructors within constructors that are looked into where an instance is made."""

SETUP = frozenset({"__init__", "setUp", "__post_init__", "__enter__"})

Handler = Callable[["Run", cst.CSTNode, Frame], Outcomes]


@dataclass(eq=False)
class Run:
    """``loads`` are, of each definition, the places where its value is read.

    ``visited`` are all names that were read at all, ``unsure`` those of them that are
    members of what may be an instance of any class, ``mentions`` the keys that
    name an entry of a mapping elsewhere and the mapping's name, ``changed`` the
    definitions of mappings that are changed later. ``functions`` are the
    definitions of functions, ``followed`` the calls of them that were looked
    into, ``current`` the function whose body runs. ``quiet`` counts the functions
    that are looked into, ``links`` the calls of them (``None`` for one that
    stands nowhere), ``steps`` their statements, ``making`` the constructors within
    constructors, ``made`` those that were looked into, ``aside`` what is only told to
    people, ``staged`` of it what need not be real, ``nested`` calls that make what is told.
    ``traces`` are the requests seen from there, by those calls and the
    request itself; ``exhausted`` says that some were given up, ``bounds`` where first, by a
    clause, ``given_up`` why the value that fills a hole was. ``walked``
    are the bodies of functions that were looked into, ``before`` the arguments that come
    before those of the next call, ``besides`` that what stands beside a value is asked
    for, ``given`` what is passed to
    the parameters of constructors, ``started`` the commands of a shell, ``names`` the places
    where values were seen to come through names.
    """

    tree: Trees
    modules: Modules
    handlers: dict[type[cst.CSTNode], Handler]
    execute_with: Callable[[Run, cst.CSTNode, Frame], None]
    leave_with: Callable[[Run, Outcomes, str, cst.CSTNode], None]
    records: dict[cst.CSTNode, Record] = field(default_factory=dict)
    sites: dict[Place, tuple[Site, int]] = field(default_factory=dict)
    moments: dict[Place, Moment] = field(default_factory=dict)
    moments_of_names: dict[cst.CSTNode, Names] = field(default_factory=dict)
    sightings: dict[Span, Sighting] = field(default_factory=dict)
    departures: dict[tuple[Span, Span], Sighting] = field(default_factory=dict)
    excused: set[Span] = field(default_factory=set)
    setups: dict[cst.CSTNode, Callable[[], None]] = field(default_factory=dict)
    waiting: deque[Callable[[], None]] = field(default_factory=deque)
    loads: dict[cst.CSTNode, dict[cst.CSTNode, None]] = field(default_factory=dict)
    visited: set[cst.CSTNode] = field(default_factory=set)
    unsure: set[cst.CSTNode] = field(default_factory=set)
    statement: cst.CSTNode | None = None
    mentions: dict[cst.CSTNode, dict[cst.CSTNode, cst.CSTNode]] = field(default_factory=dict)
    changed: set[cst.CSTNode] = field(default_factory=set)
    top: Frame = field(default_factory=Frame)
    functions: dict[cst.CSTNode, Slot] = field(default_factory=dict)
    followed: set[cst.CSTNode] = field(default_factory=set)
    current: cst.CSTNode | None = None
    quiet: int = 0
    aside: int = 0
    staged: int = 0
    nested: int = 0
    loops: int = 0
    besides: bool = False
    steps: int = 0
    making: int = 0
    made: set[cst.CSTNode] = field(default_factory=set)
    inside: list[cst.CSTNode] = field(default_factory=list)
    links: list[Link | None] = field(default_factory=list)
    traces: dict[tuple[cst.CSTNode, ...], Record] = field(default_factory=dict)
    bounds: dict[str, cst.CSTNode] = field(default_factory=dict)
    given_up: dict[Place, str] = field(default_factory=dict)
    walked: dict[cst.CSTNode, Callable[[], None]] = field(default_factory=dict)
    before: tuple[tuple[cst.Arg, Outcomes], ...] = ()
    given: dict[cst.CSTNode, dict[object, Thing]] = field(default_factory=dict)
    started: list[Started] = field(default_factory=list)
    names: dict[tuple[Slot, cst.CSTNode, tuple[Slot, ...]], Named] = field(default_factory=dict)

    @property
    def exhausted(self) -> bool:
        return bool(self.bounds)

    def evaluate(self, node: cst.CSTNode, frame: Frame) -> Outcomes:
        """What ``node`` may be; it is never empty."""
        handler = self.handlers.get(type(node))
        if handler is None:
            for child in node.children:
                self.leave_with(self, self.evaluate(child, frame), "used in an expression", node)
            return OPAQUE
        found = handler(self, node, frame)
        outcomes = alternatives(found)
        if outcomes is TOO_MANY:
            self.leave_with(self, found, "one of too many values", node)
        if isinstance(node, cst.BaseExpression):
            self._notice(node, outcomes)
        return outcomes

    def execute(self, node: cst.CSTNode, frame: Frame) -> None:
        self.execute_with(self, node, frame)

    def _notice(self, node: cst.BaseExpression, outcomes: Outcomes) -> None:
        for thing in outcomes:
            if isinstance(thing, Text) and NEEDLE in thing.value.shape:
                place = self.tree.span(node)
                for span in endpoints(thing.value):
                    if place.holds(span):
                        self.sightings[span] = Sighting(node, thing)

    def through(self, slot: Slot, reference: cst.CSTNode) -> Outcomes:
        """The values of a definition, as seen where it is named."""
        return tuple(self._through(slot, reference, ()))

    def _through(
        self, slot: Slot, reference: cst.CSTNode, via: tuple[Slot, ...]
    ) -> Iterator[Thing]:
        for origin in slot.origins:
            yield from self._through(origin, reference, (*via, slot))
        if slot.origins:
            return
        self.loads.setdefault(slot.node, {})[reference] = None
        trail = Trail((self._named(slot, reference, via),))
        for thing in slot.values:
            if isinstance(thing, Text) and len(thing.trail.names) >= FURTHEST:
                yield from TOO_FAR
            else:
                yield followed(thing, trail)

    def _named(self, slot: Slot, reference: cst.CSTNode, via: tuple[Slot, ...]) -> Named:
        key = slot, reference, via
        if key not in self.names:
            self.names[key] = Named(slot, reference, via)
        return self.names[key]

    def mention(self, entry: cst.CSTNode, key: cst.CSTNode, owner: cst.CSTNode) -> None:
        """``key`` names an entry of the mapping ``owner``, which was made elsewhere."""
        self.mentions.setdefault(entry, {})[key] = root(owner)

    def excuse(self, outcomes: Iterable[object]) -> None:
        """The texts are only shown to people, compared, or sent as data."""
        for thing in outcomes:
            if isinstance(thing, Text):
                self.excused.update(endpoints(thing.value))
            elif isinstance(thing, Sequence):
                self.excuse(inner for item in thing.items for inner in item)
            elif isinstance(thing, Mapping):
                self.excuse(inner for member in thing.members for inner in member.values)
            elif isinstance(thing, Encoded):
                self.excuse(thing.content)

    def accuse(self, outcomes: Iterable[object]) -> None:
        """The texts are more than shown: an address may be made of them."""
        for thing in outcomes:
            if isinstance(thing, Text):
                self.excused.difference_update(endpoints(thing.value))

    def depart(self, text: Text, node: cst.CSTNode, reason: str, certain: bool) -> None:
        """``text`` goes, at ``node``, where the reader can't follow."""
        if self.quiet:
            return
        if self.only_told:
            self.excuse((text,))
            return
        certain = certain and not self.nested
        place = self.tree.span(node)
        for span in endpoints(text.value):
            self.departures[span, place] = Sighting(node, text, reason, certain)

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Statements of another file or function run, whatever runs here."""
        kept = {name: getattr(self, name) for name in _DYNAMIC}
        self.statement = self.current = None
        self.quiet = self.aside = self.staged = self.nested = self.loops = 0
        self.inside, self.links = [], []
        try:
            yield
        finally:
            for name, value in kept.items():
                setattr(self, name, value)

    def take_before(self) -> tuple[tuple[cst.Arg, Outcomes], ...]:
        """The arguments that ``functools.partial`` puts before those of the call, once."""
        taken, self.before = self.before, ()
        return taken

    def note(self, outcomes: Iterable[object], node: cst.CSTNode, reason: str) -> None:
        """As ``depart`` for every text in it, where a call may still be seen to use it."""
        for thing in outcomes:
            if isinstance(thing, Text):
                self.depart(thing, node, reason, False)

    @property
    def only_told(self) -> bool:
        """Whether what is evaluated is told to people itself, not what is made of it."""
        return bool(self.aside and not self.nested)

    def told(self, node: cst.CSTNode, frame: Frame) -> Outcomes:
        """Evaluates what is only shown to people."""
        self.aside += 1
        self.staged += 1
        try:
            outcomes = self.evaluate(node, frame)
        finally:
            self.aside -= 1
            self.staged -= 1
        self.excuse(outcomes)
        return outcomes

    def wait(self, body: Callable[[], None], node: cst.FunctionDef, frame: Frame) -> None:
        """Keeps the body of a function for later, those that set up an instance first."""
        if frame.is_class and node.name.value in SETUP:
            self.setups[node] = body
        else:
            self.waiting.append(body)

    def set_up(self, nodes: Iterable[cst.CSTNode]) -> None:
        """Looks into those of the functions that set up an instance, which is made now.

        They go on waiting: other names may hold something else at the end of the file.
        """
        if self.making >= _DEEPEST:
            return
        self.making += 1
        for node in nodes:
            if node in self.setups and node not in self.made:
                self.made.add(node)
                with self.elsewhere():
                    self.setups[node]()
        self.making -= 1

    def finish(self) -> None:
        """Looks into every function that waits."""
        while self.setups or self.waiting:
            if self.setups:
                self.setups.pop(next(iter(self.setups)))()
            else:
                self.waiting.popleft()()

    def moment(self, node: cst.CSTNode, frame: Frame) -> Moment:
        return self.moment_of(names_in(node), frame, acts(node))

    def moment_of(self, names: Iterable[str], frame: Frame, acts: bool = False) -> Moment:
        held = tuple((name, holds(name, frame)) for name in dict.fromkeys(names))
        return Moment(held, self.statement, acts)

    def settle(self, text: Text, frame: Frame, statement: cst.CSTNode | None) -> Text:
        """``text`` with its holes marked that mean something else at ``statement`` of ``frame``."""

        def settled(hole: Hole) -> Hole:
            then = self.moments.get(place_of(hole))
            if then is None:
                return replace(hole, here=False)
            return replace(hole, here=hole.here and then.lasts(frame, statement))

        groups = tuple(replace(g, hole=settled(g.hole)) for g in text.groups)
        pieces = (settled(p) if isinstance(p, Hole) else p for p in text.value.pieces)
        return replace(text, value=Value(tuple(pieces)), groups=groups)


def endpoints(value: Value) -> Iterator[Span]:
    """The literals that write the version of the API."""
    shape = value.shape
    at = shape.find(NEEDLE)
    while at >= 0:
        for piece in value.cut(at, at + len(NEEDLE)).pieces:
            if isinstance(piece, Literal) and piece.span:
                yield piece.span
        at = shape.find(NEEDLE, at + 1)


def root(node: cst.CSTNode) -> cst.CSTNode:
    """The name that ``payload["a"]["b"]`` begins with."""
    while isinstance(node, cst.Subscript):
        node = node.value
    return node
