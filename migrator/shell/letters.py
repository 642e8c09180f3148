"""Names of variables that the shell leaves as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrator.call.value import Literal
from migrator.shell.quoting import SINGLE, VERBATIM

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_NAME = re.compile(r"\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})")


def unfilled(parts: Iterable[object], sender: str) -> Iterator[str]:
    """Doubts about names in JSON that stands in single quotes."""
    for part in parts:
        if isinstance(part, Literal) and part.style in (SINGLE, VERBATIM):
            for string in _STRING.findall(part.text):
                for name in _NAME.findall(string):
                    yield f"`{sender}` sends `{name}` letter by letter: nothing fills it in there"
