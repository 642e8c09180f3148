"""The parts of a jq filter. A place is the cells it stands in, of the value the filter is."""

from __future__ import annotations

from migrator.records import dataclass

Cells = tuple[int, int]


@dataclass(frozen=True)
class Dot:
    """The input itself; also what ``.name`` begins with."""

    place: Cells


@dataclass(frozen=True)
class Member:
    """A member, an item, or with ``None`` each item of what ``of`` gives."""

    of: Node
    key: str | int | None
    place: Cells


@dataclass(frozen=True)
class Slice:
    of: Node


@dataclass(frozen=True)
class Constant:
    """``place`` is that of a text, its quotes included."""

    value: object
    place: Cells = (0, 0)


@dataclass(frozen=True)
class Unseen:
    """Text that the shell puts in."""


@dataclass(frozen=True)
class Variable:
    name: str


@dataclass(frozen=True)
class Interpolated:
    """A text; ``parts`` are the filters in it."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Call:
    name: str
    arguments: tuple[Node, ...]
    place: Cells


@dataclass(frozen=True)
class Pipe:
    left: Node
    right: Node


@dataclass(frozen=True)
class Several:
    """``a, b`` and ``a // b``: the outputs of one and of the other."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Operation:
    """``place`` reaches from the operator to the end."""

    operator: str
    left: Node
    right: Node
    place: Cells = (0, 0)


@dataclass(frozen=True)
class Collected:
    """``[…]``"""

    inner: Node | None


@dataclass(frozen=True)
class Pair:
    """``key`` is a filter where it is computed. Without ``value`` it names the member too."""

    key: str | Node
    value: Node | None
    place: Cells


@dataclass(frozen=True)
class Record:
    """``{…}``"""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Choice:
    """``if`` with one branch; another ``elif`` is a choice in ``otherwise``."""

    condition: Node
    then: Node
    otherwise: Node | None


@dataclass(frozen=True)
class Bind:
    """``source as $name | body``; of ``{a: $x}`` and ``[$x]`` each name with the way to it."""

    source: Node
    names: tuple[tuple[str, tuple[Member, ...]], ...]
    body: Node


@dataclass(frozen=True)
class Define:
    """``def name(parameters): body; rest``"""

    name: str
    parameters: tuple[str, ...]
    body: Node
    rest: Node


@dataclass(frozen=True)
class Update:
    """``path |= value``"""

    path: Node
    value: Node


@dataclass(frozen=True)
class Fold:
    """``reduce source as $name (first; next)`` and ``foreach``."""

    source: Node
    name: str
    parts: tuple[Node, ...]


Node = (
    Dot
    | Member
    | Slice
    | Constant
    | Unseen
    | Variable
    | Interpolated
    | Call
    | Pipe
    | Several
    | Operation
    | Collected
    | Record
    | Choice
    | Bind
    | Define
    | Update
    | Fold
)
