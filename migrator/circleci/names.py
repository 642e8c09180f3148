"""Names, types and limits of a pipeline's parameters."""

from __future__ import annotations

import re
from collections.abc import Collection

MOST = 100
LONGEST_NAME = 128
LONGEST_VALUE = 512
"""Characters. Source: API v2 specification, triggerPipeline; "Pipeline values and parameters"."""

_ALLOWED = re.compile(r"[a-z][a-z0-9_-]*")
"""Source: configuration reference, "parameters"."""


def is_allowed(name: str) -> bool:
    return bool(_ALLOWED.fullmatch(name))


def allowed(name: str, taken: Collection[str]) -> str:
    """``name`` as the configuration reference allows it, numbered where that is ``taken``."""
    lower = re.sub(r"[^a-z0-9_-]", "_", name.lower())
    if not lower[:1].isalpha():
        lower = f"p_{lower.lstrip('_-')}"
    free, number = lower, 1
    while free in taken:
        number += 1
        free = f"{lower}_{number}"
    return free
