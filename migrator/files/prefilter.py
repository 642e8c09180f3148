"""The first sieve: bytes only, before anything is decoded or parsed."""

from __future__ import annotations


def may_call(data: bytes, needles: tuple[bytes, ...]) -> bool:
    """Whether any needle stands in ``data``.

    One ``in`` a needle is ten times as fast as one regular expression of them all.
    """
    return any(needle in data for needle in needles)
