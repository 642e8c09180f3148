"""A program that a host file holds."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

BASH = ("bash", "-eo", "pipefail", "-c")
PYTHON = (sys.executable, "-c")


@dataclass(frozen=True)
class Embedded:
    """``command`` ends with the text of a program; ``variables`` are set for it."""

    command: tuple[str, ...]
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def python(self) -> bool:
        return self.command[:-1] == PYTHON

    @property
    def text(self) -> str:
        return self.command[-1]
