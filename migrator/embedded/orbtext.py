"""Text in which CircleCI fills in parameters before a shell sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrator.embedded.cells import Cells, Notation, Read

HOLE = re.compile(r"(?<!\\)<<\s*(?:[\w-]+(?:\.[\w/-]+)+|include\([^()]*\))\s*>>")
"""A parameter, or a pipeline value; ``include`` is filled in when an orb is packed."""
_SECTION = re.compile(r"<<\s*[#^/]\s*[\w.-]+\s*>>")
_ESCAPED = re.compile(r"\\<<")


@dataclass(frozen=True)
class Templated(Read):
    """``inner`` with blanks for the marks of sections, ``<<# a >>…<</ a >>``, which stay.

    A backslash before ``<<`` keeps a here-document from being taken for a parameter.
    """

    inner: Notation

    @property
    def refusal(self) -> str:
        return self.inner.refusal

    def read(self, raw: str) -> Cells | None:
        found = self.inner.read(raw)
        if found is None or "<<" not in found.text:
            return found
        text, fixed = found.text, []
        for section in _SECTION.finditer(text):
            start, end = section.span()
            text = text[:start] + " " * (end - start) + text[end:]
            fixed.append((start, end))
        dropped = {match.start() for match in _ESCAPED.finditer(text)}
        kept = [index for index in range(len(text)) if index not in dropped]
        place = {index: at for at, index in enumerate(kept)}
        return Cells(
            "".join(text[index] for index in kept),
            tuple(found.starts[index - 1 if index - 1 in dropped else index] for index in kept),
            tuple(found.ends[index] for index in kept),
            fixed=tuple((place[start], place[end - 1] + 1) for start, end in fixed),
        )

    def write(self, content: str) -> str:
        return self.inner.write(content)

    def hole(self, written: str) -> str:
        return self.inner.hole(written)
