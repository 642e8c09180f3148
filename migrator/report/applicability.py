"""How far a rewrite can be trusted, in the words of ruff and rustc."""

from __future__ import annotations

from enum import Enum


class Applicability(Enum):
    SAFE = "safe"
    UNSAFE = "unsafe"
