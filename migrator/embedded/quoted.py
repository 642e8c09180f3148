"""Text that a program reads as if it stood in quotes, which its host does not write."""

from __future__ import annotations

import re

from migrator.call.language import CannotWrite
from migrator.embedded.cells import Cells, Within
from migrator.records import dataclass

_SPECIAL = {"'": re.compile("'"), '"': re.compile(r'["\\`]')}


@dataclass(frozen=True)
class Quoted(Within):
    """``inner``, in texts that mean the same inside ``quote`` as they do in the host."""

    quote: str

    @staticmethod
    def holds(text: str, quote: str) -> bool:
        return not _SPECIAL[quote].search(text)

    def lead(self, raw: str) -> str | None:
        return self.inner.lead(raw)

    def read(self, raw: str) -> Cells | None:
        found = self.inner.read(raw)
        return found if found and self.holds(found.text, self.quote) else None

    def write(self, content: str) -> str:
        if not self.holds(content, self.quote):
            raise CannotWrite("the new text would have to be quoted where nothing is quoted")
        return self.inner.write(content)

    def says(self, raw: str, text: str) -> bool:
        return self.holds(text, self.quote) and self.inner.says(raw, text)
