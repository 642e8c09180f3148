"""What gives a name its value, and who reads it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict

from tree_sitter import Node

from migrator.call.source import Span
from migrator.call.value import Hole, Literal
from migrator.shell.arguments import Argv
from migrator.shell.expansions import plain
from migrator.shell.parse import Script, descend
from migrator.shell.printed import Printer
from migrator.shell.quoting import BARE
from migrator.shell.shown import is_shown
from migrator.shell.state import Bound, Bounds, State
from migrator.shell.text import Definition, Gap, Text, Through

UNKNOWN: Bounds = (Bound(),)
_MOST_MEETINGS = 100_000
"""Places that are not walked times values, of one name."""
_PORTABLE = re.compile(r"(?!local\b)[^$`]*")


class Assignments:
    def __init__(self, script: Script, printer: Printer) -> None:
        self._script = script
        self._printer = printer
        self._definitions: dict[int, Definition] = {}
        self._touched: set[int] = set()
        self._starts = [node.start_byte for node in script.names]
        self._exported: set[str] = set()
        self._exports_all = False
        self.held: dict[Definition, dict[Text, None]] = {}

    def at(self, name: Node) -> Definition | None:
        """The definition whose name stands there."""
        return self._definitions.get(name.start_byte)

    def mixed(self, definition: Definition, place: Span) -> bool:
        """Whether what another definition leaves unknown may be read at ``place`` as well."""
        return any(
            place in other.references and any(text.known is None for text in texts)
            for other, texts in self.held.items()
            if other is not definition
        )

    def touch(self, node: Node, state: State) -> None:
        """Every name that ``node`` reads is a reference to what gave the name its value."""
        low = bisect_left(self._starts, node.start_byte)
        high = bisect_left(self._starts, node.end_byte)
        for name in self._script.names[low:high]:
            if not _is_target(self._script, name):
                self._touched.add(name.start_byte)
                self._refer(state.names.get(self._script.text(name), ()), self._script.span(name))

    def export_all(self) -> None:
        """``set -a``: programs that the script starts see all its names."""
        self._exports_all = True

    def finish(self, *, closed: bool) -> None:
        """Names in places that were not walked may read any of their values.

        ``closed`` says that no other script reads this one into itself. Of a name with too
        many of both, one place speaks for all, and the values count as seen by others too.
        """
        unwalked: dict[str, list[Node]] = defaultdict(list)
        for node in self._script.names:
            if node.start_byte not in self._touched and not _is_target(self._script, node):
                unwalked[self._script.text(node)].append(node)
        definitions = list(self._definitions.values())
        counts = Counter(definition.name for definition in definitions)
        many = {n for n, nodes in unwalked.items() if len(nodes) * counts[n] > _MOST_MEETINGS}
        for name in many:
            nodes = unwalked[name]
            unwalked[name] = [next((n for n in nodes if not is_shown(self._script, n)), nodes[0])]
        places = {name: {self._script.span(n) for n in nodes} for name, nodes in unwalked.items()}
        open_names = self._exported | many
        for definition in definitions:
            definition.references |= places.get(definition.name, set())
            if self._exports_all or definition.name in open_names or not closed:
                definition.closed = False

    def names(self, node: Node) -> list[str]:
        """The names that a declaration declares."""
        targets = (_target(child) for child in node.named_children)
        return [self._script.text(target) for target in targets if target is not None]

    def perform(self, node: Node, state: State) -> None:
        """Carry out an assignment or declaration."""
        if node.type == "variable_assignment":
            self._assign(node, node, state, lone=True)
            return
        assigned = [c for c in node.named_children if c.type == "variable_assignment"]
        for child in assigned:
            self._assign(child, node, state, lone=len(assigned) == 1)
        if node.type == "declaration_command":
            words = {self._script.text(child) for child in node.children}
            if "export" in words or any(re.fullmatch(r"-[a-zA-Z]*x[a-zA-Z]*", w) for w in words):
                self._exported.update(self.names(node))

    def defaults(self, node: Node, state: State) -> None:
        """``${X:=…}`` gives X a value where it has none."""
        for expansion in descend(node):
            if expansion.type == "expansion" and ":=" in self._script.text(expansion):
                self._default(expansion, state)

    def loop(self, variable: Node, node: Node, argvs: tuple[Argv, ...], state: State) -> None:
        """The variable of a ``for`` holds each of the words in turn."""
        fields = [field for argv in argvs for field in argv]
        last = [variable, *node.children_by_field_name("value")][-1]
        place, name = self._script.span(variable), self._script.text(variable)
        start, end = self._script.span(node).start, self._script.span(last).end
        header = self._script.source.span(start, end)
        definition = self.define(variable.start_byte, name, place, header, copyable=False)
        known = fields and not any(field.open or _is_pattern(field.text) for field in fields)
        texts = dict.fromkeys(field.text for field in fields) if known else {}
        bounds = tuple(Bound(definition, text) for text in texts)
        state.give(name, bounds or (Bound(definition),))

    def _assign(self, node: Node, statement: Node, state: State, *, lone: bool) -> None:
        target = _target(node)
        if target is None:
            return
        name = self._script.text(target)
        if node.named_children and node.named_children[0].type == "subscript":
            state.names[name] = UNKNOWN
            return
        appends = any(child.type == "+=" for child in node.children)
        definition = self._definition(target, statement, lone=lone and not appends)
        before = state.names.get(name)
        state.capped = appends and name in state.cut
        bounds = self._values(node, definition, state)
        if appends:
            bounds = self._appended(before, bounds, definition)
        state.give(name, bounds)
        for bound in state.names[name]:
            self._hold(definition, bound)

    def _hold(self, definition: Definition, bound: Bound) -> None:
        texts = [member.text for member in bound.members or ()]
        texts += [bound.text] if bound.text is not None else []
        self.held.setdefault(definition, {}).update(dict.fromkeys(texts))

    def _values(self, node: Node, definition: Definition, state: State) -> Bounds:
        mark = next((i for i, c in enumerate(node.children) if c.type in ("=", "+=")), None)
        values = node.children[mark + 1 :] if mark is not None else []
        if not values:
            return (Bound(definition, Text()),)
        if values[0].type == "array":
            members = [child for child in values[0].named_children if child.type != "comment"]
            argvs = self._printer.arguments.fields(members, state)
            return tuple(Bound(definition, members=argv) for argv in argvs)
        texts = self._printer.words.texts(tuple(values), state)
        return tuple(Bound(definition, text) for text in texts)

    def _appended(self, before: Bounds | None, bounds: Bounds, definition: Definition) -> Bounds:
        """``X+=…``: each value X had, with each new one behind it."""
        source = self._script.source.at(definition.name_span)
        self._refer(before or (), definition.name_span)
        found: dict[Bound, None] = {}
        for old in before or UNKNOWN:
            if old.definition is not None:
                old.definition.copyable = False
            for new in bounds:
                gap = Gap(Hole(f"${source}", definition.name_span, f"${source}", here=False))
                if new.members is not None:
                    whole = None if old.members is None else old.members + new.members
                    found[Bound(definition, members=whole)] = None
                elif new.text is not None and old.text is not None and not old.text.unwieldy:
                    held = Through(gap, old.text, definition.name_span, old.definition)
                    found[Bound(definition, Text((held,)) + new.text)] = None
                elif new.text is not None:
                    found[Bound(definition, Text((gap,)) + new.text)] = None
        return tuple(found)

    def _default(self, node: Node, state: State) -> None:
        expander = self._printer.words.expander
        name, place = expander.name(node)
        before = state.names.get(name, ())
        if place is None or (before and all(b.text and b.text.is_never_empty for b in before)):
            return
        state.capped = name in state.cut
        texts = expander.default(node, state, quoted=True) or ()
        if before and all(b.text and b.text.parts for b in before) and all(map(plain, texts)):
            return
        target = next(n for n in descend(node) if n.type == "variable_name")
        definition = self._definition(target, _command_of(self._script, node), lone=True)
        doubt = f"`${name}`, where it is set already, keeps its value"
        gap = Gap(Hole(self._script.text(node), self._script.span(node), f"${name}"))
        given = tuple(
            Bound(definition)
            if plain(text)
            else Bound(definition, Text((Through(gap, text, place, doubts=(doubt,)),)))
            for text in texts
        ) or (Bound(definition),)
        kept = (b for b in before if b.definition and not (b.text and not b.text.parts))
        state.give(name, (*kept, *given))

    def _definition(self, target: Node, statement: Node, *, lone: bool) -> Definition:
        span = self._script.span(statement)
        alone = lone and self._script.alone(span)
        place, name = self._script.span(target), self._script.text(target)
        definition = self.define(target.start_byte, name, place, span, copyable=alone)
        definition.portable = lone and bool(_PORTABLE.fullmatch(self._script.text(statement)))
        return definition

    def define(
        self, key: int, name: str, place: Span, statement: Span, *, copyable: bool
    ) -> Definition:
        """The definition that begins at byte ``key``, the same one each time it is walked."""
        if key not in self._definitions:
            self._definitions[key] = Definition(name, place, statement, copyable)
        return self._definitions[key]

    def _refer(self, bounds: Bounds, place: Span) -> None:
        for bound in bounds:
            if bound.definition is None or bound.level is not None:
                continue
            if bound.definition.name_span != place:
                bound.definition.references.add(place)


def _target(node: Node) -> Node | None:
    """The name that an assignment, or a word of a declaration, is for."""
    if node.type == "variable_name":
        return node
    if node.type != "variable_assignment":
        return None
    name = node.child_by_field_name("name")
    if name is not None and name.type == "subscript":
        return name.child_by_field_name("name")
    return name


def _is_target(script: Script, name: Node) -> bool:
    parent = script.parent(name)
    if parent is None:
        return False
    if parent.type == "subscript":
        name, parent = parent, script.parent(parent)
    return (
        parent is not None
        and parent.type == "variable_assignment"
        and parent.child_by_field_name("name") == name
    )


def _command_of(script: Script, node: Node) -> Node:
    """The ``:`` command around an expansion, or the expansion itself."""
    current: Node | None = node
    while current is not None and current.type in ("expansion", "string", "concatenation"):
        current = script.parent(current)
    return current if current is not None and current.type == "command" else node


def _is_pattern(text: Text) -> bool:
    """Whether file names take the place of the word."""
    literals = (part for part in text.parts if isinstance(part, Literal))
    return any(part.style == BARE and re.search(r"[*?\[]", part.text) for part in literals)
