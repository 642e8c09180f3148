"""A file that may hold a call."""

from __future__ import annotations

from dataclasses import dataclass

from migrator.files.kind import Kind


@dataclass(frozen=True)
class Candidate:
    path: str
    kind: Kind
    data: bytes
