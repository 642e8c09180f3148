"""What an expression may be: the values of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from typing import TYPE_CHECKING

import libcst as cst

from migrator.call.answer import Step
from migrator.call.source import Span
from migrator.call.value import Hole, Piece, Value
from migrator.records import dataclass

if TYPE_CHECKING:
    from migrator.python.clients import Sender
    from migrator.python.environment import Frame, Kind, Slot
    from migrator.python.libraries import Library
    from migrator.python.records import Record

_IMPERSONAL = frozenset(
    "base_url follow_redirects http2 limits max_redirects maxsize num_pools proxies retries stream"
    " timeout trust_env verify".split()
)
"""Settings of a client that say nothing of who calls."""

ALTERNATIVES = 16
"""How many values one expression may have before the reader gives up on it."""


class Thing:
    """A value that an expression may have."""


Outcomes = tuple[Thing, ...]


@dataclass(frozen=True, eq=False)
class Named:
    """A value came through the definition ``slot``, named at ``reference``.

    ``via`` are the imports that brought the name there, the nearest first. A run has one of
    each, so that long trails of them are quickly told from each other.
    """

    slot: Slot
    reference: cst.CSTNode
    via: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Group:
    """Pieces that one expression, here seen as a hole, puts into a text.

    ``written`` says that they stand right in that expression: it stays where it is.
    """

    pieces: tuple[Piece, ...]
    hole: Hole
    written: bool = False


@dataclass(frozen=True)
class Trail:
    """How a value came about: the names, and what a person should know of it."""

    names: tuple[Named, ...] = ()
    doubts: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()

    def __add__(self, other: Trail) -> Trail:
        if not (other.names or other.doubts or other.obstacles):
            return self
        return Trail(
            tuple(dict.fromkeys(self.names + other.names)),
            tuple(dict.fromkeys(self.doubts + other.doubts)),
            tuple(dict.fromkeys(self.obstacles + other.obstacles)),
        )


@dataclass(frozen=True)
class Text(Thing):
    value: Value = Value()
    trail: Trail = Trail()
    groups: tuple[Group, ...] = ()

    def __add__(self, other: Text) -> Text:
        return Text(self.value + other.value, self.trail + other.trail, self.groups + other.groups)

    def with_value(self, value: Value) -> Text:
        return replace(self, value=value)

    @property
    def known(self) -> str | None:
        return self.value.known


@dataclass(frozen=True)
class Opaque(Thing):
    """Nobody can see what it is; ``why`` is a clause, where the reason lies with the reader."""

    why: str = ""


@dataclass(frozen=True)
class Constant(Thing):
    """A number, a truth value or None."""

    value: int | float | bool | None
    span: Span | None = None


@dataclass(frozen=True)
class Member:
    """An entry of a mapping; ``node`` is the dictionary's element or the statement that sets it."""

    key: Text | None
    values: Outcomes
    node: cst.CSTNode
    value_node: cst.BaseExpression


@dataclass(frozen=True)
class Mapping(Thing):
    """``node`` is the expression that made it; ``complete`` as in Object."""

    members: tuple[Member, ...]
    node: cst.BaseExpression
    complete: bool = True
    trail: Trail = Trail()


@dataclass(frozen=True)
class Sequence(Thing):
    """A list or tuple; ``nodes`` are its elements."""

    items: tuple[Outcomes, ...]
    nodes: tuple[cst.BaseExpression, ...]
    node: cst.BaseExpression
    trail: Trail = Trail()


@dataclass(frozen=True)
class Stream(Thing):
    """What a loop goes through once: each item is one of ``items``."""

    items: Outcomes


@dataclass(frozen=True)
class Symbol(Thing):
    """Something of another module or a builtin, by its full dotted name."""

    path: str


@dataclass(eq=False)
class Settings:
    """What a client brings to each of its requests; it may change after the client is made.

    ``sent`` are the requests that were seen so far. ``personal`` says that it may tell
    who calls in another way than by its headers and its query.
    """

    base: Outcomes = ()
    headers: list[Outcomes] = field(default_factory=list)
    query: list[Outcomes] = field(default_factory=list)
    sent: list[Record] = field(default_factory=list)
    personal: bool = False

    def bring(self, name: str, values: Outcomes) -> None:
        """Notes what the attribute or argument ``name`` of the client is given."""
        if name == "headers":
            self.headers.append(values)
        elif name == "params":
            self.query.append(values)
        elif name not in _IMPERSONAL:
            self.personal = True


@dataclass(frozen=True)
class Client(Thing):
    """A session or client object."""

    sender: Sender
    settings: Settings
    trail: Trail = Trail()


@dataclass(frozen=True)
class Partial(Thing):
    """``functools.partial``: ``node`` names what is called and its first arguments."""

    callees: Outcomes
    node: cst.Call
    arguments: tuple[Outcomes, ...]


@dataclass(frozen=True)
class Split(Thing):
    """The parts of an address, as ``urlparse`` gives them."""

    whole: Text


@dataclass(eq=False)
class Options(Thing):
    """A parser of the command line, and what it makes: ``slots`` hold its options, by name.

    ``paired`` says that it makes a pair, of which the other words are the second.
    """

    paired: bool = False
    slots: dict[str, Slot] = field(default_factory=dict)


@dataclass(frozen=True)
class Packaged(Thing):
    """A client of a library that hides the addresses, which begin with ``base``."""

    library: Library
    base: Text


@dataclass(frozen=True)
class Bound(Thing):
    """A method of a value, not yet called."""

    owner: Thing
    name: str
    node: cst.Attribute


@dataclass(frozen=True)
class Verb(Thing):
    """``getattr(session, "post")``: a method of a client, by a name that is computed."""

    client: Client
    name: str


@dataclass(frozen=True, eq=False)
class Function(Thing):
    """A function of the file; ``kind`` is the class that it is a method of."""

    node: cst.FunctionDef | cst.Lambda
    frame: Frame
    kind: Kind | None = None
    trail: Trail = Trail()


@dataclass(frozen=True)
class Getter(Thing):
    """``itemgetter("name")``: takes the member ``key``, named at ``node``."""

    key: str
    node: cst.BaseExpression


@dataclass(frozen=True, eq=False)
class Instance(Thing):
    kind: Kind


@dataclass(frozen=True)
class Encoded(Thing):
    """A mapping written as text: ``form`` is ``json`` or ``form``, ``node`` the expression."""

    form: str
    content: Outcomes
    node: cst.Call
    trail: Trail = Trail()


@dataclass(frozen=True)
class Request(Thing):
    """A request object that is sent elsewhere."""

    record: Record


@dataclass(frozen=True)
class Reply(Thing):
    """The answer of a call, or ``part`` of it: ``status``, ``text``, ``ok``, ``headers``."""

    record: Record
    part: str = ""


@dataclass(frozen=True)
class Content(Thing):
    """What the answer says, or what ``steps`` lead to in it."""

    record: Record
    steps: tuple[Step, ...] = ()
    whole: Span | None = None

    @property
    def member(self) -> bool:
        """Whether it is a member by name, of which nobody knows what it holds."""
        return bool(self.steps) and isinstance(self.steps[-1].key, str)


OPAQUE: Outcomes = (Opaque(),)


def carries(thing: Thing) -> bool:
    """Whether an answer, or something of one, is in it."""
    return next(held((thing,)), None) is not None


Held = Reply | Content | Request


def held(outcomes: Iterable[Thing]) -> Iterator[Held]:
    """The answers, and what is of one, that are in the values."""
    for thing in outcomes:
        if isinstance(thing, (Reply, Content, Request)):
            yield thing
        elif isinstance(thing, Sequence):
            yield from held(t for item in thing.items for t in item)
        elif isinstance(thing, Mapping):
            yield from held(t for member in thing.members for t in member.values)
        elif isinstance(thing, Stream):
            yield from held(thing.items)
        elif isinstance(thing, Encoded):
            yield from held(thing.content)
        elif isinstance(thing, Bound):
            yield from held((thing.owner,))


def carriers(outcomes: Iterable[Thing]) -> Outcomes:
    """Those of ``outcomes`` that no reader may drop."""
    return tuple(thing for thing in outcomes if carries(thing))


def followed(thing: Thing, trail: Trail) -> Thing:
    """``thing``, reached by ``trail``."""
    if isinstance(thing, (Text, Mapping, Sequence, Encoded, Client, Function)):
        return replace(thing, trail=trail + thing.trail)
    return thing


TOO_MANY: Outcomes = (Opaque(f"a value may be more than {ALTERNATIVES} different texts"),)


LONGEST = 1000
"""Pieces of a text; no address comes near it, but a text that is doubled forty times passes it."""
TOO_LONG: Outcomes = (Opaque(f"a text is put together from more than {LONGEST:,} pieces"),)
FURTHEST = 1000
"""Names that a value comes through, one given the value of another."""
TOO_FAR: Outcomes = (Opaque(f"a value comes through more than {FURTHEST:,} names"),)


def alternatives(outcomes: Iterable[Thing]) -> Outcomes:
    """The different ones of ``outcomes``, at most ``ALTERNATIVES``."""
    found = tuple(outcomes)
    if len(found) > 1:  # one alone may be a table, which is long to be told from others
        found = tuple(dict.fromkeys(found))
    if len(found) > ALTERNATIVES:
        return TOO_MANY
    return found or OPAQUE
