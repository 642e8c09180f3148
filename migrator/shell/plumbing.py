"""Where the input of a command comes from and where its output goes."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from tree_sitter import Node

from migrator.records import dataclass
from migrator.shell.parse import Script

REDIRECTS = frozenset({"file_redirect", "heredoc_redirect", "herestring_redirect"})
_TRANSPARENT = frozenset(
    "list negated_command compound_statement subshell if_statement elif_clause else_clause"
    " while_statement for_statement c_style_for_statement do_group case_statement case_item"
    " redirected_statement heredoc_redirect pipeline".split()
)


class Way(Enum):
    DOCUMENT = auto()
    STRING = auto()
    FILE = auto()
    PIPE = auto()
    CAPTURE = auto()
    FUNCTION = auto()
    OPEN = auto()


@dataclass(frozen=True)
class End:
    """The other end: a redirect for a document, string or file; a command for a pipe;
    the substitution or function that catches the output; nothing where it is the shell's own.
    """

    way: Way
    node: Node | None = None


def source_of(script: Script, command: Node) -> End:
    """What ``command`` reads as its input."""
    for redirect in redirects(script, command):
        if redirect.type == "heredoc_redirect":
            return End(Way.DOCUMENT, redirect)
        if redirect.type == "herestring_redirect":
            return End(Way.STRING, redirect)
        if any(child.type == "<" for child in redirect.children):
            return End(Way.FILE, redirect)
    stage = _stage(script, command)
    before = _neighbour(script, stage, -1)
    return End(Way.PIPE, before) if before else End(Way.OPEN)


def target_of(script: Script, command: Node) -> End:
    """What takes the output of ``command``."""
    node = command
    while True:
        for redirect in redirects(script, node):
            if redirect.type == "file_redirect" and _is_output(redirect):
                return End(Way.FILE, redirect)
        stage = _stage(script, node)
        if after := _neighbour(script, stage, 1):
            return End(Way.PIPE, after)
        if (tail := _tail(stage)) and command.start_byte < tail.start_byte:
            return End(Way.PIPE, tail)
        parent = script.parent(stage)
        if parent is None or parent.type == "program":
            return End(Way.OPEN)
        if parent.type in ("command_substitution", "process_substitution"):
            return End(Way.CAPTURE, parent)
        if parent.type == "function_definition":
            return End(Way.FUNCTION, parent)
        if parent.type not in _TRANSPARENT:
            return End(Way.OPEN)
        node = parent


def redirects(script: Script, command: Node) -> Iterator[Node]:
    """The redirects of ``command``, those behind a here-document too."""
    for child in command.children:
        if child.type in REDIRECTS:
            yield child
    holder = command
    parent = script.parent(command)
    if parent and parent.type == "pipeline" and parent.named_children[-1] == command:
        holder, parent = parent, script.parent(parent)
    if parent and parent.type == "redirected_statement" and parent.children[0] == holder:
        for child in parent.children[1:]:
            if child.type in REDIRECTS:
                yield child
                yield from (inner for inner in child.children if inner.type in REDIRECTS)


def late_arguments(script: Script, command: Node) -> Iterator[Node]:
    """Arguments behind a redirect, which the grammar takes for more files or for an error."""
    for redirect in redirects(script, command):
        if redirect.type == "file_redirect":
            yield from redirect.children_by_field_name("destination")[1:]
        if redirect.type == "heredoc_redirect":
            yield from redirect.children_by_field_name("argument")
        for child in redirect.children:
            if redirect.type == "heredoc_redirect" and _is_late(child):
                yield from child.children


def _is_late(node: Node) -> bool:
    return node.is_error and all(c.is_named and not c.has_error for c in node.children)


def _is_output(redirect: Node) -> bool:
    descriptor = redirect.child_by_field_name("descriptor")
    if descriptor is not None and descriptor.text != b"1":
        return False
    return any(child.type in (">", ">>", "&>", "&>>", ">|") for child in redirect.children)


def _stage(script: Script, command: Node) -> Node:
    """The command with its redirects: what stands in a pipeline."""
    parent = script.parent(command)
    if parent and parent.type == "redirected_statement" and parent.children[0] == command:
        return parent
    return command


def _neighbour(script: Script, stage: Node, step: int) -> Node | None:
    pipeline = script.parent(stage)
    if pipeline is None or pipeline.type != "pipeline":
        return None
    stages = pipeline.named_children
    at = stages.index(stage) + step
    if 0 <= at < len(stages):
        return stages[at]
    holder = script.parent(pipeline)
    if at < 0 and holder and holder.type == "heredoc_redirect":
        statement = script.parent(holder)
        return statement.children[0] if statement else None
    return None


def _tail(stage: Node) -> Node | None:
    """The first command of a pipe that goes on behind the mark of a here-document."""
    if stage.type != "redirected_statement":
        return None
    for redirect in stage.children:
        for child in redirect.children if redirect.type == "heredoc_redirect" else ():
            if child.type == "pipeline" and child.named_children:
                return child.named_children[0]
    return None
