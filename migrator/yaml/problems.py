"""What the parser complains of, in words that say what to do."""

from __future__ import annotations

import re
from typing import Any

from migrator.call.source import Source

TOO_DEEP = "too many levels stand in each other here", "look for brackets that nothing closes"
_INDENTED_BY_TAB = re.compile(r"(?:^|[\r\n]) *(\t)")


def in_words(source: Source, error: Any, at: int) -> tuple[int, str, str]:
    """The offset to look at, the reason and the remedy for an error of PyYAML's at ``at``."""
    problem, context = error.problem or "", error.context or ""
    began = error.context_mark.index if error.context_mark else at
    tab = _INDENTED_BY_TAB.match(source.text, max(source.line_start(at) - 1, 0))
    if tab and ("token" in problem or "tab" in problem):
        return tab.start(1), "a tab indents this line", "indent by spaces: YAML takes no tabs"
    if "nesting depth" in problem:
        return at, *TOO_DEEP
    if "quoted scalar" in context and "end of stream" in problem:
        return began, "the quote that opens here is never closed", "close it"
    if "flow" in context and "expected" in problem:
        kind = "bracket" if "sequence" in context else "brace"
        return began, f"the {kind} that opens here is not closed", "close it, or add the comma"
    if "mapping values are not allowed" in problem:
        remedy = "quote the text that it belongs to, or mend the indentation"
        return at, "no key can end by `:` here", remedy
    if "could not find expected ':'" in problem:
        return began, "this line has no `:` behind its key", "add it, or indent the line as text"
    if "parsing a block" in context and "expected" in problem:
        return at, "this line is indented unlike those around it", "align it with its neighbours"
    if "cannot start any token" in problem:
        sign = source.text[at : at + 1]
        return at, f"no value can begin with `{sign}`", "put the value in quotes"
    clause = f"{context}: {problem}" if context else problem
    return at, f"it is no YAML ({clause})", "mend this line"
