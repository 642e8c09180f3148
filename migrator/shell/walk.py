"""An abstract walk over the statements of a script, in the order they run."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from migrator.call.language import Trouble
from migrator.call.source import Span
from migrator.shell.arguments import Argv
from migrator.shell.assignments import Assignments
from migrator.shell.builtins import Builtins
from migrator.shell.entering import enter, is_too_deep, positional
from migrator.shell.functions import Function, Site
from migrator.shell.parse import Script, above
from migrator.shell.places import span_of
from migrator.shell.printed import Printer
from migrator.shell.sourced import places, relative
from migrator.shell.state import Field, State
from migrator.shell.trip import Run, Trip

_DEEPEST_SOURCE = 10
_TOO_DEEP = f"scripts that read each other are followed {_DEEPEST_SOURCE} deep at most"
_DEEPEST_LOOP = 3
_SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})
_LOCAL = frozenset({"local", "declare", "typeset"})
_BRANCHES = frozenset({"elif_clause", "else_clause"})
_QUIET = frozenset(
    "echo printf : true false test [ [[ export local readonly declare typeset set shopt"
    " return exit shift unset alias read sleep trap source . curl wget http https jq".split()
)
"""Commands that change nothing which another command of the script looks at."""


class Walk:
    """Calls ``seen`` for each command; one in a loop or function may be seen more than once."""

    def __init__(self, script: Script, trip: Trip) -> None:
        self.script = self._script = script
        self._trip = trip
        self.printer = Printer(script, trip, self._assign)
        self.assignments = Assignments(script, self.printer)
        self._builtins = Builtins(script, self.printer, self.assignments)
        trip.walks[script.source.path] = self

    def whole(self) -> None:
        state = State()
        self._statement(self._script.root, state)
        for function in list(state.functions.values()):
            if function not in self._trip.entered and function.script is self._script:
                self._trip.entered.add(function)
                self._uncalled(function, state)
        walks = self._trip.walks.values()
        for walk in walks:
            walk.assignments.finish(closed=walk is self and not walk.script.only_defines)
        self._trip.definitions.finish([walk.script for walk in walks], self._script)

    def _uncalled(self, function: Function, state: State) -> None:
        if function.body is not None:
            inside = state.copy()
            del inside.functions[function.name]
            self._trip.locals.append({})
            self._statement(function.body, inside)
            self._trip.locals.pop()

    def _statement(self, node: Node, state: State) -> None:
        self._trip.budget -= 1
        if self._trip.budget < 0:
            self._trip.stopped = self._trip.stopped or (self._script, node.start_byte)
            return
        handler = _HANDLERS.get(node.type)
        if handler is not None:
            handler(self, node, state)
            return
        if node.type not in _COMPOUND and not node.is_error:
            self._look(node, state)
            return
        for child in node.children:
            if child.is_named:
                self._statement(child, state)

    def _look(self, node: Node, state: State) -> None:
        """Note what ``node`` reads, and walk the commands inside it."""
        self.assignments.touch(node, state)
        stack = [node]
        while stack:
            current = stack.pop()
            if current.type in _SUBSTITUTIONS:
                self._inside(current, state)
            else:
                stack.extend(reversed(current.children))
        self.assignments.defaults(node, state)

    def _inside(self, node: Node, state: State) -> None:
        """Statements that run in a shell of their own: what they set is lost."""
        self._apart(node.named_children, state)

    def _apart(self, nodes: list[Node], state: State) -> None:
        inner = state.copy()
        for node in nodes:
            self._statement(node, inner)
        state.outside = inner.outside

    def _assign(self, node: Node, state: State) -> None:
        if self._trip.locals and node.children[0].type in _LOCAL:
            for name in self.assignments.names(node):
                self._trip.locals[-1].setdefault(name, state.names.get(name))
        self._look(node, state)
        self.assignments.perform(node, state)

    def _command(self, node: Node, state: State) -> None:
        for assignment in above(node):
            self._assign(assignment, state)
        self._look(node, state)
        state.capped = False
        argvs = self.printer.arguments.of(node, state)
        path = tuple(self._trip.path)
        names = {argv[0].text.known if argv else None for argv in argvs}
        name = names.pop() if len(names) == 1 else None
        function = state.functions.get(name) if name is not None else None
        own = function is not None and not is_too_deep(path)
        self._trip.seen(Run(self._script, self.printer, node, argvs, state, path, own))
        if function is not None:
            self._call(function, node, argvs, state)
            return
        argv = argvs[0] if argvs else ()
        if name in ("source", ".") and len(argv) > 1 and len(argvs) == 1:
            self._source(argv[1], node, state)
        if not self._builtins.carry_out(name, node, argv, state) and name not in _QUIET:
            state.outside = object()

    def _call(self, function: Function, node: Node, argvs: tuple[Argv, ...], state: State) -> None:
        trip = self._trip
        inside = enter(trip.path, function, self._script, node, argvs, state, trip.definitions)
        if inside is None or function.body is None:
            state.outside = object()
            return
        trip.entered.add(function)
        trip.path.append(Site(self._script, node, function, _name_of(argvs[0][0])))
        trip.locals.append({})
        trip.walks[function.script.source.path]._statement(function.body, inside)
        kept = trip.locals.pop()
        trip.path.pop()
        arguments = {name: state.names.get(name) for name in inside.names if positional(name)}
        for name, before in {**kept, **arguments}.items():
            if before is None:
                inside.names.pop(name, None)
            else:
                inside.names[name] = before
        state.become(inside)

    def _source(self, word: Field, node: Node, state: State) -> None:
        """Walk the file that ``word`` names as a part of this one."""
        trip, path = self._trip, relative(word.text.value())
        if path is None:
            return
        if len(trip.sourcing) >= _DEEPEST_SOURCE:
            trip.leave(self._script, node, _TOO_DEEP)
            return
        for place in places(self._script.source.path, path):
            known = trip.walks.get(place)
            script = known.script if known else trip.library(place)
            if script is None:
                continue
            if isinstance(script, Trouble):
                trip.leave(self._script, node, f"`{place}` is not followed: {script.reason}")
                return
            if place not in trip.sourcing and script is not self._script:
                span = self._script.span(node)
                if not trip.sourcing:
                    alone = self._script.alone(span) and not trip.path
                    trip.beside = span if alone else None
                if trip.beside is not None:
                    trip.sourced[place] = trip.beside
                trip.sourcing.append(place)
                walk = known or Walk(script, trip)
                walk._statement(script.root, state)
                trip.sourcing.pop()
            return

    def _list(self, node: Node, state: State) -> None:
        """``a && b || c``: only the first is sure to run."""
        stages: list[Node] = []
        current = node
        while current.type == "list":
            stages.extend(reversed(current.named_children[1:]))
            current = current.named_children[0]
        self._statement(current, state)
        for stage in reversed(stages):
            before = state.copy()
            self._statement(stage, state)
            state.become(state.copy(), before)

    def _pipeline(self, node: Node, state: State) -> None:
        for child in node.named_children:
            self._apart([child], state)

    def _redirected(self, node: Node, state: State) -> None:
        for child in node.children[1:]:
            self._redirect(child, state)
        if node.children:
            self._statement(node.children[0], state)
        for child in node.children[1:]:
            for behind in child.named_children if child.type == "heredoc_redirect" else ():
                if behind.type in _BEHIND:
                    self._statement(behind, state)

    def _redirect(self, node: Node, state: State) -> None:
        for child in node.children if node.type == "heredoc_redirect" else [node]:
            if child.type not in _BEHIND:
                self._look(child, state)

    def _if(self, node: Node, state: State) -> None:
        """Conditions run in order; of the branches one does, or none."""
        ends: list[State] = []
        branch = state
        complete = False
        chosen = False
        for child in node.children:
            if child.type in _BRANCHES:
                if chosen:
                    ends.append(branch)
                if child.type == "elif_clause":
                    ends.append(self._elif(child, state))
                else:
                    branch, complete = state.copy(), True
                    self._children(child, branch)
                    ends.append(branch)
                chosen = False
            elif child.type == "then":
                branch, chosen = state.copy(), True
            elif child.is_named:
                self._statement(child, branch)
        if chosen:
            ends.append(branch)
        state.become(*ends, *(() if complete else (state,)))

    def _elif(self, node: Node, state: State) -> State:
        branch = state
        for child in node.children:
            if child.type == "then":
                branch = state.copy()
            elif child.is_named:
                self._statement(child, branch)
        return branch

    def _case(self, node: Node, state: State) -> None:
        ends: list[State] = []
        complete = False
        for child in node.named_children:
            if child.type != "case_item":
                self._look(child, state)
                continue
            branch = state.copy()
            patterns = child.children_by_field_name("value")
            for inner in child.named_children:
                if inner in patterns:
                    self._look(inner, branch)
                else:
                    self._statement(inner, branch)
            complete = complete or any(self._script.text(p) == "*" for p in patterns)
            ends.append(branch)
        state.become(*ends, *(() if complete else (state,)))

    def _for(self, node: Node, state: State) -> None:
        values = node.children_by_field_name("value")
        body = node.child_by_field_name("body")
        variable = node.child_by_field_name("variable")
        for value in values:
            self._look(value, state)
        if variable is not None:
            state.capped = False
            argvs = self.printer.arguments.fields(values, state)
            self.assignments.loop(variable, node, argvs, state)
        self._loop([body] if body else [], state)

    def _while(self, node: Node, state: State) -> None:
        self._loop(node.named_children, state)

    def _loop(self, nodes: list[Node], state: State) -> None:
        """Twice, so that what one round sets is seen by the next."""
        self._trip.loops += 1
        for _ in range(2 if self._trip.loops <= _DEEPEST_LOOP else 1):
            inner = state.copy()
            for node in nodes:
                self._statement(node, inner)
            state.become(inner, state.copy())
        self._trip.loops -= 1

    def _function(self, node: Node, state: State) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            state.functions[self._script.text(name)] = Function(self._script, node)

    def _children(self, node: Node, state: State) -> None:
        for child in node.named_children:
            self._statement(child, state)


Handler = Callable[[Walk, Node, State], None]

_HANDLERS: dict[str, Handler] = {
    "command": Walk._command,
    "variable_assignment": Walk._assign,
    "variable_assignments": Walk._assign,
    "declaration_command": Walk._assign,
    "redirected_statement": Walk._redirected,
    "pipeline": Walk._pipeline,
    "list": Walk._list,
    "subshell": Walk._inside,
    "if_statement": Walk._if,
    "case_statement": Walk._case,
    "for_statement": Walk._for,
    "while_statement": Walk._while,
    "c_style_for_statement": Walk._while,
    "function_definition": Walk._function,
}
_COMPOUND = frozenset({"program", "compound_statement", "do_group", "negated_command"})
_BEHIND = frozenset({"pipeline", "command", "list", "redirected_statement", "compound_statement"})


def _name_of(word: Field) -> Span:
    """Where the name of a function stands in ``word``."""
    return span_of(word.text.value()) or word.span
