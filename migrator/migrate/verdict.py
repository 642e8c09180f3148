"""What speaks for and against a rewrite, gathered while it is made."""

from __future__ import annotations

from dataclasses import field

from migrator.records import dataclass


@dataclass
class Verdict:
    """Clauses for the message.

    ``against`` forbid the rewrite, ``review`` make it unsafe, ``notes`` only
    tell. Each is said once. ``of_config`` are those that hold where nobody has seen the
    config that the call speaks to.
    """

    against: list[str] = field(default_factory=list)
    review: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    of_config: set[str] = field(default_factory=set)

    def forbid(self, reason: str) -> None:
        _once(self.against, reason)

    def doubt(self, reason: str) -> None:
        _once(self.review, reason)

    def note(self, fact: str) -> None:
        _once(self.notes, fact)


def _once(clauses: list[str], clause: str) -> None:
    if clause not in clauses:
        clauses.append(clause)
