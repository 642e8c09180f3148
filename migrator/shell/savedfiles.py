"""Who reads a file that a script writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from migrator.records import dataclass
from migrator.shell.parse import Script, descend

_BRACED = re.compile(r"\$\{(\w+)\}")
_EDGE = r"[\w-]"
_HARMLESS = frozenset("rm touch ls chmod mkdir test [ echo printf stat trap unlink : log".split())
_TESTS = frozenset({b"-e", b"-f", b"-r", b"-s", b"-z", b"-n"})
_HOLDERS = frozenset(
    "comment command file_redirect test_command variable_assignment heredoc_body program"
    " case_statement for_statement compound_statement do_group".split()
)


@dataclass(frozen=True)
class Use:
    """``holder`` is the command or redirect that names the file, ``word`` the name in it.

    ``plain`` says that the word is nothing but the name.
    """

    holder: Node
    word: Node
    plain: bool


def uses(script: Script, name: str, writer: Node) -> Iterator[Use]:
    """Every place where something is done with the file of that name, as it is spelled.

    ``writer`` is the command or redirect that writes it.
    """
    spelling = spelled(name)
    for match in _mentions(spelling).finditer(script.source.text):
        node = script.root.descendant_for_byte_range(match.start(), match.start() + 1)
        if node is None:
            continue
        holder, word = _holder(script, node)
        if holder.type == "comment" or holder == writer:
            continue
        if not _is_harmless(script, holder):
            yield Use(holder, word, spelled(script.text(word)) == spelling)


def is_given(script: Script, name: str) -> bool:
    """Whether the caller of a function names the file, and so may read it under another name."""
    variables = re.findall(r"\$\{?(\w+)", name)
    return any(
        variable.isdigit() or re.search(rf"\b{variable}=[\"']?\$\{{?[0-9]", script.source.text)
        for variable in variables
    )


def spelled(name: str) -> str:
    """A name as it is spelled without quotes and braces."""
    return _BRACED.sub(r"$\1", name.replace('"', "").replace("'", "")).removeprefix("./")


def _mentions(spelling: str) -> re.Pattern[str]:
    parts = re.split(r"\$(\w+)", spelling)
    found = "".join(
        rf"\$(?:{part}\b|\{{{part}\}})" if index % 2 else re.escape(part)
        for index, part in enumerate(parts)
    )
    return re.compile(rf"(?<!{_EDGE}){found}(?!{_EDGE})")


def _holder(script: Script, node: Node) -> tuple[Node, Node]:
    word = node
    if word.type == "comment":
        return word, word
    while (parent := script.parent(word)) is not None and parent.type not in _HOLDERS:
        word = parent
    return parent if parent is not None else word, word


def _is_harmless(script: Script, holder: Node) -> bool:
    if holder.type == "command":
        return script.first_word(holder) in _HARMLESS
    operators = {n.text for n in descend(holder) if n.type == "test_operator"}
    return holder.type == "test_command" and bool(operators & _TESTS)
