"""What a script does with the answer of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from migrator.call.answer import Answer, Escape, Read, Root, StatusCheck
from migrator.shell import jq
from migrator.shell.arguments import Argv
from migrator.shell.comparisons import statuses
from migrator.shell.parse import Script, descend
from migrator.shell.plumbing import Way, source_of, target_of
from migrator.shell.programs import SPEAKING
from migrator.shell.request import Request
from migrator.shell.text import Definition

_SHOWING = frozenset({"cat", "less", "more", "head", "tail", "column", "json_pp"})
_DEEPEST = 4

Found = StatusCheck | Read | Root | Escape | None
"""``None`` says that the answer is only shown."""


@dataclass(frozen=True)
class Answers:
    """``argv_of`` gives the arguments a command of the script was last run with,
    ``definition_at`` the definition of the name at a place.
    """

    script: Script
    argv_of: Callable[[Node], Argv]
    definition_at: Callable[[Node], Definition | None]

    def of(self, command: Node, request: Request) -> Answer:
        sees_status = "%{http_code}" in _shape(request) or "%{response_code}" in _shape(request)
        found: list[Found] = []
        if request.output is None or request.output.shape == "-":
            found += self._output(command, _DEEPEST, status=False)
        else:
            found += self._file(request.output.value().written(), command)
        if sees_status and request.output is not None:
            seen = self._output(command, _DEEPEST, status=True)
            found += [use for use in seen if use is not None]
        return Answer(
            statuses=tuple(f for f in found if isinstance(f, StatusCheck)),
            roots=tuple(f for f in found if isinstance(f, Root)),
            reads=tuple(f for f in found if isinstance(f, Read)),
            escapes=tuple(dict.fromkeys(f for f in found if isinstance(f, Escape))),
            raises=request.fails,
            printed=None in found,
        )

    def _output(self, command: Node, depth: int, *, status: bool) -> Iterator[Found]:
        """What becomes of what ``command`` writes, the status alone or the answer."""
        target = target_of(self.script, command)
        if target.node is None:
            yield None
        elif depth <= 0:
            yield self._escape("followed no further", target.node)
        elif target.way is Way.FILE:
            places = [c for c in target.node.named_children if c.type != "file_descriptor"]
            yield from self._file(self.script.text(places[-1]) if places else "", command)
        elif target.way is Way.PIPE:
            yield from self._piped(target.node, depth, status=status)
        elif target.way is Way.CAPTURE:
            yield from self._captured(target.node, depth, status=status)
        elif target.way is Way.FUNCTION:
            yield from self._returned(target.node, depth, status=status)

    def _file(self, written: str, command: Node) -> Iterator[Found]:
        """A file that is named nowhere else is kept for people."""
        name = written.strip("\"'")
        if name == "/dev/null":
            return
        uses = self.script.source.text.count(name) if name else 1
        if uses > 1:
            yield self._escape(f"saved to `{name}`, which is used elsewhere", command)
        else:
            yield None

    def _piped(self, stage: Node, depth: int, *, status: bool) -> Iterator[Found]:
        command = stage.children[0] if stage.type == "redirected_statement" else stage
        argv = self.argv_of(command) if command.type == "command" else ()
        name = argv[0].text.known if argv else None
        if name == "jq" and not status:
            yield from self._filtered(command, argv, depth)
        elif name == "tee":
            for field in argv[1:]:
                if field.text.known is None or not field.text.shape.startswith("-"):
                    yield from self._file(field.text.value().written(), command)
            yield from self._output(command, depth - 1, status=status)
        elif (name in _SHOWING and len(argv) == 1) or self._is_pretty_printer(argv):
            yield from self._output(command, depth - 1, status=status)
        else:
            yield self._escape(f"piped to `{self._brief(command)}`", command)

    def _is_pretty_printer(self, argv: Argv) -> bool:
        return [field.text.known for field in argv[1:]] == ["-m", "json.tool"]

    def _filtered(self, command: Node, argv: Argv, depth: int) -> Iterator[Found]:
        field = jq.filter_of(argv)
        written = field.text.known if field else None
        if field is None and len(argv) == 1:
            written = "."
        if written is not None and jq.shows_only(written):
            yield from self._output(command, depth - 1, status=False)
            return
        if field is None or any(field.text.throughs):
            yield self._escape(f"piped to `{self._brief(command)}`", command)
            return
        read, root = jq.read(field.text.value()), jq.root(field.text.value())
        if read is None or root is None:
            yield self._escape(f"piped to `{self._brief(command)}`", command)
            return
        yield read
        yield root

    def _captured(self, substitution: Node, depth: int, *, status: bool) -> Iterator[Found]:
        holder = self.script.parent(substitution)
        while holder and holder.type in ("string", "concatenation"):
            holder = self.script.parent(holder)
        if holder is None:
            return
        if holder.type == "variable_assignment":
            target = holder.child_by_field_name("name")
            definition = self.definition_at(target) if target else None
            for place in sorted(definition.references if definition else ()):
                yield from self._used(self._node_at(place.start), depth, status=status)
            if definition is not None and not definition.closed:
                yield self._escape(f"exported as `{definition.name}`", holder)
            return
        yield from self._used(substitution, depth, status=status)

    def _used(self, node: Node, depth: int, *, status: bool) -> Iterator[Found]:
        """What is done where a name that holds the answer, or the command itself, is expanded."""
        if status and (found := tuple(statuses(self.script, node))):
            yield from found
            return
        holder = _holder(self.script, node)
        if holder.type == "herestring_redirect":
            yield from self._fed(holder, depth, status=status)
        elif holder.type == "test_command" and _asks_if_empty(holder):
            return
        elif holder.type == "command":
            argv = self.argv_of(holder)
            name = argv[0].text.known if argv else None
            if name in SPEAKING:
                yield from self._output(holder, depth - 1, status=status)
            elif name in ("return", "exit", "test", "["):
                yield self._escape(f"used in `{self._brief(holder)}`", holder)
            else:
                yield self._escape(f"passed to `{self._brief(holder)}`", holder)
        else:
            yield self._escape(f"used in `{self._brief(holder)}`", holder)

    def _fed(self, redirect: Node, depth: int, *, status: bool) -> Iterator[Found]:
        parent = self.script.parent(redirect)
        command = parent.children[0] if parent and parent.type != "command" else parent
        if command is not None and source_of(self.script, command).node == redirect:
            yield from self._piped(command, depth, status=status)
        else:
            yield self._escape("fed to a command", redirect)

    def _returned(self, function: Node, depth: int, *, status: bool) -> Iterator[Found]:
        name_node = function.child_by_field_name("name")
        name = self.script.text(name_node) if name_node else ""
        callers = self.script.commands.get(name, ())
        for caller in callers:
            command = self.script.parent(caller) or caller
            yield from self._output(command, depth - 1, status=status)
        if not callers:
            yield self._escape(f"written by the function `{name}`", function)

    def _node_at(self, point: int) -> Node:
        for node in self.script.names:
            if self.script.span(node).start == point:
                return node
        return self.script.root

    def _escape(self, where: str, node: Node) -> Escape:
        return Escape(where, self.script.span(node))

    def _brief(self, node: Node) -> str:
        line = " ".join(self.script.text(node).split())
        return line if len(line) <= 60 else f"{line[:57]}..."


_HOLDERS = frozenset(
    "command herestring_redirect test_command variable_assignment case_statement"
    " for_statement file_redirect heredoc_redirect compound_statement program".split()
)


def _holder(script: Script, node: Node) -> Node:
    current = node
    while (parent := script.parent(current)) is not None:
        current = parent
        if current.type in _HOLDERS:
            break
    return current


def _asks_if_empty(test: Node) -> bool:
    kinds = {n.type for n in descend(test)}
    operators = {n.text for n in descend(test) if n.type == "test_operator"}
    return "binary_expression" not in kinds and operators <= {b"-z", b"-n"}


def _shape(request: Request) -> str:
    return request.write_out.shape if request.write_out is not None else ""
