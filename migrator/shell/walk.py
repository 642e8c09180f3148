"""An abstract walk over the statements of a script, in the order they run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tree_sitter import Node

from migrator.shell.arguments import Argv
from migrator.shell.assignments import Assignments
from migrator.shell.builtins import Builtins
from migrator.shell.parse import Script
from migrator.shell.printed import Printer
from migrator.shell.state import Bound, Field, State

_DEEPEST_CALL = 5
_DEEPEST_LOOP = 3
_MOST_STATEMENTS = 50_000
_SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})
_LOCAL = frozenset({"local", "declare", "typeset"})
_BRANCHES = frozenset({"elif_clause", "else_clause"})
_QUIET = frozenset(
    "echo printf : true false test [ [[ export local readonly declare typeset set shopt"
    " return exit shift unset alias read sleep trap source . curl wget http https jq".split()
)
"""Commands that change nothing which another command of the script looks at."""


@dataclass(frozen=True)
class Run:
    """One command about to run. ``path`` names the function calls that lead to it."""

    node: Node
    argvs: tuple[Argv, ...]
    state: State
    path: tuple[int, ...]


class Walk:
    """Calls ``seen`` for each command; one in a loop or function may be seen more than once."""

    def __init__(self, script: Script, seen: Callable[[Run], bool]) -> None:
        self._script = script
        self._seen = seen
        self.printer = Printer(script, self._enter, self._assign)
        self.assignments = Assignments(script, self.printer)
        self._builtins = Builtins(script, self.printer, self.assignments)
        self._path: list[int] = []
        self._locals: list[dict[str, tuple[Bound, ...] | None]] = []
        self._entered: set[int] = set()
        self._budget = _MOST_STATEMENTS
        self._loops = 0

    def script(self) -> None:
        state = State()
        self._statement(self._script.root, state)
        for name, function in list(state.functions.items()):
            if function.start_byte not in self._entered:
                self._entered.add(function.start_byte)
                self._uncalled(name, function, state)
        self.assignments.finish()

    def _uncalled(self, name: str, function: Node, state: State) -> None:
        body = function.child_by_field_name("body")
        if body is not None:
            inside = state.copy()
            del inside.functions[name]
            self._locals.append({})
            self._statement(body, inside)
            self._locals.pop()

    def _statement(self, node: Node, state: State) -> None:
        self._budget -= 1
        if self._budget < 0:
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
        if self._locals and node.children[0].type in _LOCAL:
            for name in self.assignments.names(node):
                self._locals[-1].setdefault(name, state.names.get(name))
        self._look(node, state)
        self.assignments.perform(node, state)

    def _command(self, node: Node, state: State) -> None:
        self._look(node, state)
        state.capped = False
        argvs = self.printer.arguments.of(node, state)
        taken = self._seen(Run(node, argvs, state, tuple(self._path)))
        names = {argv[0].text.known if argv else None for argv in argvs}
        name = names.pop() if len(names) == 1 else None
        if name in state.functions and name is not None and not taken:
            self._call(state.functions[name], node, argvs, state)
            return
        argv = argvs[0] if argvs else ()
        if not self._builtins.carry_out(name, node, argv, state) and name not in _QUIET:
            state.outside = object()

    def _call(self, function: Node, node: Node, argvs: tuple[Argv, ...], state: State) -> None:
        body = function.child_by_field_name("body")
        inside = self._enter(function, node, argvs, state)
        if inside is None or body is None:
            state.outside = object()
            return
        self._entered.add(function.start_byte)
        self._path.append(node.start_byte)
        self._locals.append({})
        self._statement(body, inside)
        kept = self._locals.pop()
        self._path.pop()
        arguments = {name: state.names.get(name) for name in inside.names if _positional(name)}
        for name, before in {**kept, **arguments}.items():
            if before is None:
                inside.names.pop(name, None)
            else:
                inside.names[name] = before
        state.become(inside)

    def _enter(
        self, function: Node, node: Node, argvs: tuple[Argv, ...], state: State
    ) -> State | None:
        """The state in which ``function`` begins; ``None`` where ``node`` calls it too deep."""
        if len(self._path) >= _DEEPEST_CALL or self._inside_of(function, node):
            return None
        inside = state.copy()
        for name in [name for name in inside.names if _positional(name)]:
            del inside.names[name]
        inside.names["@"] = tuple(Bound(members=argv[1:]) for argv in argvs)
        fixed = min((_fixed(argv) for argv in argvs), default=0)
        for index in range(1, fixed):
            texts = dict.fromkeys(argv[index].text for argv in argvs)
            inside.names[str(index)] = tuple(Bound(text=text) for text in texts)
        return inside

    def _inside_of(self, function: Node, node: Node) -> bool:
        sites = (*self._path, node.start_byte)
        return any(function.start_byte <= site < function.end_byte for site in sites)

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
        self._loops += 1
        for _ in range(2 if self._loops <= _DEEPEST_LOOP else 1):
            inner = state.copy()
            for node in nodes:
                self._statement(node, inner)
            state.become(inner, state.copy())
        self._loops -= 1

    def _function(self, node: Node, state: State) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            state.functions[self._script.text(name)] = node

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


def _positional(name: str) -> bool:
    return name.isdigit() or name in ("@", "*", "#")


def _fixed(argv: Argv) -> int:
    """How many arguments from the first stand at a known place, taking a lone name for one."""
    lists = (i for i, field in enumerate(argv) if field.open and _is_list(field))
    return next(lists, len(argv))


def _is_list(field: Field) -> bool:
    return any(mark in field.text.value().written() for mark in "@*")
