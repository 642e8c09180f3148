"""What is to become of all calls of a run, and what is told of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from migrator.plan import Alone, Outcome, Wish, plan
from migrator.report.finding import Finding, Suppressed
from migrator.run.examine import Case
from migrator.run.findings import finding
from migrator.run.looking import Looking
from migrator.run.strangers import Strangers


class Planning:
    """``named`` are the paths of the files that may change."""

    def __init__(self, looking: Looking, named: frozenset[str], strangers: Strangers) -> None:
        self._looking = looking
        self._named = named
        self._strangers = strangers

    def outcomes(self, cases: list[Case], *, unsafe: bool) -> tuple[Outcome, ...]:
        """One of each case, in one plan; ``unsafe`` also moves what a person must look at."""
        wishes = [
            Wish(
                case.call,
                case.edits if unsafe or case.migration.safe else (),
                urgent=case.match.rule.sunset is not None,
            )
            for case in cases
        ]
        return plan(wishes, self._looking.sources(cases), self._named, self._strangers)

    def findings(self, *, unsafe: bool) -> list[Finding]:
        """What ``--fix`` would do to the safe ones, and ``--unsafe-fixes`` to the others.

        Where ``unsafe`` ones are asked for, it is one plan that makes all of them.
        """
        cases = self._looking.cases()
        safe = self.outcomes(cases, unsafe=False)
        all_of_them = self.outcomes(cases, unsafe=True)
        later = self._later(cases)
        found = []
        for index, case in enumerate(cases):
            alone, together = safe[index], all_of_them[index]
            if not case.told:
                continue
            stands_alone = case.migration.safe and alone.edits and not alone.doubts
            outcome = alone if stands_alone else together
            if stands_alone and unsafe and together.edits:
                outcome = replace(alone, edits=together.edits)
            if outcome.refusal:
                outcome = later(index)
            found.append(finding(case, outcome))
        return found

    def suppressed(self) -> tuple[Suppressed, ...]:
        return tuple(
            Suppressed(finding(case, Outcome()), "comment", case.comment.reason)
            for case in self._looking.cases()
            if case.comment
        )

    def _later(self, cases: list[Case]) -> Callable[[int], Outcome]:
        """What the next pass makes of a case that has to give way to others in this one."""
        sources = self._looking.sources(cases)
        alone = Alone([Wish(case.call, case.edits) for case in cases], sources)

        def outcome(index: int) -> Outcome:
            wishes, place = alone.wishes(index)
            return plan(wishes, sources, self._named, self._strangers)[place]

        return outcome
