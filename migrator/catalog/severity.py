"""How bad a finding is, in the words of the contract."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """A greater ``rank`` is worse."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        return ("note", "warning", "error").index(self.value)
