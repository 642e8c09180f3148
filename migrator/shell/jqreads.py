"""What a jq filter reads of the answer it is given, and what it gives on.

The filter is carried out on things that say where in the answer they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from migrator.call.answer import Question, Read, Root, Step, gathered
from migrator.call.source import Span
from migrator.call.value import HOLE, Hole, Value
from migrator.records import dataclass
from migrator.shell import jqfunctions, jqparse
from migrator.shell.jqfunctions import Function, Gives
from migrator.shell.jqparse import NotUnderstood
from migrator.shell.jqsyntax import (
    Bind,
    Call,
    Cells,
    Choice,
    Collected,
    Constant,
    Define,
    Dot,
    Fold,
    Interpolated,
    Member,
    Node,
    Operation,
    Pipe,
    Record,
    Several,
    Slice,
    Unseen,
    Update,
    Variable,
)
from migrator.shell.jqthings import (
    Computed,
    Made,
    Part,
    Thing,
    Things,
    array,
    parts_of,
    read_of,
)
from migrator.shell.places import span_of
from migrator.shell.quoting import BARE

_DEEPEST = 60
_MOST_THINGS = 64
_MOST_STEPS = 2_000
_TURNS = 2
"""How often a fold is carried out: the second time on what the first gave."""
_COMPUTED: Things = (Computed(),)


@dataclass(frozen=True)
class Reading:
    """``outputs`` are what the filter gives on, which nothing has read yet."""

    reads: tuple[Read, ...]
    roots: tuple[Root, ...]
    outputs: Things


class _NamesNothing(Exception):
    """A filter reads the whole answer where it names no input."""


def read(filter_: Value, given: Things, *, slurped: bool = False, alone: bool = False) -> Reading:
    """With ``slurped`` the filter gets ``given`` as an array, with ``alone`` only where it asks
    for them. Raises ``NotUnderstood``.
    """
    tree = jqparse.parse(filter_.shape)
    first = (array(given),) if slurped else _COMPUTED if alone else given
    try:
        run = _Run(filter_, given)
        outputs = run.of(tree, first)
    except _NamesNothing:
        if slurped or alone:
            raise NotUnderstood from None
        run = _Run(filter_)
        run.roots[_whole(filter_)] = None
        named = tuple(Part() if isinstance(t, Part) and t.raw else t for t in given)
        outputs = run.of(tree, named)
    return Reading(gathered(run.reads), tuple(run.roots), outputs)


def _whole(filter_: Value) -> Root:
    """In front of a filter; a filter that is one bare word is named itself."""
    text = filter_.shape
    start = len(text) - len(text.lstrip())
    place = span_of(filter_.cut(start, start + 1))
    if place is None:
        raise NotUnderstood
    if text.isidentifier() and all(piece.style == BARE for piece in filter_.pieces):
        return Root(Span(place.path, place.start, place.start + len(text)))
    return Root(Span(place.path, place.start, place.start))


def _words(node: Node) -> frozenset[str]:
    """The texts that a filter gives, none where it may give something else."""
    if isinstance(node, Several):
        left, right = _words(node.left), _words(node.right)
        return left | right if left and right else frozenset()
    text = node.value if isinstance(node, Constant) else None
    return frozenset({text}) if isinstance(text, str) and HOLE not in text else frozenset()


def _start(path: Node) -> int | None:
    """Where ``.a.b`` begins, ``None`` for what does not begin with a dot."""
    while isinstance(path, Member):
        path = path.of
    return path.place[0] if isinstance(path, Dot) else None


@dataclass(frozen=True)
class _Function:
    """``functions`` are those that its body can name."""

    parameters: tuple[str, ...]
    body: Node
    functions: Mapping[tuple[str, int], _Function]


@dataclass
class _Run:
    """``inputs`` are what ``input`` asks for."""

    filter: Value
    inputs: Things = ()
    reads: list[Read] = field(default_factory=list)
    roots: dict[Root, None] = field(default_factory=dict)
    names: Mapping[str, Things] = field(default_factory=dict)
    functions: Mapping[tuple[str, int], _Function] = field(default_factory=dict)
    depth: int = 0
    budget: int = _MOST_STEPS

    def of(self, node: Node, given: Things) -> Things:
        """The outputs of ``node`` for each of ``given``."""
        self.depth += 1
        self.budget -= 1
        if self.depth > _DEEPEST or self.budget < 0:
            raise NotUnderstood
        found = tuple(dict.fromkeys(self._outputs(node, given)))
        if len(found) > _MOST_THINGS:
            raise NotUnderstood
        self.depth -= 1
        return found

    def _outputs(self, node: Node, given: Things) -> Things:
        match node:
            case Dot():
                return self._named(given, node.place)
            case Member():
                found = self._members(self.of(node.of, given), node.key, node.place)
                return self._taken_out(found, node.place)
            case Slice():
                return self.of(node.of, given)
            case Constant():
                return _COMPUTED
            case Variable():
                return self.names.get(node.name, _COMPUTED)
            case Interpolated():
                return self._compute(self.of(part, given) for part in node.parts)
            case Pipe():
                return self.of(node.right, self.of(node.left, given))
            case Several():
                return self.of(node.left, given) + self.of(node.right, given)
            case Operation():
                return self._operation(node, given)
            case Collected():
                items = self._argument(node.inner, given) if node.inner is not None else ()
                return (array(items),)
            case Record():
                return self._record(node, given)
            case Choice():
                self._touch(self.of(node.condition, given), opened=False)
                other = given if node.otherwise is None else self.of(node.otherwise, given)
                return self.of(node.then, given) + other
            case Bind():
                return self._bind(node, given)
            case Define():
                return self._define(node, given)
            case Update():
                old = self.of(node.path, given)
                self._touch((*old, *self.of(node.value, old)))
                return given
            case Fold():
                return self._fold(node, given)
            case Call():
                return self._call(node, given)
            case Unseen():
                raise NotUnderstood

    def _named(self, given: Things, place: Cells) -> Things:
        if not any(isinstance(thing, Part) and thing.raw for thing in given):
            return given
        self.roots[Root(self._span(place))] = None
        return tuple(Part() if isinstance(t, Part) and t.raw else t for t in given)

    def _taken_out(self, things: Things, place: Cells) -> Things:
        """Answers that are items of an array are named behind the brackets."""
        if not any(isinstance(thing, Part) and thing.raw for thing in things):
            return things
        end = self._span((place[1] - 1, place[1]))
        if self.filter.shape[place[1] - 1] != "]":
            raise NotUnderstood
        self.roots[Root(Span(end.path, end.end, end.end))] = None
        return tuple(Part() if isinstance(t, Part) and t.raw else t for t in things)

    def _span(self, place: Cells) -> Span:
        span = span_of(self.filter.cut(*place))
        if span is None:
            raise NotUnderstood
        return span

    def _members(self, things: Things, key: str | int | None, place: Cells) -> Things:
        """What stands under ``key`` in ``things``; the step stands at ``place``."""
        step = Step(key, self._span(place))
        found: list[Thing] = []
        for thing in things:
            if isinstance(thing, Part):
                if thing.raw:
                    raise _NamesNothing
                found.append(Part((*thing.steps, step)))
            elif isinstance(thing, Made):
                wanted = key if isinstance(key, str) else None
                every = wanted is None
                found += [t for name, t in thing.members if every or name in (wanted, None)]
            else:
                found.append(thing)
        return tuple(found)

    def _touch(self, things: Iterable[Thing], *, opened: bool = True) -> None:
        for part in parts_of(things):
            if part.raw:
                raise _NamesNothing
            if not part.steps:
                raise NotUnderstood
            self.reads.append(replace(read_of(part), opened=opened))

    def _compute(self, found: Iterable[Things]) -> Things:
        for things in found:
            self._touch(things)
        return _COMPUTED

    def _operation(self, node: Operation, given: Things) -> Things:
        sides = [self._argument(side, given) for side in (node.left, node.right)]
        if node.operator in ("==", "!="):
            for word, things in ((node.left, sides[1]), (node.right, sides[0])):
                words = _words(word)
                if words:
                    return self._compare(things, words, self._question(node, words))
        made = [side for side in sides if any(isinstance(thing, Made) for thing in side)]
        if made and node.operator in ("+", "-"):
            self._compute(side for side in sides if side not in made)
            return tuple(thing for side in made for thing in side)
        return self._compute(sides)

    def _question(self, node: Operation, words: frozenset[str]) -> Question | None:
        """``.name == "word"`` where it stands in quotes of the shell, as one must around more."""
        left, right = node.left, node.right
        start = _start(left)
        if start is None or not isinstance(left, Member) or not isinstance(right, Constant):
            return None
        pieces = self.filter.cut(start, node.place[1]).pieces
        if any(isinstance(piece, Hole) or piece.style == BARE for piece in pieces):
            return None
        (word,), of = words, self._span((start, left.place[1]))
        return Question(word, self._span(node.place), node.operator == "!=", of=of)

    def _compare(
        self, things: Things, words: frozenset[str], question: Question | None = None
    ) -> Things:
        parts = tuple(parts_of(things))
        if all(part.steps and isinstance(part.steps[-1].key, str) for part in parts):
            if question is not None and len(parts) == 1:
                asked = replace(read_of(parts[0]), questions=frozenset([question]), loose=False)
                self.reads.append(asked)
                return _COMPUTED
            self.reads += (replace(read_of(part), words=words, loose=False) for part in parts)
            return _COMPUTED
        return self._compute([things])

    def _record(self, node: Record, given: Things) -> Things:
        members: list[tuple[str | None, Thing]] = []
        for pair in node.pairs:
            name = pair.key if isinstance(pair.key, str) else None
            if name is None and not isinstance(pair.key, str):
                self._touch(self.of(pair.key, given))
            if pair.value is not None:
                things = self.of(pair.value, given)
            elif name is not None and name.startswith("$"):
                name, things = name[1:], self.names.get(name, _COMPUTED)
            else:
                things = self._members(given, name, pair.place)
            members += [(name, thing) for thing in things]
        return (Made(tuple(members)),)

    def _bind(self, node: Bind, given: Things) -> Things:
        source = self.of(node.source, given)
        before = self.names
        for name, way in node.names:
            things = source
            for step in way:
                things = self._members(things, step.key, step.place)
            self.names = {**self.names, name: things}
        found = self.of(node.body, given)
        self.names = before
        return found

    def _define(self, node: Define, given: Things) -> Things:
        before = self.functions
        function = _Function(node.parameters, node.body, before)
        self.functions = {**before, (node.name, len(node.parameters)): function}
        found = self.of(node.rest, given)
        self.functions = before
        return found

    def _defined(self, function: _Function, node: Call, given: Things) -> Things:
        """A function of the filter itself, whose arguments are filters, or values with a ``$``."""
        functions, names = self.functions, self.names
        inner, held = dict(function.functions), dict(names)
        inner[node.name, len(node.arguments)] = function
        for parameter, argument in zip(function.parameters, node.arguments, strict=True):
            if parameter.startswith("$"):
                held[parameter] = self._argument(argument, given)
            inner[parameter.removeprefix("$"), 0] = _Function((), argument, functions)
        self.functions, self.names = inner, held
        found = self.of(function.body, given)
        self.functions, self.names = functions, names
        return found

    def _fold(self, node: Fold, given: Things) -> Things:
        source = self.of(node.source, given)
        before = self.names
        self.names = {**before, node.name: source}
        found = self.of(node.parts[0], given)
        for _ in range(_TURNS):
            for part in node.parts[1:]:
                found = tuple(dict.fromkeys((*found, *self.of(part, found))))
        self.names = before
        return found

    def _call(self, node: Call, given: Things) -> Things:
        own = self.functions.get((node.name, len(node.arguments)))
        if own is not None:
            return self._defined(own, node, given)
        if node.name in ("input", "inputs") and not node.arguments and self.inputs:
            return self.inputs
        if node.name == "del" and len(node.arguments) == 1:
            self._touch(self.of(node.arguments[0], given), opened=False)
            return given
        function = jqfunctions.function(node.name, len(node.arguments))
        if function is None:
            raise NotUnderstood
        if function.names:
            return self._asked_for(node, given)
        if function.among and (words := _words(node.arguments[0])):
            return self._compare(given, words)
        items = self._members(given, None, node.place) if function.of_items else given
        if function.of_entries:
            items = self._entries(node, given)
        arguments = self._arguments(node, function, items)
        if function.uses:
            self._compute(arguments)
        if function.whole:
            self._touch(given)
        if function.counts:
            self._count(given)
        match function.gives:
            case Gives.INPUT:
                return given
            case Gives.ITEM:
                return items
            case Gives.ENTRIES:
                return (array(items),)
            case Gives.GROUPS:
                return (array((array(items),)),)
            case Gives.COLLECTED:
                return (array(arguments[0]),)
            case Gives.ARGUMENT:
                return arguments[-1]
            case Gives.NOTHING:
                return ()
        return _COMPUTED

    def _arguments(self, node: Call, function: Function, given: Things) -> list[Things]:
        if not function.of_first:
            return [self._argument(each, given) for each in node.arguments]
        first, *others = node.arguments
        found = self._argument(first, given)
        return [self._argument(each, found) for each in others]

    def _entries(self, node: Call, given: Things) -> Things:
        """Whoever asks for the names of an object's members asks for all of them."""
        members = self._members(given, None, node.place)
        self._touch(members)
        return tuple(Made((("key", Computed()), ("value", member))) for member in members)

    def _asked_for(self, node: Call, given: Things) -> Things:
        (name,) = node.arguments
        if not isinstance(name, Constant) or not isinstance(name.value, str):
            raise NotUnderstood
        self._touch(self._members(given, name.value, name.place), opened=False)
        return _COMPUTED

    def _argument(self, node: Node, given: Things) -> Things:
        return _COMPUTED if isinstance(node, Unseen) else self.of(node, given)

    def _count(self, given: Things) -> Things:
        """``length`` needs nothing of the items: of the whole answer its place alone.

        Of an item it is the number of its members, of which v2 has others.
        """
        places = [thing for thing in given if isinstance(thing, Part)]
        if any(place.raw for place in places):
            raise _NamesNothing
        if any(place.steps and not isinstance(place.steps[-1].key, str) for place in places):
            raise NotUnderstood
        self._touch((t for t in given if isinstance(t, Part) and t.steps), opened=False)
        made = parts_of(t for t in given if isinstance(t, Made))
        self._touch((p for p in made if any(s.key is not None for s in p.steps)), opened=False)
        return _COMPUTED
