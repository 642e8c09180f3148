"""Shell text as a tree, with places in code points."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, cached_property

import tree_sitter_bash
from tree_sitter import Language, Node, Parser, Query, QueryCursor

from migrator.call.language import Trouble
from migrator.call.source import Source, Span
from migrator.records import dataclass

_BASH = Language(tree_sitter_bash.language())
_LOSS = re.compile(r"/api/v\d|(?<![\w./-])(?:/usr/bin/)?(?:curl|wget)(?![\w./-])")
_STATEMENTS = frozenset(
    "command declaration_command variable_assignment redirected_statement pipeline list subshell"
    " if_statement for_statement c_style_for_statement while_statement case_statement"
    " function_definition compound_statement test_command negated_command comment heredoc_body"
    " unset_command variable_assignments do_group".split()
)
_COMPOUND = frozenset(
    "program list compound_statement do_group if_statement elif_clause else_clause for_statement"
    " c_style_for_statement while_statement case_statement case_item function_definition subshell"
    " negated_command".split()
)
_LONG = 2_000
"""Code points of a statement that is not read as a whole for each change of it."""
_OPENERS = frozenset(("if", "for", "do", "while", "until", "case", "{", "(", "$(", '"', "`"))
_REST = re.compile(r"[ \t]*+;?[ \t]*+(?:#.*)?$")
_HOLE = "\ufffd"
_NAMED_HOLE = re.compile(rf"(\$\{{?)({_HOLE}+)")
_FOREIGN = re.compile(r"[^\x01-\x7f]")
_TEXTS = frozenset({"raw_string", "string_content", "heredoc_body"})
_NAME_IN_WORD = re.compile(rb"\S\$\w+[^\s\"'`()|&;<>{}]")
_REST_OF_WORD = re.compile(rb"(?:\\.|[^\s\"'`()|&;<>{}\\])*")
_NAME_AND_NEXT = re.compile(rb"(\$(?:[A-Za-z_]\w*|\d|[@#?!$-]))(\\.|[/.:,@%+=~?*!^-])")
_APART = b"%"
"""Ends a name, and begins a word of its own."""
_ROUNDS = 16
_PREPARING = frozenset(
    b"set shopt source . : alias cd dirname pwd basename git readlink realpath uname command type"
    b" which hash echo printf return exit test [ true false umask trap export".split()
)
"""What a script does that is there for others."""

EXPANSIONS = frozenset(
    "simple_expansion expansion command_substitution arithmetic_expansion"
    " process_substitution".split()
)


@dataclass(frozen=True)
class Script:
    """A source and its tree, in which one byte is one code point of the source."""

    source: Source
    root: Node

    def span(self, node: Node) -> Span:
        return self.source.span(self._start(node), node.end_byte)

    def _start(self, node: Node) -> int:
        """The grammar puts white space inside of quotes into the expansion behind it."""
        start = node.start_byte
        if node.type in EXPANSIONS:
            while start < node.end_byte and self.source.text[start].isspace():
                start += 1
        return start

    def text(self, node: Node) -> str:
        return self.source.at(self.span(node))

    def parent(self, node: Node) -> Node | None:
        """The same as ``node.parent``, which looks for it from the root down."""
        return self._parents.get(node.id)

    @cached_property
    def _parents(self) -> dict[int, Node]:
        parents: dict[int, Node] = {}
        stack = [self.root]
        while stack:
            node = stack.pop()
            for child in node.children:
                parents[child.id] = node
                stack.append(child)
        return parents

    def first_word(self, node: Node) -> str:
        """What ``node`` says up to white space."""
        return next(iter(self.text(node).split(maxsplit=1)), "")

    def alone(self, span: Span) -> bool:
        """Whether nothing but a comment stands on the lines of the statement at ``span``."""
        text = self.source.text
        before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
        line_end = text.find("\n", span.end)
        after = text[span.end : line_end if line_end >= 0 else len(text)]
        return not before.strip() and bool(_REST.match(after.rstrip("\r")))

    @cached_property
    def _starts(self) -> list[int]:
        return [node.start_byte for node in self.root.named_children]

    def around(self, span: Span) -> Span:
        """The statements of the script itself that ``span`` touches, up to the next one.

        Of a long one it is the statement inside it that runs like those of the script.
        """
        whole = self._touched(span)
        if whole.end - whole.start <= _LONG:
            return whole
        node = self.root.named_descendant_for_byte_range(span.start, span.end)
        while node is not None and not (node.type in _STATEMENTS and self._is_part(node)):
            node = self.parent(node)
        return whole if node is None else self.span(node)

    def _is_part(self, node: Node) -> bool:
        """Whether nothing but compound statements are around ``node``."""
        holder = self.parent(node)
        passed = []
        while holder is not None and holder.id not in self._parted:
            if holder.type not in _COMPOUND:
                self._parted[holder.id] = False
                break
            passed.append(holder.id)
            holder = self.parent(holder)
        parted = holder is None or self._parted[holder.id]
        self._parted.update(dict.fromkeys(passed, parted))
        return parted

    @cached_property
    def _parted(self) -> dict[int, bool]:
        return {}

    def _touched(self, span: Span) -> Span:
        first = max(bisect_left(self._starts, span.start) - 1, 0)
        last = bisect_right(self._starts, span.end)
        bounds = [*self._starts, len(self.source.text)]
        return self.source.span(bounds[first] if first else 0, bounds[last])

    @cached_property
    def commands(self) -> dict[str, list[Node]]:
        """The words that name commands, by what they say."""
        found: dict[str, list[Node]] = {}
        for node in descend(self.root):
            if node.type == "command_name":
                found.setdefault(self.text(node), []).append(node)
        return found

    @cached_property
    def words(self) -> dict[str, list[Node]]:
        """Words without quotes, by what they say."""
        found: dict[str, list[Node]] = {}
        for node in descend(self.root):
            if node.type == "word":
                found.setdefault(self.text(node), []).append(node)
        return found

    @cached_property
    def texts(self) -> tuple[tuple[int, str], ...]:
        """What stands in quotes and here-documents, each with the place where it begins."""
        found = []
        for node in descend(self.root):
            if node.type in _TEXTS and not self._is_said(node):
                quote = node.type == "raw_string"
                start = self.span(node).start + quote
                found.append((start, self.source.text[start : node.end_byte - quote]))
        return tuple(found)

    def _is_said(self, node: Node) -> bool:
        """Whether a command shows it to people."""
        holder = self.parent(node)
        while holder is not None and holder.type in ("string", "concatenation"):
            holder = self.parent(holder)
        outer = self.parent(holder) if holder is not None else None
        return (
            holder is not None
            and holder.type == "command"
            and self.first_word(holder) in ("echo", "printf")
            and (outer is None or outer.type != "pipeline")
        )

    @cached_property
    def only_defines(self) -> bool:
        """Whether the script does nothing itself: it is there for others, which read it."""
        stack, defines = [self.root], False
        while stack:
            node = stack.pop()
            if node.type == "function_definition":
                defines = True
                continue
            defines = defines or node.type == "variable_assignment"
            name = node.child_by_field_name("name") if node.type == "command" else None
            if name is not None and name.text not in _PREPARING:
                return False
            stack.extend(node.children)
        return defines

    @cached_property
    def names(self) -> tuple[Node, ...]:
        """Every node that names a variable, in order."""
        found = [n for n in descend(self.root) if n.type in _NAMES]
        return tuple(sorted(found, key=lambda n: n.start_byte))


_NAMES = frozenset({"variable_name", "special_variable_name"})


def parse(source: Source) -> Script:
    shown = _shown(source)
    root = Parser(_BASH).parse(shown).root_node
    for _ in range(_ROUNDS if _NAME_IN_WORD.search(shown) else 0):
        told = _told_apart(shown, root)
        if told == shown:
            break
        shown, root = told, Parser(_BASH).parse(told).root_node
    return Script(source, root)


def _told_apart(shown: bytes, root: Node) -> bytes:
    """``shown`` with names that end where the grammar can see it.

    Of ``$A/b/$C/d`` it reads the second dollar by itself and ``C/d`` as another word, which
    ends an assignment.
    """
    parts, at = [], 0
    found = QueryCursor(_lone_dollar()).captures(root).get("dollar", [])
    for start in sorted(node.start_byte for node in found):
        if start >= at and (rest := _REST_OF_WORD.match(shown, start)):
            parts += [shown[at:start], _NAME_AND_NEXT.sub(_ended, rest[0])]
            at = rest.end()
    return b"".join([*parts, shown[at:]])


@cache
def _lone_dollar() -> Query:
    """Compiled for the first text that needs it: it takes longer than reading most scripts."""
    return Query(_BASH, '(concatenation "$" @dollar)')


def _ended(name: re.Match[bytes]) -> bytes:
    return name[1] + _APART * len(name[2])


def _shown(source: Source) -> bytes:
    """What the grammar is shown: a dot for each character outside of ASCII, for NUL, and of a hole.

    Its scanner reads beyond its tables, and may crash, on characters outside of ASCII.
    A dot is part of a word and of no name, as they are. ``${<< parameters.key >>}``
    is the one place where a hole stands for a name.
    """
    text = source.masked(_HOLE)
    if source.holes:
        text = _NAMED_HOLE.sub(lambda match: match[1] + "_" * len(match[2]), text)
    return _FOREIGN.sub(".", text).encode("ascii")


def descend(node: Node) -> Iterator[Node]:
    """The node and all below it, parents first."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))


def above(node: Node) -> list[Node]:
    """What the grammar takes for the environment of a command that begins on a later line."""
    name = node.child_by_field_name("name")
    given = [child for child in node.named_children if child.type == "variable_assignment"]
    if name is None or not given or given[-1].end_point.row == name.start_point.row:
        return []
    text = node.text or b""
    between = text[given[-1].end_byte - node.start_byte : name.start_byte - node.start_byte]
    return [] if between.lstrip(b" \t").startswith(b"\\") else given


def errors(root: Node) -> Iterator[Node]:
    """The outermost nodes that stand for what the grammar did not accept."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            stack.extend(reversed(node.children))


def depth(root: Node) -> int:
    """How many nodes stand one inside the other."""
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [child for node in level for child in node.children]
    return deepest


def loss(script: Script) -> Trouble | None:
    """Where the grammar lost text that may be part of a call."""
    for node in errors(script.root):
        whole = script.parent(node) if node.is_missing else node
        unclosed = whole is not None and any(c.type in _OPENERS for c in whole.children)
        text = script.text(whole) if whole and unclosed else _lost_text(script, node)
        if found := _LOSS.search(text):
            return Trouble(
                script.span(whole or node).start,
                f"this is not shell that can be read, near `{found.group()}`",
            )
    return None


def _lost_text(script: Script, error: Node) -> str:
    """The text of ``error`` outside the whole statements that stand in it."""
    parts: list[str] = []
    at = script.span(error).start
    for child in error.children:
        if child.type in _STATEMENTS and not child.has_error:
            span = script.span(child)
            parts.append(script.source.text[at : span.start])
            at = span.end
    parts.append(script.source.text[at : script.span(error).end])
    return " ".join(parts)
