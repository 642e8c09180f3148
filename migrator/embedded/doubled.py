"""Text in which the host expands what begins with a dollar, and `$$` stands for one."""

from __future__ import annotations

import re

from migrator.embedded.cells import Cells, Within
from migrator.records import dataclass

_DOLLAR = re.compile(r"\$\$")


@dataclass(frozen=True)
class Doubled(Within):
    """``inner``, whose text the host expands by ``expansion``: those are holes."""

    expansion: re.Pattern[str]

    def read(self, raw: str) -> Cells | None:
        found = self.inner.read(raw)
        if found is None:
            return None
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        holes: list[tuple[int, int]] = []
        at = 0
        while at < len(found.text):
            size, shown = 1, 1
            if _DOLLAR.match(found.text, at):
                size = 2
            elif hole := self.expansion.match(found.text, at):
                size = shown = hole.end() - at
                holes.append((len(texts), len(texts) + shown))
            texts += found.text[at : at + shown]
            starts += found.starts[at : at + shown]
            ends += found.ends[at : at + shown]
            ends[-1] = found.ends[at + size - 1]
            at += size
        return Cells("".join(texts), tuple(starts), tuple(ends), tuple(holes))

    def write(self, content: str) -> str:
        return self.inner.write(content.replace("$", "$$"))
