"""The texts of a run, rewritten until nothing more changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from migrator.call.source import Edit, Source
from migrator.catalog.rulefile import ids
from migrator.plan import apply
from migrator.report.applicability import Applicability
from migrator.report.finding import Finding, Fix
from migrator.report.report import Failure
from migrator.run import tidy
from migrator.run.findings import finding
from migrator.run.looking import Looking
from migrator.run.parts import parses
from migrator.run.planning import Planning

_PASSES = 10
"""Beside one for each call: where edits have to give way to others, a pass may move one alone.
A run that needs more goes in a circle."""


class Rewriting:
    """``fixed`` are the findings that are gone, ``removed`` the numbers of suppressions by path."""

    def __init__(
        self, looking: Looking, planning: Planning, failures: list[Failure], *, unsafe: bool
    ) -> None:
        self.fixed: list[Finding] = []
        self.removed: dict[str, int] = {}
        self._looking = looking
        self._planning = planning
        self._failures = failures
        self._unsafe = unsafe

    def rewrite(self) -> None:
        """Applies what may be applied, until nothing more changes."""
        stuck: set[str] = set()
        for _ in range(_PASSES + len(self._looking.cases())):
            cases = self._looking.cases()
            outcomes = self._planning.outcomes(cases, unsafe=self._unsafe)
            edits: dict[str, set[Edit]] = defaultdict(set)
            done: list[Finding] = []
            for case, outcome in zip(cases, outcomes, strict=True):
                made = finding(case, outcome)
                if not (case.told and self._may_apply(made.fix, stuck)):
                    continue
                done.append(made)
                for edit in outcome.edits:
                    edits[edit.span.path].add(edit)
            if not done:
                return
            broken = self._step(edits)
            stuck |= broken
            self.fixed += [] if broken else done
        paths = ", ".join(sorted(self._looking.files))
        self._failures.append(Failure(paths, None, "rewrites do not come to rest; please report"))

    def _may_apply(self, fix: Fix | None, stuck: set[str]) -> bool:
        if fix is None or any(edit.span.path in stuck for edit in fix.edits):
            return False
        return self._unsafe or fix.applicability is Applicability.SAFE

    def _step(self, edits: Mapping[str, set[Edit]]) -> set[str]:
        """Puts the edits into the texts, or none of them if a file would not parse any more.

        Answers the paths of such files.
        """
        changed: dict[str, Source] = {}
        broken = set()
        for path, wanted in edits.items():
            text = self._looking.text(path)
            source = Source(path, apply(text.after, wanted))
            kind = text.kind
            if kind and not parses(source, kind) and parses(text.now, kind):
                what = "its rewrite would not parse, so it is unchanged; please report"
                self._failures.append(Failure(path, None, what))
                broken.add(path)
            changed[path] = source
        if not broken:
            for path, source in changed.items():
                self._looking.text(path).now = source
            self._looking.look_again(changed)
        return broken

    def tidy_up(self) -> None:
        """Takes out the suppressions that no call needs any more."""
        for path, file in list(self._looking.files.items()):
            edits = tidy.removals(file.now, self._looking.scopes.of(path), ids())
            if not edits:
                continue
            text = self._looking.text(path)
            before = text.now
            text.now = Source(path, apply(text.after, edits))
            after = self._looking.examined(path)
            if after.now.troubles or len(after.now.cases) != len(file.now.cases):
                text.now = before
                continue
            self._looking.files[path] = after
            self.removed[path] = len(edits)

    def take_back(self, paths: Collection[str]) -> None:
        """The files are as they were."""
        for path in paths:
            text = self._looking.text(path)
            text.now = Source(path, text.before)
            self.removed.pop(path, None)
        self.fixed = [each for each in self.fixed if each.path not in paths]
        self._looking.look_again(paths)
