"""Colours of a terminal, for those who want them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO

from migrator.catalog.severity import Severity

_SEVERITIES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


class Paint:
    """Wraps text in colours, or, switched off, leaves it."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

    def bold(self, text: str) -> str:
        return self._in("1", text)

    def removed(self, text: str) -> str:
        return self._in("31", text)

    def added(self, text: str) -> str:
        return self._in("32", text)

    def severity(self, text: str, severity: Severity) -> str:
        return self._in(_SEVERITIES[severity], text)

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._on and text else text


def wanted(stream: IO[str], environment: Mapping[str, str] = os.environ) -> bool:
    """Whether ``stream`` is to get colours: NO_COLOR, FORCE_COLOR, then what it is."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"
