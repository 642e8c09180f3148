"""How the strings of a file are quoted."""

from __future__ import annotations

import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from io import StringIO

_OPENING = re.compile(r"[A-Za-z]*('{1,3}|\"{1,3})")
_STRINGS = (tokenize.STRING, getattr(tokenize, "FSTRING_START", tokenize.STRING))


@lru_cache(maxsize=2)
def commonest_quote(text: str) -> str:
    """The quote that most strings of a file stand in; its calls are written one after another."""
    found = Counter(_quotes(text))
    return "'" if found["'"] > found['"'] else '"'


def _quotes(text: str) -> Iterator[str]:
    """The quote of each string token that is not in triple quotes."""
    try:
        for token in tokenize.generate_tokens(StringIO(text, newline="").readline):
            opening = _OPENING.match(token.string) if token.type in _STRINGS else None
            if opening and len(opening[1]) == 1:
                yield opening[1]
    except (tokenize.TokenError, SyntaxError):
        return
