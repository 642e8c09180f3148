"""What a script does with the answer of a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from tree_sitter import Node

from migrator.call.answer import Answer, Escape, Read, Root, StatusCheck, gathered
from migrator.call.source import Span
from migrator.records import dataclass
from migrator.shell import jq, jqreads, savedfiles
from migrator.shell.arguments import Argv
from migrator.shell.comparisons import searched, statuses, words
from migrator.shell.evaluated import evaluated
from migrator.shell.flow import ANSWER, STATUS, Flow
from migrator.shell.functions import Site
from migrator.shell.jqparse import NotUnderstood
from migrator.shell.parse import Script, descend
from migrator.shell.plumbing import Way, source_of, target_of
from migrator.shell.programs import SPEAKING
from migrator.shell.request import Request
from migrator.shell.text import Definition

_SHOWING = frozenset({"cat", "less", "more", "head", "tail", "column", "json_pp"})
_LINE_FILTERS = frozenset("sed grep egrep fgrep rg tr head tail sort uniq".split())
"""Commands whose output is JSON still where they leave lines as they are."""

_READERS = re.compile(
    r"(?:.*/)?(?:python|node|ruby|perl|php|jq|yq|gron|fx|jshon|osascript)[0-9.]*", re.DOTALL
)
"""Programs that may read members of whatever JSON they get."""

_DEEPEST = 6
_MOST_USES = 30

Found = StatusCheck | Read | Root | Escape | None
"""``None`` says that the answer is only shown."""


@dataclass(frozen=True)
class Answers:
    """``argv_of`` gives the arguments a command of the script was last run with,
    ``definition_at`` the definition of the name at a place, ``mixed`` whether a name may
    hold at a place something else than one definition gives it. ``sites`` are the calls
    of functions that lead to the request, none for any; ``elsewhere`` gives the answers of
    another script.
    """

    script: Script
    argv_of: Callable[[Node], Argv]
    definition_at: Callable[[Node], Definition | None]
    mixed: Callable[[Definition, Span], bool]
    sites: tuple[Site, ...] = ()
    elsewhere: Callable[[Script, tuple[Site, ...]], Answers] | None = None

    def of(self, command: Node, request: Request) -> Answer:
        sees_status = "%{http_code}" in _shape(request) or "%{response_code}" in _shape(request)
        found: list[Found] = []
        if request.output is None or request.output.shape == "-":
            found += self._output(command, _DEEPEST, ANSWER)
        else:
            nowhere = request.output.known == "/dev/null"
            name = "/dev/null" if nowhere else request.output.outer().written()
            found += self._file(name, command, _DEEPEST, ANSWER)
        if sees_status and request.output is not None:
            seen = self._output(command, _DEEPEST, STATUS)
            found += [use for use in seen if use is not None]
        found += self._headers(command, request)
        return Answer(
            statuses=tuple(dict.fromkeys(f for f in found if isinstance(f, StatusCheck))),
            roots=tuple(dict.fromkeys(f for f in found if isinstance(f, Root))),
            reads=gathered(f for f in found if isinstance(f, Read)),
            escapes=tuple({f.where: f for f in found if isinstance(f, Escape)}.values()),
            raises=request.fails,
            printed=None in found,
        )

    def _headers(self, command: Node, request: Request) -> Iterator[Found]:
        """A file of headers, which begins with the status."""
        option = request.line.last("dump-header")
        if option is None or option.value is None:
            return
        name = option.value.outer().written()
        if any(savedfiles.uses(self.script, name, command)):
            yield self._escape(f"saved with its status to `{name}`", command)

    def _output(self, command: Node, depth: int, flow: Flow) -> Iterator[Found]:
        """What becomes of what ``command`` writes."""
        target = target_of(self.script, command)
        if target.node is None:
            yield from self._shown(flow)
        elif depth <= 0:
            yield from self._leaves(flow, "followed no further", target.node)
        elif target.way is Way.FILE:
            places = [c for c in target.node.named_children if c.type != "file_descriptor"]
            name = self.script.text(places[0]) if places else ""
            yield from self._file(name, target.node, depth, flow)
        elif target.way is Way.PIPE:
            yield from self._piped(target.node, depth, flow)
        elif target.way is Way.CAPTURE:
            yield from self._captured(target.node, depth, flow)
        elif target.way is Way.FUNCTION:
            yield from self._returned(target.node, depth, flow)

    def _shown(self, flow: Flow) -> Iterator[Found]:
        if flow.holds_answer:
            yield None
        yield from flow.regarded()

    def _leaves(self, flow: Flow, where: str, node: Node) -> Iterator[Found]:
        """It goes where nobody can see what is read of it; a field of it is read by that."""
        if flow.is_open:
            yield self._escape(where, node, beside=flow is STATUS)
        yield from flow.reads

    def _given(self, name: str | None, flow: Flow, where: str, node: Node) -> Iterator[Found]:
        """The command ``name`` gets it, which may read further into a field too."""
        reader = name is not None and bool(_READERS.fullmatch(name) or name in _LINE_FILTERS)
        if flow.is_open or (reader and flow.reads and name not in _LINE_FILTERS):
            code = " ".join(self.script.text(node).split()) if reader else ""
            yield replace(self._escape(where, node, beside=flow is STATUS), code=code)
        yield from flow.reads

    def _file(self, written: str, writer: Node, depth: int, flow: Flow) -> Iterator[Found]:
        """What becomes of a file that ``writer``, a command or a redirect, puts it into."""
        name = savedfiles.spelled(written)
        if name == "/dev/null":
            yield from flow.reads
            return
        if not name:
            yield from self._shown(flow)
            return
        uses = tuple(islice(savedfiles.uses(self.script, name, writer), _MOST_USES + 1))
        if len(uses) > _MOST_USES:
            where = f"saved to `{name}`, which is used in more than {_MOST_USES} places"
            yield from self._leaves(flow, where, writer)
            return
        if not uses or savedfiles.is_given(self.script, name):
            yield from self._leaves(flow, f"written to `{name}`", writer)
        for use in uses:
            reader = self._opened(use, depth - 1, flow) if use.plain else None
            if reader is None:
                where = f"saved to `{name}`, which `{self._brief(use.holder)}` uses"
                yield from self._leaves(flow, where, use.holder)
            else:
                yield from reader

    def _opened(self, use: savedfiles.Use, depth: int, flow: Flow) -> Iterator[Found] | None:
        """What the one that opens a file does with it, ``None`` where nobody can tell."""
        holder = use.holder
        if holder.type == "file_redirect" and any(c.type == "<" for c in holder.children):
            outer = self.script.parent(holder)
            if outer is not None and outer.type == "command_substitution":
                return self._captured(outer, depth, flow)
            fed = outer.children[0] if outer is not None else None
            while fed is not None and fed.type in ("list", "pipeline"):
                fed = fed.named_children[-1]
            if fed is not None and fed.type == "command":
                return self._piped(fed, depth, flow)
        if holder.type != "command":
            return None
        argv = self.argv_of(holder)
        name = argv[0].text.known if argv else None
        if name == "cat" and len(argv) == 2:
            return self._output(holder, depth, flow)
        told = jq.command(argv) if name == "jq" else None
        if told is not None and len(told.files) == 1:
            return self._filtered(holder, told, depth, flow)
        return None

    def _piped(self, stage: Node, depth: int, flow: Flow) -> Iterator[Found]:
        command = stage.children[0] if stage.type == "redirected_statement" else stage
        argv = self.argv_of(command) if command.type == "command" else ()
        name = argv[0].text.known if argv else None
        told = jq.command(argv) if name == "jq" and flow is not STATUS else None
        if told is not None and not told.files:
            yield from self._filtered(command, told, depth, flow)
        elif name == "tee":
            for field in argv[1:]:
                if field.text.known is None or not field.text.shape.startswith("-"):
                    yield from self._file(field.text.outer().written(), command, depth, flow)
            yield from self._output(command, depth - 1, flow)
        elif (name in _SHOWING and len(argv) == 1) or self._is_pretty_printer(argv):
            yield from self._output(command, depth - 1, flow)
        elif flow is STATUS and (checks := tuple(searched(self.script, command))):
            yield from checks
        else:
            yield from self._given(name, flow, f"piped to `{self._brief(command)}`", command)
            if name in _LINE_FILTERS and flow.is_open and flow is not STATUS:
                behind = self._output(command, depth - 1, flow)
                yield from (found for found in behind if found is not None)

    def _is_pretty_printer(self, argv: Argv) -> bool:
        return [field.text.known for field in argv[1:]] == ["-m", "json.tool"]

    def _filtered(self, command: Node, told: jq.Command, depth: int, flow: Flow) -> Iterator[Found]:
        if told.shows_only:
            yield from self._output(command, depth - 1, flow)
            return
        try:
            reading = jqreads.read(told.filter, flow.things, slurped=told.slurps, alone=told.alone)
        except NotUnderstood:
            yield from self._given("jq", flow, f"piped to `{self._brief(command)}`", command)
            return
        yield from reading.reads
        yield from reading.roots
        yield from self._output(command, depth - 1, Flow(reading.outputs))

    def _captured(self, substitution: Node, depth: int, flow: Flow) -> Iterator[Found]:
        holder = self.script.parent(substitution)
        while holder and holder.type in ("string", "concatenation"):
            holder = self.script.parent(holder)
        if holder is None:
            return
        if holder.type != "variable_assignment":
            yield from self._used(substitution, depth, flow)
            return
        target = holder.child_by_field_name("name")
        definition = self.definition_at(target) if target else None
        places = sorted(definition.references) if definition else []
        if not places:
            yield from flow.reads
        if definition is None:
            return
        if not definition.closed:
            yield from self._leaves(flow, f"exported as `{definition.name}`", holder)
        for command in evaluated(self.script, definition.name):
            yield from self._leaves(flow, f"used in `{self._brief(command)}`", command)
        for place in places:
            node = self._node_at(place.start)
            found = tuple(self._used(node, depth, flow))
            if _reads_more(found, flow) and self.mixed(definition, place):
                where = f"read as `{definition.name}`, which may hold another answer"
                yield self._escape(where, node)
            yield from found

    def _used(self, node: Node, depth: int, flow: Flow) -> Iterator[Found]:
        """What is done where a name that holds the answer, or the command itself, is expanded."""
        if flow is STATUS and (found := tuple(statuses(self.script, node))):
            yield from found
            return
        asked = words(self.script, node) if flow.is_field else None
        if asked is not None:
            yield from flow.regarded(asked)
            return
        holder = _holder(self.script, node)
        if holder.type == "herestring_redirect":
            yield from self._fed(holder, depth, flow)
        elif holder.type == "test_command" and _asks_if_empty(holder):
            yield from flow.reads
        elif holder.type == "command":
            argv = self.argv_of(holder)
            name = argv[0].text.known if argv else None
            if name in SPEAKING:
                yield from self._output(holder, depth - 1, flow)
            elif name in ("return", "exit", "test", "["):
                yield from self._leaves(flow, f"used in `{self._brief(holder)}`", holder)
            else:
                yield from self._given(name, flow, f"passed to `{self._brief(holder)}`", holder)
        else:
            yield from self._leaves(flow, f"used in `{self._brief(holder)}`", holder)

    def _fed(self, redirect: Node, depth: int, flow: Flow) -> Iterator[Found]:
        parent = self.script.parent(redirect)
        command = parent.children[0] if parent and parent.type != "command" else parent
        if command is not None and source_of(self.script, command).node == redirect:
            yield from self._piped(command, depth, flow)
        else:
            yield from self._leaves(flow, "fed to a command", redirect)

    def _returned(self, function: Node, depth: int, flow: Flow) -> Iterator[Found]:
        leading = [site for site in self.sites if site.function.node == function]
        for site in leading:
            there = self
            if site.script is not self.script and self.elsewhere is not None:
                there = self.elsewhere(site.script, self.sites)
            yield from there._output(site.node, depth - 1, flow)
        if leading:
            return
        name_node = function.child_by_field_name("name")
        name = self.script.text(name_node) if name_node else ""
        callers = self.script.commands.get(name, ())
        for caller in callers:
            yield from self._output(self.script.parent(caller) or caller, depth - 1, flow)
        if not callers:
            yield from self._leaves(flow, f"written by the function `{name}`", function)

    def _node_at(self, point: int) -> Node:
        for node in self.script.names:
            if self.script.span(node).start == point:
                return node
        return self.script.root

    def _escape(self, where: str, node: Node, *, beside: bool = False) -> Escape:
        return Escape(where, self.script.span(node), beside)

    def _brief(self, node: Node) -> str:
        line = " ".join(self.script.text(node).split())
        if len(line) > 60:
            line = _WITHIN.sub("$(…)", line)
        return line if len(line) <= 60 else f"{line[:57]}..."


_WITHIN = re.compile(r"\$\([^(].*", re.DOTALL)
"""A command within another, of which the other goes on behind it at most."""

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


def _reads_more(found: Iterable[Found], flow: Flow) -> bool:
    """Whether a filter is among ``found`` that reads further into ``flow``."""
    return any(isinstance(f, Root | Read) and f not in flow.reads for f in found)


def _asks_if_empty(test: Node) -> bool:
    kinds = {n.type for n in descend(test)}
    operators = {n.text for n in descend(test) if n.type == "test_operator"}
    return "binary_expression" not in kinds and operators <= {b"-z", b"-n"}


def _shape(request: Request) -> str:
    return request.write_out.shape if request.write_out is not None else ""
