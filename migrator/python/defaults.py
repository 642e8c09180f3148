"""Texts that a program takes where nobody gives it another one."""

from __future__ import annotations

import re
from dataclasses import replace

from migrator.python.things import OPAQUE, Outcomes, Text, Trail

_ADDRESS = re.compile(
    r"://|/api(/|$)|^api/|^/?v[0-9](\.[0-9]+)?/?$|^([\w-]+\.)+[a-z]{2,}(:[0-9]+)?(/|$)"
)


def names_address(text: Text) -> bool:
    """Whether it is an address or a part of one, which a default then is for certain."""
    return bool(_ADDRESS.search(text.value.shape))


def default(values: Outcomes, doubt: str) -> Outcomes:
    """Texts that hold unless somebody says otherwise: addresses with a doubt, others not at all."""
    if not any(isinstance(v, Text) and names_address(v) for v in values):
        return OPAQUE
    return tuple(
        replace(v, trail=v.trail + Trail(doubts=(doubt,))) for v in values if isinstance(v, Text)
    )
