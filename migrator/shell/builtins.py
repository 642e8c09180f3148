"""Commands of the shell itself that give names their values."""

from __future__ import annotations

import re
from dataclasses import replace

from tree_sitter import Node

from migrator.shell.arguments import Argv
from migrator.shell.assignments import UNKNOWN, Assignments
from migrator.shell.parse import Script
from migrator.shell.printed import Printer
from migrator.shell.state import Bound, Field, State
from migrator.shell.words import Texts

_NAME = re.compile(r"[A-Za-z_]\w*")
_WHOLE_INPUT = re.compile(r"-[a-z]*d")


class Builtins:
    def __init__(self, script: Script, printer: Printer, assignments: Assignments) -> None:
        self._script = script
        self._printer = printer
        self._assignments = assignments

    def carry_out(self, name: str | None, node: Node, argv: Argv, state: State) -> bool:
        """Whether ``name`` is such a command; if so, ``state`` is what it leaves."""
        if name == "read":
            self._read(node, argv, state)
        elif name in ("mapfile", "readarray", "getopts", "unset"):
            for field in argv[1:]:
                state.names[field.text.known or ""] = UNKNOWN
        elif name == "alias":
            for field in argv[1:]:
                _alias(field, state)
        elif name == "shift":
            _shift(argv, state)
        elif name == "set":
            self._set(argv, state)
        elif name == "printf" and len(argv) > 2 and argv[1].text.known == "-v":
            state.names[argv[2].text.known or ""] = UNKNOWN
        else:
            return False
        return True

    def _read(self, node: Node, argv: Argv, state: State) -> None:
        """``read -d ''`` takes all of its input, any other a line or a word that nobody can see."""
        known = [field.text.known or "" for field in argv[1:]]
        fields = [field for field in argv[1:] if _NAME.fullmatch(field.text.known or "")]
        for field in fields:
            state.names[field.text.known or ""] = UNKNOWN
        if len(fields) == 1 and any(_WHOLE_INPUT.fullmatch(word) for word in known):
            if texts := self._printer.input(node, state):
                self._take(fields[0], node, texts, state)

    def _take(self, field: Field, node: Node, texts: Texts, state: State) -> None:
        name = field.text.known or ""
        whole = self._script.span(self._script.parent(node) or node)
        definition = self._assignments.define(
            node.start_byte, name, field.span, whole, copyable=False
        )
        state.names[name] = tuple(Bound(definition, text) for text in texts)

    def _set(self, argv: Argv, state: State) -> None:
        given = [field.text.known or "" for field in argv[1:]]
        if any(re.fullmatch(r"-[b-z]*a[a-z]*|allexport", word) for word in given):
            self._assignments.export_all()
        if "--" in given:
            for name in [name for name in state.names if name.isdigit() or name == "@"]:
                state.names[name] = UNKNOWN


def _alias(field: Field, state: State) -> None:
    name, mark, _ = field.text.shape.partition("=")
    if mark and _NAME.fullmatch(name):
        state.aliases[name] = field.text.cut(len(name) + 1)


def _shift(argv: Argv, state: State) -> None:
    count = argv[1].text.known if len(argv) > 1 else "1"
    by = int(count) if count and re.fullmatch(r"[0-9]{1,2}", count) else None
    before = {name: state.names.pop(name) for name in list(state.names) if name.isdigit()}
    if by is not None:
        moved = {str(int(name) - by): bounds for name, bounds in before.items() if int(name) > by}
        state.names.update(moved)
    held = state.names.get("@", ())
    state.names["@"] = (
        tuple(
            replace(b, members=b.members[by:] if b.members is not None and by is not None else None)
            for b in held
        )
        or UNKNOWN
    )
