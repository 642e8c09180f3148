"""Text in which tox puts what stands in braces."""

from __future__ import annotations

import re
from dataclasses import replace

from migrator.embedded.cells import Cells, Within, unescaped
from migrator.records import dataclass

_FILLED = re.compile(r"\{[^{}\"'\s\\]*\}")
"""``{posargs}``, ``{envdir}``, ``{env:NAME}``."""
_ESCAPED = re.compile(r"\\[{}]")


@dataclass(frozen=True)
class Braced(Within):
    """``inner``, where a backslash keeps a brace as it is."""

    def read(self, raw: str) -> Cells | None:
        found = self.inner.read(raw)
        if found is None:
            return None
        kept, place = unescaped(found, _ESCAPED)
        holes = tuple(
            (place(match.start()), place(match.end() - 1) + 1)
            for match in _FILLED.finditer(found.text)
            if not _ESCAPED.match(found.text, max(match.start() - 1, 0))
        )
        return replace(kept, holes=holes)

    def write(self, content: str) -> str:
        return self.inner.write(re.sub(r"[{}]", r"\\\g<0>", content))
