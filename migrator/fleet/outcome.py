"""What became of one repository."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

NO_REPORT: Mapping[str, Any] = {"findings": [], "errors": [], "summary": {}}


@dataclass(frozen=True)
class Branch:
    """``repository`` is the path of the git repository that it is in."""

    name: str
    repository: str
    fixed: int
    files: int


@dataclass(frozen=True)
class Outcome:
    """``report`` is that of ``check --output-format json``, ``None`` where there is none.

    ``problems`` are what could not be done with the repository as a whole, ``failed``
    with which of its files (a line each). ``incomplete`` counts what could not be read in
    full. ``over`` says that findings are left at or above ``--fail-on``.
    """

    report: Mapping[str, Any] | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    branch: Branch | None = None
    failed: tuple[str, ...] = ()
    incomplete: int = 0
    over: bool = False
    fixed: int = 0

    @property
    def finished(self) -> bool:
        """Whether all was done, so that it need not be done again."""
        return not self.problems and not self.failed

    @property
    def findings(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (self.report or NO_REPORT)["findings"]
        return found

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Outcome:
        branch = values["branch"]
        return cls(
            report=values["report"],
            problems=tuple(values["problems"]),
            notes=tuple(values["notes"]),
            branch=Branch(**branch) if branch else None,
            failed=tuple(values["failed"]),
            incomplete=values["incomplete"],
            over=values["over"],
            fixed=values["fixed"],
        )


@dataclass(frozen=True)
class Counts:
    """``sunset`` is the first day on which one of the calls dies."""

    calls: int = 0
    safe: int = 0
    unsafe: int = 0
    none: int = 0
    fixed: int = 0
    sunset: datetime.date | None = None
    severities: Mapping[str, int] = field(default_factory=dict)

    def days(self, today: datetime.date) -> int | None:
        return None if self.sunset is None else (self.sunset - today).days


def counts(outcomes: list[Outcome]) -> Counts:
    findings = [finding for each in outcomes for finding in each.findings]
    fixes = [(f["fix"] or {}).get("applicability", "none") for f in findings]
    words = [f["severity"] for f in findings]
    sunsets = [datetime.date.fromisoformat(f["sunset"]) for f in findings if f["sunset"]]
    return Counts(
        calls=len(findings),
        safe=fixes.count("safe"),
        unsafe=fixes.count("unsafe"),
        none=fixes.count("none"),
        fixed=sum(each.fixed for each in outcomes),
        sunset=min(sunsets, default=None),
        severities={word: words.count(word) for word in ("error", "warning", "note")},
    )
