"""The files with calls, from the first look to the last rewrite."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from migrator.call.source import Edit, Source
from migrator.catalog.load import catalog
from migrator.files.decode import Decoded, decode
from migrator.files.errors import Unreadable, Unwritable
from migrator.files.kind import Kind
from migrator.files.write import replace as replace_file
from migrator.plan import Outcome, Wish, apply, plan
from migrator.report.finding import Applicability, Change, Failure, Finding, Fix, Report
from migrator.run.contents import Candidate
from migrator.run.examine import Case, Examined, examine
from migrator.run.findings import finding
from migrator.run.languages import language
from migrator.run.request import Mode, Request

_PASSES = 10
"""One is enough unless edits had to give way to others; a run that needs more goes in a circle."""


@dataclass
class _File:
    kind: Kind
    data: bytes
    decoded: Decoded
    now: Examined

    @property
    def before(self) -> str:
        return self.decoded.text

    @property
    def after(self) -> str:
        return self.now.source.text


class Session:
    """``failures`` are those of before, to which its own are added."""

    def __init__(self, request: Request, failures: list[Failure]) -> None:
        self.request = request
        self.failures = failures
        self.files: dict[str, _File] = {}
        self.fixed: list[Finding] = []

    def look(self, candidate: Candidate) -> None:
        """Finds the calls of a file."""
        path = candidate.path
        try:
            decoded = decode(candidate.data, candidate.kind)
        except Unreadable as error:
            self.failures.append(Failure(path, None, str(error)))
            return
        source = Source(path, decoded.text)
        try:
            now = examine(source, language(candidate.kind), catalog(), self.request)
        except Exception as error:
            if os.environ.get("MIGRATOR_TRACEBACK"):
                raise
            # A fault of this program with one file must not hide the calls of the others.
            what = f"internal error: {type(error).__name__}: {error}"
            how = "please report it; MIGRATOR_TRACEBACK=1 shows where it comes from"
            self.failures.append(Failure(path, None, f"{what}; {how}"))
            return
        if now.trouble:
            line = source.position(now.trouble.offset).line
            self.failures.append(Failure(path, line, now.trouble.reason, fatal=False))
        self._tell_idle(now)
        if now.cases:
            self.files[path] = _File(candidate.kind, candidate.data, decoded, now)

    def report(self, checked: int) -> Report:
        """Does what the request's mode asks for; ``checked`` is the number of all files."""
        found = self._findings()
        if self.request.mode is Mode.CHECK:
            return self._report(checked, found)
        sources = self._sources()
        self._rewrite()
        if self.request.mode is Mode.DIFF:
            return self._report(checked, found, sources)
        if self.request.stdin is None:
            self._save()
        return self._report(checked, self._findings())

    def _tell_idle(self, now: Examined) -> None:
        """Suppressions that name no rule, or that a run of all rules does not need."""
        known = {rule.id for rule in catalog().rules}
        for comment in now.idle:
            strange = sorted(comment.rules - known)
            if strange or not comment.rules:
                what = f"names no rule{': ' + ', '.join(strange) if strange else ' in brackets'}"
            elif all(self.request.wants(rule) for rule in comment.rules):
                what = "suppresses nothing; delete it"
            else:
                continue
            message = f"this suppression {what}"
            self.failures.append(Failure(now.source.path, comment.line, message, fatal=False))

    def _cases(self) -> list[Case]:
        return [case for path in sorted(self.files) for case in self.files[path].now.cases]

    def _sources(self) -> dict[str, Source]:
        """The text of each file with calls, as it stands now."""
        return {path: file.now.source for path, file in self.files.items()}

    def _plan(self, cases: list[Case], *, unsafe: bool) -> tuple[Outcome, ...]:
        wishes = [Wish(c.call, c.edits if unsafe or c.migration.safe else ()) for c in cases]
        return plan(wishes, self._sources())

    def _findings(self) -> list[Finding]:
        """What ``--fix`` would do to the safe ones, and ``--unsafe-fixes`` to the others."""
        cases = self._cases()
        safe = self._plan(cases, unsafe=False)
        all_of_them = self._plan(cases, unsafe=True)
        found = []
        for case, alone, together in zip(cases, safe, all_of_them, strict=True):
            if not case.told:
                continue
            stands_alone = case.migration.safe and alone.edits and not alone.doubts
            outcome = alone if stands_alone else together
            if outcome.refusal:
                outcome = self._later(cases, case)
            found.append(finding(case, outcome))
        return found

    def _later(self, cases: list[Case], case: Case) -> Outcome:
        """What the next pass makes of a case that has to give way to others in this one."""
        wishes = [Wish(each.call, each.edits if each is case else ()) for each in cases]
        return plan(wishes, self._sources())[cases.index(case)]

    def _rewrite(self) -> None:
        """Applies what may be applied, until nothing more changes."""
        stuck: set[str] = set()
        for _ in range(_PASSES):
            cases = self._cases()
            outcomes = self._plan(cases, unsafe=self.request.unsafe)
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
            stuck |= self._step(edits)
            self.fixed += [each for each in done if each.path not in stuck]
        stuck_paths = ", ".join(sorted(self.files))
        self.failures.append(
            Failure(stuck_paths, None, "rewrites do not come to rest; please report")
        )

    def _may_apply(self, fix: Fix | None, stuck: set[str]) -> bool:
        if fix is None or any(edit.span.path in stuck for edit in fix.edits):
            return False
        return self.request.unsafe or fix.applicability is Applicability.SAFE

    def _step(self, edits: Mapping[str, set[Edit]]) -> set[str]:
        """Puts the edits into the texts; the paths of files that would not parse any more."""
        broken = set()
        for path, wanted in edits.items():
            file = self.files[path]
            reader = language(file.kind)
            source = Source(path, apply(file.after, wanted))
            if not reader.parses(source) and reader.parses(file.now.source):
                self.failures.append(
                    Failure(
                        path, None, "its rewrite would not parse, so it is unchanged; please report"
                    )
                )
                broken.add(path)
                continue
            file.now = examine(source, reader, catalog(), self.request)
        return broken

    def _save(self) -> None:
        for path, file in self.files.items():
            if file.after == file.before:
                continue
            try:
                replace_file(path, file.data, file.decoded.encode(file.after))
            except Unwritable as error:
                self.failures.append(Failure(path, None, str(error)))
                self.fixed = [each for each in self.fixed if each.path != path]
                file.now = examine(
                    Source(path, file.before), language(file.kind), catalog(), self.request
                )

    def _report(
        self,
        checked: int,
        found: list[Finding],
        sources: dict[str, Source] | None = None,
    ) -> Report:
        changes = [
            Change(path, file.before, file.after)
            for path, file in sorted(self.files.items())
            if file.after != file.before
        ]
        return Report(
            findings=tuple(sorted(found, key=lambda f: f.span)),
            failures=tuple(sorted(self.failures, key=lambda f: (f.path, f.line or 0))),
            sources=sources or self._sources(),
            changes=tuple(changes),
            fixed=tuple(sorted(self.fixed, key=lambda f: f.span)),
            checked=checked,
        )
