"""Text in which tox puts what stands in braces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrator.embedded.cells import Cells, Notation, Read

_FILLED = re.compile(r"\{[^{}\"'\s\\]*\}")
"""``{posargs}``, ``{envdir}``, ``{env:NAME}``."""
_ESCAPED = re.compile(r"\\[{}]")


@dataclass(frozen=True)
class Braced(Read):
    """``inner``, where a backslash keeps a brace as it is."""

    inner: Notation

    @property
    def refusal(self) -> str:
        return self.inner.refusal

    def read(self, raw: str) -> Cells | None:
        found = self.inner.read(raw)
        if found is None:
            return None
        dropped = {match.start() for match in _ESCAPED.finditer(found.text)}
        kept = [index for index in range(len(found.text)) if index not in dropped]
        place = {index: at for at, index in enumerate(kept)}
        holes = [
            (place[match.start()], place[match.end() - 1] + 1)
            for match in _FILLED.finditer(found.text)
            if match.start() - 1 not in dropped
        ]
        return Cells(
            "".join(found.text[index] for index in kept),
            tuple(found.starts[index - 1 if index - 1 in dropped else index] for index in kept),
            tuple(found.ends[index] for index in kept),
            tuple(holes),
        )

    def write(self, content: str) -> str:
        return self.inner.write(re.sub(r"[{}]", r"\\\g<0>", content))

    def hole(self, written: str) -> str:
        return self.inner.hole(written)
