"""All rules, and what the API's addresses look like."""

from __future__ import annotations

from functools import cached_property

from migrator.catalog.rule import Rule
from migrator.records import dataclass

UNKNOWN = "unknown"
"""The id of the rule for a path that no other rule describes."""


@dataclass(frozen=True)
class Catalog:
    """``hosts`` are the cloud's names; ``needles`` one of which every file with a call holds."""

    rules: tuple[Rule, ...]
    hosts: tuple[str, ...]
    needles: tuple[str, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that a template of the old API has after its first segment."""
        old = (rule for rule in self.rules if not rule.only_undeclared)
        return frozenset(w for rule in old for w in rule.v1.template.words[1:])

    def of(self, version: str) -> tuple[Rule, ...]:
        """The rules of endpoints of ``version``, without the one for unknown paths."""
        return tuple(r for r in self.rules if version in r.v1.versions and r.id != UNKNOWN)

    def unknown(self, version: str) -> Rule | None:
        rule = self.rule(UNKNOWN)
        return rule if rule and version in rule.v1.versions else None

    def rule(self, id: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == id), None)
