"""What each name may hold at one point of a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from itertools import chain
from typing import TypeVar

from migrator.call.source import Span
from migrator.records import dataclass
from migrator.shell.functions import Function
from migrator.shell.text import Definition, Reads, Text

ALTERNATIVES = 16
"""How many values of one name or word are told apart."""

OUTSIDE = "("
"""Stands among the names for what commands see of the machine: files, directory, time."""


@dataclass(frozen=True)
class Field:
    """One argument of a command, or with ``open`` any number of them that nobody can see.

    ``span`` is the word that makes it. ``sole`` says that the word makes this
    argument and no other, so that it can be taken out with it. ``via`` names the
    array it is a member of, and where the command names that.
    """

    text: Text
    span: Span
    sole: bool = True
    open: bool = False
    via: tuple[tuple[Definition, Span], ...] = ()


@dataclass(frozen=True)
class Bound:
    """One value of a name: a text, the members of an array, or neither where nobody can see it.

    ``level`` is that of ``Through``.
    """

    definition: Definition | None = None
    text: Text | None = None
    members: tuple[Field, ...] | None = None
    level: int | None = None


Bounds = tuple[Bound, ...]
_UNSET: Bounds = (Bound(),)

_T = TypeVar("_T")


def _first_of(maps: Iterable[Mapping[str, _T]]) -> dict[str, _T]:
    """All of them together; of what has one name in several, that of the first."""
    found: dict[str, _T] = {}
    for each in maps:
        if each.keys() - found.keys():
            found = {**each, **found}
    return found


@dataclass
class State:
    """The names, functions and aliases a statement can see.

    ``cut`` are the names that may hold more values than are told apart. ``capped``
    is set where such a name is read, or a word has too many values.
    """

    names: dict[str, Bounds] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    aliases: dict[str, Text] = field(default_factory=dict)
    outside: object = field(default_factory=object)
    cut: set[str] = field(default_factory=set)
    capped: bool = False

    def copy(self) -> State:
        return replace(
            self,
            names=dict(self.names),
            functions=dict(self.functions),
            aliases=dict(self.aliases),
            cut=set(self.cut),
        )

    def give(self, name: str, bounds: Bounds) -> None:
        """Give ``name`` new values, of which no more than ``ALTERNATIVES`` are kept."""
        self.names[name] = bounds[:ALTERNATIVES]
        if self.capped or len(bounds) > ALTERNATIVES:
            self.cut.add(name)
        else:
            self.cut.discard(name)

    def become(self, *others: State) -> None:
        """Take on whatever any of ``others`` may have left behind."""
        first, *rest = others
        names = dict(first.names)
        self.cut = set().union(*(other.cut for other in others))
        for name in set().union(*(other.names for other in rest)) | names.keys():
            # Most were given by the same statement, whatever branch was taken.
            held = [other.names.get(name, _UNSET) for other in others]
            different = {id(bounds): bounds for bounds in held}
            if len(different) > 1:
                values = dict.fromkeys(chain.from_iterable(different.values()))
                names[name] = tuple(values)[:ALTERNATIVES]
                if len(values) > ALTERNATIVES:
                    self.cut.add(name)
        self.names = names
        self.functions = _first_of(other.functions for other in others)
        self.aliases = _first_of(other.aliases for other in others)
        self.outside = first.outside
        if any(other.outside is not first.outside for other in rest):
            self.outside = object()

    def stamp(self, names: set[str], *, outside: bool = False) -> Reads:
        """The state that ``names``, and with ``outside`` the machine, are in."""
        reads: list[tuple[str, object]] = [(name, self.names.get(name)) for name in sorted(names)]
        return (*reads, (OUTSIDE, self.outside)) if outside else tuple(reads)

    def unchanged(self, reads: Reads) -> bool:
        """Whether all of ``reads`` would read the same now."""
        return all(
            before is (self.outside if name == OUTSIDE else self.names.get(name))
            for name, before in reads
        )
