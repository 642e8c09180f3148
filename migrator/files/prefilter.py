"""The first sieve: bytes only, before anything is decoded or parsed."""

from __future__ import annotations

import re

_SUPPRESSION = re.compile(rb"#\s*migrator:\s*ignore")


def may_call(data: bytes, needles: tuple[bytes, ...]) -> bool:
    """Whether any needle stands in ``data``.

    One ``in`` a needle is ten times as fast as one regular expression of them all.
    """
    return any(needle in data for needle in needles)


def may_suppress(data: bytes) -> bool:
    """Whether a comment in ``data`` may speak to this program."""
    return b"migrator:" in data and bool(_SUPPRESSION.search(data))
