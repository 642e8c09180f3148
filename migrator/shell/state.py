"""What each name may hold at one point of a script."""

from __future__ import annotations

from dataclasses import field, replace

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
        joined = others[0].copy()
        for other in others[1:]:
            joined._join(other)
        self.names, self.functions, self.aliases = joined.names, joined.functions, joined.aliases
        self.outside, self.cut = joined.outside, joined.cut

    def _join(self, other: State) -> None:
        unset = (Bound(),)
        for name in self.names.keys() | other.names.keys():
            mine, others = self.names.get(name, unset), other.names.get(name, unset)
            if mine is not others:
                both = dict.fromkeys(mine + others)
                self.names[name] = tuple(both)[:ALTERNATIVES]
                if len(both) > ALTERNATIVES:
                    self.cut.add(name)
        self.functions = {**other.functions, **self.functions}
        self.aliases = {**other.aliases, **self.aliases}
        self.cut |= other.cut
        if self.outside is not other.outside:
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
