"""How far a run has got, on a terminal that waits for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from time import monotonic
from typing import IO

PATIENCE = 1.0
"""Seconds that a run may take without a word."""

_PAUSE = 0.1
_WIDTH = 24
_ERASE = "\r\x1b[K"


class Bar:
    """One line that is written over, and gone when the run is over."""

    def __init__(
        self, stream: IO[str], clock: Callable[[], float] = monotonic, what: str = "files"
    ) -> None:
        self._stream = stream
        self._what = what
        self._clock = clock
        self._next = clock() + PATIENCE
        self._drawn = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = self._clock()
        if now < self._next:
            return
        self._next = now + _PAUSE
        full = _WIDTH * done // max(total, 1)
        bar = "#" * full + "-" * (_WIDTH - full)
        self._stream.write(f"{_ERASE}{stage} [{bar}] {done}/{total} {self._what}")
        self._stream.flush()
        self._drawn = True

    def end(self) -> None:
        if self._drawn:
            self._stream.write(_ERASE)
            self._stream.flush()
            self._drawn = False


def wanted(stream: IO[str], environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a person looks at ``stream``: a terminal, and not in CI or under pre-commit."""
    if environment.get("PRE_COMMIT") or environment.get("CI", "") not in ("", "0", "false"):
        return False
    return stream.isatty() and environment.get("TERM") != "dumb"
