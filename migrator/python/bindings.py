"""Definitions as the plan sees them: where they stand, who names them, who else can see them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from typing import Any

import libcst as cst

from migrator.call.call import Binding, Use
from migrator.call.source import Span
from migrator.python import importing
from migrator.python.environment import Frame, Place, Slot
from migrator.python.records import Link, Record
from migrator.python.run import Run
from migrator.python.things import Named, Trail
from migrator.records import dataclass

_MAIN = re.compile(r"^if\s*+\(?\s*(__name__\s*==|['\"]__main__['\"]\s*==)", re.MULTILINE)


@dataclass(eq=False)
class Bindings:
    """Those of one file; each is made once."""

    run: Run
    made: dict[cst.CSTNode, Binding] = field(default_factory=dict)
    led: dict[cst.CSTNode, dict[Slot, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sends = any(record.frame is self.run.top for record in self.run.records.values())
        self._runs = any(not _outermost(record).function for record in self.run.traces.values())
        self._program = sends or bool(_MAIN.search(self.run.tree.main.source.text))
        self._named: dict[str, list[cst.CSTNode]] = {}
        self._seen: dict[cst.CSTNode, int] = {}
        for references in self.run.loads.values():
            for node in references:
                self._seen[node] = self._seen.get(node, 0) + 1

    def lead(self, record: Record, trail: Trail) -> None:
        """Notes through which functions the call reaches the names of ``trail``."""
        way = [named.slot for link in record.way for named in _function(link)]
        for slot in _inner(record, trail):
            self.led.setdefault(slot.node, {}).update(dict.fromkeys(way))
        for at, slot in enumerate(way):
            self.led.setdefault(slot.node, {}).update(dict.fromkeys(way[:at]))

    def uses_of(self, record: Record, trail: Trail) -> tuple[Use, ...]:
        """As ``uses``; what a function holds is also used where the function is named."""
        found = dict.fromkeys(self.uses(trail))
        way = [named for link in record.way for named in _function(link)]
        for slot in _inner(record, trail):
            found.update(dict.fromkeys(self._use(self.of(slot), n) for n in way))
        for at, named in enumerate(way):
            binding = self.of(named.slot)
            found.update(dict.fromkeys(self._use(binding, n) for n in way[:at]))
        return tuple(found)

    def uses(self, trail: Trail) -> tuple[Use, ...]:
        """The names that a value came through."""
        return tuple(dict.fromkeys(self._use(self.of(n.slot), n) for n in trail.names))

    def _use(self, binding: Binding, named: Named) -> Use:
        return Use(
            binding,
            self._word(named.reference),
            self.run.tree.span(named.reference),
            importing.introduced(self.run, named),
            importing.beside(self.run, named),
        )

    def of(self, slot: Slot) -> Binding:
        binding = self.made.get(slot.node)
        if binding is None:
            binding = self.made[slot.node] = self._make(slot)
        return binding

    def sees_every_call(self, function: cst.CSTNode | None) -> bool:
        """Whether nobody can call the function but those calls that were looked into."""
        slot = self.run.functions.get(function) if function else None
        if slot is None or self._unread(slot):
            return False
        if not self._closed(slot) and not (self._runs and self.run.tree.is_main(slot.node)):
            return False
        if isinstance(function, cst.FunctionDef) and _gives_something_else(function):
            return False
        return all(node in self.run.followed for node in self.run.loads.get(slot.node, ()))

    def _make(self, slot: Slot) -> Binding:
        run = self.run
        loads = run.loads.get(slot.node, {})
        led = self.led.get(slot.node, {})
        spans = {span for each in (slot, *led) for span in self._mentions(each)}
        alone = (
            not led
            and slot.node not in run.changed
            and all(self._seen[node] == 1 for node in loads)
        )
        return Binding(
            slot.name,
            self._word(slot.node),
            self._definition(slot),
            frozenset(spans - {self._word(slot.node)}),
            alone and slot.place is not Place.PARAMETER and self._on_its_own(slot.statement),
            self._closed(slot),
            alone and importing.portable(slot.statement),
        )

    def _mentions(self, slot: Slot) -> set[Span]:
        nodes = (*self.run.loads.get(slot.node, {}), *self._unread(slot))
        return {self._word(node) for node in nodes}

    def _definition(self, slot: Slot) -> Span:
        tree, statement = self.run.tree, slot.statement
        if isinstance(statement, (cst.For, cst.CompFor)):
            start, end = tree.outer(statement.target).start, tree.outer(statement.iter).end
            return tree.of(statement).source.span(start, end)
        return tree.span(statement)

    def _word(self, node: cst.CSTNode) -> Span:
        """The name itself, where it is the last part of a dotted one."""
        return self.run.tree.span(node.attr if isinstance(node, cst.Attribute) else node)

    def _on_its_own(self, statement: cst.CSTNode) -> bool:
        """Whether it is a plain assignment to one target that has its lines for itself."""
        if not (isinstance(statement, cst.Assign) and len(statement.targets) == 1):
            if not isinstance(statement, cst.AnnAssign):
                return False
        target = statement.targets[0].target if isinstance(statement, cst.Assign) else None
        if isinstance(target, (cst.Tuple, cst.List)):
            return False
        source, span = self.run.tree.of(statement).source, self.run.tree.span(statement)
        before = source.text[source.line_start(span.start) : span.start]
        after = re.match(r"[ \t]*(#|\r|\n|$)", source.text[span.end :])
        return not before.strip() and after is not None

    def _closed(self, slot: Slot) -> bool:
        if slot.place in (Place.LOCAL, Place.PARAMETER):
            return True
        if not self.run.tree.is_main(slot.node):
            return False
        return self._program or slot.name.startswith("_")

    def _unread(self, slot: Slot) -> list[cst.CSTNode]:
        """Places of that name where nobody read it: code that is never reached, other objects."""
        if not self._named:
            self._index()
        nodes = self._named.get(slot.name, [])
        if slot.place in (Place.ATTRIBUTE, Place.CLASS):
            return [n for n in nodes if isinstance(n, cst.Attribute) and not self._is_other(n)]
        home = self._home(slot)
        own: list[cst.CSTNode] = [
            n for n in nodes if isinstance(n, cst.Name) and home.holds(self.run.tree.span(n))
        ]
        return [*own, *self._unread_elsewhere(slot)] if slot.place is Place.MODULE else own

    def _is_other(self, node: cst.Attribute) -> bool:
        """Whether it was read, as a definition or as a member of no class of the project."""
        known = node in self.run.visited and node not in self.run.unsure
        return node in self._seen or known

    def _unread_elsewhere(self, slot: Slot) -> Iterator[cst.CSTNode]:
        """As ``_unread``, in the files that import the name or its module."""
        for path, name in self._namings.of(slot):
            for node in self._named.get(name.rpartition(".")[2], []):
                there = self.run.tree.of(node).source.path == path
                if there and self.run.tree.code(node) == name and node not in self._seen:
                    yield node

    @cached_property
    def _namings(self) -> importing.Namings:
        return importing.Namings(self.run)

    def _home(self, slot: Slot) -> Span:
        """Where the name can be read: the function around it, else the whole file."""
        source = self.run.tree.of(slot.node).source
        whole = source.span(0, len(source.text))
        if slot.place is Place.MODULE:
            return whole
        own = self.run.tree.span(slot.node)
        around = (self.run.tree.span(f) for f in self._functions)
        return min(
            (s for s in around if s.holds(own)), key=lambda s: s.end - s.start, default=whole
        )

    def _index(self) -> None:
        # By their exact types: to ask libcst's abstract classes costs far more.
        kinds: dict[type, list[Any]] = defaultdict(list)
        for node in self.run.tree.nodes():
            kinds[type(node)].append(node)
        self._functions: list[cst.FunctionDef] = kinds[cst.FunctionDef]
        words: set[cst.CSTNode] = {node.name for node in self._functions}
        words.update(node.name for node in kinds[cst.ClassDef])
        words.update(node.name for node in kinds[cst.Param])
        words.update(node.keyword for node in kinds[cst.Arg] if node.keyword is not None)
        for alias in kinds[cst.ImportAlias]:
            words.update((alias.name, alias.asname.name if alias.asname else alias.name))
        for attribute in kinds[cst.Attribute]:
            words.add(attribute.attr)
            self._named.setdefault(attribute.attr.value, []).append(attribute)
        for kind in _ASSIGNING:
            for node in kinds[kind]:
                words.update(_targets(node.target))
        for name in kinds[cst.Name]:
            if name not in words and name not in self.run.visited:
                self._named.setdefault(name.value, []).append(name)


_ASSIGNING = (
    cst.AssignTarget,
    cst.AugAssign,
    cst.AnnAssign,
    cst.For,
    cst.CompFor,
    cst.NamedExpr,
)


_SAME_ANSWER = frozenset(
    "staticmethod classmethod cache lru_cache cached retry on_exception wraps".split()
)
"""Decorators behind which a function still gives what it returns."""
_JUDGES = frozenset({"retry", "retry_on_result", "retry_error_callback", "after", "before_sleep"})
"""Arguments by which such a decorator may be told to look at that first."""
_BLIND = re.compile(r"retry_(if_|unless_|if_not_)exception\w*|(after|before_sleep)_(log|nothing)")


def _gives_something_else(function: cst.FunctionDef) -> bool:
    """Whether something stands before the callers: it gives them another answer, or judges it."""
    for decorator in function.decorators:
        node = decorator.decorator
        given = node.args if isinstance(node, cst.Call) else ()
        node = node.func if isinstance(node, cst.Call) else node
        if _last_word(node) not in _SAME_ANSWER or any(_judges(arg) for arg in given):
            return True
    return False


def _judges(arg: cst.Arg) -> bool:
    """Whether that argument of a decorator may read what the function returns."""
    if arg.star:
        return True
    callee = arg.value.func if isinstance(arg.value, cst.Call) else arg.value
    named = arg.keyword is not None and arg.keyword.value in _JUDGES
    return named and not _BLIND.fullmatch(_last_word(callee))


def _last_word(node: cst.BaseExpression) -> str:
    word = node.attr if isinstance(node, cst.Attribute) else node
    return word.value if isinstance(word, cst.Name) else ""


def _outermost(record: Record) -> Frame:
    """The scope in which the first of the calls stands that lead to the request."""
    return record.links[0].frame if record.links else record.frame


def _function(link: Link) -> Iterator[Named]:
    """Where the function that is called is named."""
    return (n for n in link.function.trail.names if n.slot.statement is link.function.node)


def _inner(record: Record, trail: Trail) -> dict[Slot, None]:
    """The definitions that the call reaches only through the functions on its way."""
    if not record.way:
        return {}
    outer = {*record.way[0].trail.names, *(n for w in record.way for n in w.function.trail.names)}
    return {named.slot: None for named in trail.names if named not in outer}


def _targets(target: cst.BaseExpression) -> set[cst.CSTNode]:
    if isinstance(target, (cst.Tuple, cst.List)):
        return {name for e in target.elements for name in _targets(e.value)}
    return {target}
