"""Text in which CircleCI fills in parameters before a shell sees it."""

from __future__ import annotations

import re
from dataclasses import replace

from migrator.embedded.cells import Cells, Within, unescaped
from migrator.records import dataclass

HOLE = re.compile(r"(?<!\\)<<\s*(?:[\w-]+(?:\.[\w/-]+)+|include\([^()]*\))\s*>>")
"""A parameter, or a pipeline value; ``include`` is filled in when an orb is packed."""
_SECTION = re.compile(r"<<\s*[#^/]\s*[\w.-]+\s*>>")
_ESCAPED = re.compile(r"\\<<")


@dataclass(frozen=True)
class Templated(Within):
    """``inner`` with blanks for the marks of sections, ``<<# a >>…<</ a >>``, which stay.

    A backslash before ``<<`` keeps a here-document from being taken for a parameter.
    """

    def lead(self, raw: str) -> str | None:
        return None if "<<" in raw else self.inner.lead(raw)

    def read(self, raw: str) -> Cells | None:
        found = self.inner.read(raw)
        if found is None or "<<" not in found.text:
            return found
        text, fixed = found.text, []
        for section in _SECTION.finditer(text):
            start, end = section.span()
            text = text[:start] + " " * (end - start) + text[end:]
            fixed.append((start, end))
        kept, place = unescaped(replace(found, text=text), _ESCAPED)
        return replace(
            kept, fixed=tuple((place(start), place(end - 1) + 1) for start, end in fixed)
        )
