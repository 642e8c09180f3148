"""Names and what they hold, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

import libcst as cst

from migrator.python.things import Outcomes, Thing
from migrator.records import dataclass


class Place(Enum):
    """Where a definition stands, which says who else can see it."""

    MODULE = "module"
    CLASS = "class"
    LOCAL = "local"
    ATTRIBUTE = "attribute"
    PARAMETER = "parameter"
    IMPORT = "import"


@dataclass(eq=False)
class Slot:
    """One definition of a name: ``node`` is the name, ``statement`` what gives it its value.

    One that only passes on what is defined in another file has its ``origins`` there, and the
    ``alias`` that names them; a ``*`` has none. ``filled`` says that it is a field, which
    whoever makes an instance may give a value.
    """

    name: str
    node: cst.CSTNode
    statement: cst.CSTNode
    place: Place
    values: Outcomes
    origins: tuple[Slot, ...] = ()
    alias: cst.ImportAlias | None = None
    filled: bool = False


Names = dict[str, tuple[Slot, ...]]


@dataclass(eq=False)
class Kind(Thing):
    """A class of the file. ``attributes`` are what its methods set on their instance."""

    node: cst.ClassDef
    frame: Frame
    bases: tuple[Kind, ...] = ()
    attributes: dict[str, dict[cst.CSTNode, Slot]] = field(default_factory=dict)
    receiver: object = field(default_factory=object)
    heirs: list[Kind] = field(default_factory=list)

    def set(self, slot: Slot) -> None:
        self.attributes.setdefault(slot.name, {})[slot.node] = slot

    def find(self, name: str) -> tuple[Slot, ...]:
        """Every definition of the attribute: here, else in a base; and in the classes below."""
        return self._own(name) + tuple(s for heir in self.heirs for s in heir._own_below(name))

    def _own(self, name: str) -> tuple[Slot, ...]:
        found = tuple(self.attributes.get(name, {}).values()) + self.frame.names.get(name, ())
        if found:
            return found
        for base in self.bases:
            found = base._own(name)
            if found:
                return found
        return ()

    def _own_below(self, name: str) -> tuple[Slot, ...]:
        found = tuple(self.attributes.get(name, {}).values()) + self.frame.names.get(name, ())
        return found + tuple(s for heir in self.heirs for s in heir._own_below(name))


@dataclass(eq=False)
class Frame:
    """One scope while it runs. ``alive`` is false behind a ``return`` or ``raise``."""

    parent: Frame | None = None
    function: str = ""
    kind: Kind | None = None
    receiver: str = ""
    is_class: bool = False
    names: Names = field(default_factory=dict)
    outer_names: dict[str, Frame] = field(default_factory=dict)
    alive: bool = True
    returns: list[Outcomes] = field(default_factory=list)
    yields: list[Outcomes] = field(default_factory=list)
    jumps: list[Names] = field(default_factory=list)

    @property
    def top(self) -> Frame:
        return self.parent.top if self.parent else self

    def enclosing(self, name: str) -> Frame:
        """The function around this one that holds ``name``, as ``nonlocal`` finds it."""
        frame = self.parent
        while frame is not None and frame.parent and (frame.is_class or name not in frame.names):
            frame = frame.parent
        return frame or self

    def lookup(self, name: str) -> tuple[Slot, ...]:
        found = self.names.get(name)
        frame = self.parent
        while found is None and frame is not None:
            if not frame.is_class:
                found = frame.names.get(name)
            frame = frame.parent
        return found or ()

    def bind(self, slot: Slot) -> None:
        holder = self.outer_names.get(slot.name)
        if holder is not None:
            holder.names[slot.name] = (*holder.names.get(slot.name, ()), slot)
        else:
            self.names[slot.name] = (slot,)


def merged(first: Mapping[str, tuple[Slot, ...]], second: Mapping[str, tuple[Slot, ...]]) -> Names:
    """What the names hold where two ways through the program meet."""
    names = dict(first)
    for name, slots in second.items():
        have = names.get(name)
        if have is None:
            names[name] = slots
        elif have is not slots:
            names[name] = tuple(dict.fromkeys(have + slots))
    return names
