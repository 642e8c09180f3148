"""The import of ``json``, where the new body needs it."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from functools import lru_cache

from migrator.call.source import Edit
from migrator.python.writing.draft import Draft


@lru_cache(maxsize=8)
def module(text: str) -> ast.Module:
    """The statements of a file, as the standard library parses them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def json_name(draft: Draft) -> str:
    """What the file calls the module ``json``."""
    return _imported(module(draft.source.text)) or "json"


def _imported(tree: ast.Module) -> str | None:
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.name == "json":
                    return alias.asname or "json"
    return None


def with_json(draft: Draft) -> Iterator[Edit]:
    """Adds ``import json`` behind the imports at the top, if it is missing."""
    if _imported(module(draft.source.text)) is not None:
        return
    offset = behind_imports(draft)
    newline = draft.newline(draft.source.line_start(offset) - 1 if offset else 0)
    before = "" if offset == 0 or draft.source.text[offset - 1] in "\r\n" else newline
    yield draft.insert(offset, f"{before}import json{newline}")


def behind_imports(draft: Draft) -> int:
    """Where the line behind the imports at the top begins."""
    line = 0
    for statement in module(draft.source.text).body:
        is_import = isinstance(statement, (ast.Import, ast.ImportFrom))
        if not is_import and not _is_docstring(statement, line):
            break
        line = statement.end_lineno or line
    return _start_of(draft, line)


def _is_docstring(statement: ast.stmt, line: int) -> bool:
    return (
        line == 0
        and isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _start_of(draft: Draft, line: int) -> int:
    """Where the line after ``line`` begins; comments at the top of the file stay there."""
    lines = draft.source.text.splitlines(keepends=True)
    while line < len(lines) and lines[line].startswith("#"):
        line += 1
    return sum(map(len, lines[:line]))
