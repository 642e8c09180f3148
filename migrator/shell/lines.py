"""Comments and statements of a script."""

from __future__ import annotations

from tree_sitter import Node

from migrator.call.language import Layout
from migrator.call.source import Source
from migrator.shell.parse import descend, parse

_HOLDERS = frozenset(
    "program compound_statement subshell do_group if_statement elif_clause else_clause"
    " while_statement case_item command_substitution process_substitution".split()
)
_STATEMENTS = frozenset(
    "command declaration_command unset_command variable_assignment variable_assignments"
    " redirected_statement pipeline list subshell if_statement for_statement"
    " c_style_for_statement while_statement case_statement function_definition"
    " compound_statement test_command negated_command".split()
)


def layout(source: Source) -> Layout:
    script = parse(source)
    comments: list[Node] = []
    statements: list[Node] = []
    for node in descend(script.root):
        if node.type == "comment":
            comments.append(node)
        elif node.type in _HOLDERS:
            statements += [child for child in node.children if child.type in _STATEMENTS]
    statements.sort(key=lambda node: (node.start_byte, -node.end_byte))
    return Layout(
        tuple(map(script.span, comments)),
        tuple(map(script.span, statements)),
        whole=not script.root.has_error,
    )
