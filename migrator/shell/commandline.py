"""The options and operands of a command, in the order they are given."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.call.value import HOLE
from migrator.records import dataclass
from migrator.shell.options import Table
from migrator.shell.state import Field
from migrator.shell.text import Text


@dataclass(frozen=True)
class Option:
    """One option as given. ``words`` are the one or two arguments it stands in;
    ``attached`` says the value stands in the same argument as the name, and
    ``alone`` that no other option does.
    """

    name: str
    value: Text | None
    words: tuple[Field, ...]
    attached: bool
    alone: bool
    long: bool


@dataclass(frozen=True)
class CommandLine:
    """``opaque`` are arguments that may be options nobody can see."""

    options: tuple[Option, ...]
    operands: tuple[Field, ...]
    opaque: tuple[Field, ...]

    def all(self, *names: str) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.name in names)

    def last(self, *names: str) -> Option | None:
        return next((o for o in reversed(self.options) if o.name in names), None)

    def doubts(self) -> list[str]:
        """What may be hidden in ``opaque``, as clauses."""
        written = (field.text.value().written() for field in self.opaque)
        return [f"`{each}` may hold more options, a method or a body" for each in written]


def read(argv: tuple[Field, ...], table: Table) -> CommandLine:
    """``argv`` without the name of the program."""
    options: list[Option] = []
    operands: list[Field] = []
    rest = iter(argv)
    for field in rest:
        shape = field.text.shape
        if shape == "--" and not field.open:
            operands.extend(rest)
        elif shape.startswith("--"):
            options.append(_long(field, rest, table))
        elif shape.startswith("-") and len(shape) > 1:
            options.extend(_cluster(field, rest, table))
        else:
            operands.append(field)
    certain = [f for f in operands if f.text.shape != HOLE]
    opaque = [f for f in operands if f.text.shape == HOLE and (certain or len(operands) > 1)]
    if not certain and opaque and not _named_url(options):
        opaque = opaque[:-1]
    kept = tuple(f for f in operands if f not in opaque)
    return CommandLine(tuple(options), kept, tuple(opaque))


def _named_url(options: list[Option]) -> bool:
    return any(option.name == "url" for option in options)


def _long(field: Field, rest: Iterator[Field], table: Table) -> Option:
    name, mark, _ = field.text.shape[2:].partition("=")
    if mark:
        value = field.text.cut(len(name) + 3)
        return Option(name, value, (field,), attached=True, alone=True, long=True)
    if name not in table.valued:
        return Option(name, None, (field,), attached=False, alone=True, long=True)
    after = next(rest, None)
    words = (field,) if after is None else (field, after)
    value = after.text if after is not None else Text()
    return Option(name, value, words, attached=False, alone=True, long=True)


def _cluster(field: Field, rest: Iterator[Field], table: Table) -> Iterator[Option]:
    shape = field.text.shape
    for at in range(1, len(shape)):
        name = table.short.get(shape[at], shape[at])
        if name not in table.valued:
            yield Option(name, None, (field,), attached=False, alone=len(shape) == 2, long=False)
            continue
        if at + 1 < len(shape):
            value = field.text.cut(at + 1)
            yield Option(name, value, (field,), attached=True, alone=at == 1, long=False)
            return
        after = next(rest, None)
        words = (field,) if after is None else (field, after)
        value = after.text if after is not None else Text()
        yield Option(name, value, words, attached=False, alone=at == 1, long=False)
        return
