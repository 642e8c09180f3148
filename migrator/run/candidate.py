"""A file that may hold a call."""

from __future__ import annotations

from migrator.files.kind import Kind
from migrator.records import dataclass


@dataclass(frozen=True)
class Candidate:
    path: str
    kind: Kind
    data: bytes
