"""The files with calls, from the first look to the last rewrite."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from migrator.call.language import MISSING, Trouble
from migrator.call.source import Edit, Source
from migrator.catalog.load import catalog
from migrator.catalog.rulefile import ids
from migrator.files.discover import shown
from migrator.files.errors import NotReplaced, Unreadable, Unwritable
from migrator.files.signals import as_interrupts
from migrator.files.write import Replacement, replace_together
from migrator.plan import Alone, Outcome, Wish, apply, plan
from migrator.processors import processors
from migrator.records import dataclass
from migrator.report.applicability import Applicability
from migrator.report.finding import Finding, Fix, Suppressed
from migrator.report.report import Change, Failure, Report
from migrator.run import tidy
from migrator.run.beside import Beside
from migrator.run.candidate import Candidate
from migrator.run.elsewhere import told_once
from migrator.run.examine import Case, Examined, examine
from migrator.run.findings import finding
from migrator.run.folder import Folder
from migrator.run.groups import groups
from migrator.run.parts import parses
from migrator.run.request import Mode, Request
from migrator.run.scope import Scopes
from migrator.run.strangers import Strangers
from migrator.run.texts import LARGEST, Neighbours, Text, Texts
from migrator.run.worker import Lost

_PASSES = 10
"""Beside one for each call: where edits have to give way to others, a pass may move one alone.
A run that needs more goes in a circle."""
_TOO_LARGE = (
    f"`{{}}`, which it reads, has more than {LARGEST:,} bytes and was not looked into; {MISSING}"
)


_BY_HAND = "mend it and run again, or look for calls in it yourself"
"""What is to be done where a reader's reason says no better."""


@dataclass
class _File:
    """``used`` are the other files that its calls were read from."""

    now: Examined
    used: frozenset[str]


class _Told(NamedTuple):
    findings: list[Finding]
    suppressed: tuple[Suppressed, ...]
    idle: tuple[Failure, ...]


class Session:
    """``failures`` are those of before, to which its own are added.

    ``named`` are the paths of all files of the run: no other is ever written.
    """

    def __init__(self, request: Request, failures: list[Failure], named: Collection[str]) -> None:
        self.request = request
        self.scopes = Scopes(request)
        self.failures = failures
        self.named = frozenset((*named, *map(shown, request.config_for.values())))
        self.strangers = Strangers(request.paths, self.named)
        self.texts = Texts()
        self.beside = Beside(self._examined, self.texts)
        self.files: dict[str, _File] = {}
        self.fixed: list[Finding] = []
        self.removed: dict[str, int] = {}

    def add(self, candidates: Iterable[Candidate]) -> None:
        """The files that are to be looked at, before the first of them is."""
        for each in candidates:
            try:
                self.texts.add(each.path, each.data, each.kind)
            except Unreadable as error:
                self.failures.append(Failure(each.path, None, str(error)))

    def share(self, candidates: Iterable[Candidate]) -> None:
        """Has some of those that are to be looked at next looked at by other processes."""
        paths = [each.path for each in candidates if self.texts.get(each.path)]
        self.beside.share(paths, min(self.request.jobs or processors(), processors()))

    def look(self, candidate: Candidate) -> None:
        """Finds the calls of a file that was added."""
        path = candidate.path
        text = self.texts.get(path)
        if text is None:
            return
        try:
            file = self.beside.found(path) or self._examined(path)
        except Lost as lost:
            what = f"the process that looked at it ended ({lost}); check it alone to see why"
            self.failures.append(Failure(path, None, what))
            return
        except Exception as error:
            if os.environ.get("MIGRATOR_TRACEBACK"):
                raise
            # A fault of this program with one file must not hide the calls of the others.
            what = f"internal error: {type(error).__name__}: {error}"
            how = "please report it; MIGRATOR_TRACEBACK=1 shows where it comes from"
            self.failures.append(Failure(path, None, f"{what}; {how}"))
            return
        for trouble in file.now.troubles:
            line = text.now.position(trouble.offset).line
            how = "" if "; " in trouble.reason else f"; {_BY_HAND}"
            self.failures.append(Failure(path, line, f"{trouble.reason}{how}", fatal=False))
        if file.now.cases or file.now.idle:
            self.files[path] = file

    def _examined(self, path: str) -> _File:
        text = self._text(path)
        assert text.kind, path
        neighbours = Neighbours(path, self.texts)
        scope = self.scopes.of(path)
        folder = Folder(path, self.texts, self.named, self.request.config_for)
        now = examine(text.now, text.kind, catalog(), scope, neighbours, folder)
        large = tuple(Trouble(0, _TOO_LARGE.format(name)) for name in sorted(neighbours.too_large))
        now = replace(now, troubles=(*now.troubles, *large))
        return _File(now, frozenset(neighbours.used | folder.used))

    def close(self) -> None:
        self.beside.end()

    def report(self, checked: int) -> Report:
        """Does what the request's mode asks for; ``checked`` is the number of all files."""
        if self.request.mode is Mode.CHECK:
            return self._report(checked, self._told())
        told = self._told() if self.request.mode is Mode.DIFF else None
        sources = dict(self.texts.sources)
        self._rewrite()
        self._tidy()
        if told:
            return self._report(checked, told, sources)
        if self.request.stdin is None:
            self._save()
        return self._report(checked, self._told())

    def _told(self) -> _Told:
        idle = (
            failure
            for path, file in self.files.items()
            for failure in tidy.told(file.now, self.scopes.of(path), ids())
        )
        return _Told(self._findings(), self._suppressed(), tuple(idle))

    def _tidy(self) -> None:
        """Takes out the suppressions that no call needs any more."""
        for path, file in list(self.files.items()):
            edits = tidy.removals(file.now, self.scopes.of(path), ids())
            if not edits:
                continue
            text = self._text(path)
            before = text.now
            text.now = Source(path, apply(text.after, edits))
            after = self._examined(path)
            if after.now.troubles or len(after.now.cases) != len(file.now.cases):
                text.now = before
                continue
            self.files[path] = after
            self.removed[path] = len(edits)

    def _cases(self) -> list[Case]:
        return told_once([c for path in sorted(self.files) for c in self.files[path].now.cases])

    def _sources(self, cases: list[Case]) -> Mapping[str, Source]:
        """The files, and the texts in them that the calls stand in."""
        embedded = {each.path: each for case in cases for each in case.source.around}
        return {**embedded, **self.texts.sources}

    def _plan_all(self, cases: list[Case], *, unsafe: bool) -> tuple[Outcome, ...]:
        wishes = [
            Wish(
                case.call,
                case.edits if unsafe or case.migration.safe else (),
                urgent=case.match.rule.sunset is not None,
            )
            for case in cases
        ]
        return plan(wishes, self._sources(cases), self.named, self.strangers)

    def _findings(self) -> list[Finding]:
        """What ``--fix`` would do to the safe ones, and ``--unsafe-fixes`` to the others.

        Where the request asks for unsafe ones, it is one plan that makes all of them.
        """
        cases = self._cases()
        safe = self._plan_all(cases, unsafe=False)
        all_of_them = self._plan_all(cases, unsafe=True)
        later = self._later(cases)
        found = []
        for index, case in enumerate(cases):
            alone, together = safe[index], all_of_them[index]
            if not case.told:
                continue
            stands_alone = case.migration.safe and alone.edits and not alone.doubts
            outcome = alone if stands_alone else together
            if stands_alone and self.request.unsafe and together.edits:
                outcome = replace(alone, edits=together.edits)
            if outcome.refusal:
                outcome = later(index)
            found.append(finding(case, outcome))
        return found

    def _suppressed(self) -> tuple[Suppressed, ...]:
        return tuple(
            Suppressed(finding(case, Outcome()), "comment", case.comment.reason)
            for case in self._cases()
            if case.comment
        )

    def _later(self, cases: list[Case]) -> Callable[[int], Outcome]:
        """What the next pass makes of a case that has to give way to others in this one."""
        sources = self._sources(cases)
        alone = Alone([Wish(case.call, case.edits) for case in cases], sources)

        def outcome(index: int) -> Outcome:
            wishes, place = alone.wishes(index)
            return plan(wishes, sources, self.named, self.strangers)[place]

        return outcome

    def _rewrite(self) -> None:
        """Applies what may be applied, until nothing more changes."""
        stuck: set[str] = set()
        for _ in range(_PASSES + len(self._cases())):
            cases = self._cases()
            outcomes = self._plan_all(cases, unsafe=self.request.unsafe)
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
        stuck_paths = ", ".join(sorted(self.files))
        self.failures.append(
            Failure(stuck_paths, None, "rewrites do not come to rest; please report")
        )

    def _may_apply(self, fix: Fix | None, stuck: set[str]) -> bool:
        if fix is None or any(edit.span.path in stuck for edit in fix.edits):
            return False
        return self.request.unsafe or fix.applicability is Applicability.SAFE

    def _step(self, edits: Mapping[str, set[Edit]]) -> set[str]:
        """Puts the edits into the texts, or none of them if a file would not parse any more.

        Answers the paths of such files.
        """
        changed: dict[str, Source] = {}
        broken = set()
        for path, wanted in edits.items():
            text = self._text(path)
            source = Source(path, apply(text.after, wanted))
            kind = text.kind
            if kind and not parses(source, kind) and parses(text.now, kind):
                what = "its rewrite would not parse, so it is unchanged; please report"
                self.failures.append(Failure(path, None, what))
                broken.add(path)
            changed[path] = source
        if not broken:
            for path, source in changed.items():
                self._text(path).now = source
            self._look_again(changed)
        return broken

    def _text(self, path: str) -> Text:
        text = self.texts.get(path)
        assert text, path
        return text

    def _look_again(self, changed: Collection[str]) -> None:
        """At the files that changed, and at those whose calls are read from them too."""
        paths = [
            path
            for path, file in self.files.items()
            if path in changed or not file.used.isdisjoint(changed)
        ]
        self.beside.ask(paths, changed)
        for path in paths:
            self.files[path] = self._again(path)

    def _again(self, path: str) -> _File:
        try:
            return self.beside.found(path) or self._examined(path)
        except Lost:
            return self._examined(path)

    def _save(self) -> None:
        """Files that one rewrite changes together are written all or none."""
        changed = self.texts.changed()
        with as_interrupts():
            for group in groups(changed, self.fixed):
                try:
                    replace_together([self._replacement(path) for path in group])
                except NotReplaced as error:
                    self.failures.append(Failure(error.path, None, str(error)))
                    for path, reason in error.lost:
                        what = f"could not be put back as it was: {reason}"
                        how = "compare it with its history"
                        self.failures.append(Failure(path, None, f"{what}; {how}"))
                    self._take_back(group)

    def _replacement(self, path: str) -> Replacement:
        text = self._text(path)
        try:
            return path, text.data, text.decoded.encode(text.after)
        except Unwritable as error:
            raise NotReplaced(path, str(error)) from error

    def _take_back(self, group: Collection[str]) -> None:
        for path in group:
            text = self._text(path)
            text.now = Source(path, text.before)
            self.removed.pop(path, None)
        self.fixed = [each for each in self.fixed if each.path not in group]
        self._look_again(group)

    def _report(
        self,
        checked: int,
        told: _Told,
        sources: dict[str, Source] | None = None,
    ) -> Report:
        changes = [
            Change(path, text.before, text.after) for path, text in self.texts.changed().items()
        ]
        failures = (*self.failures, *told.idle)
        return Report(
            findings=tuple(sorted(told.findings, key=lambda f: f.span)),
            failures=tuple(sorted(failures, key=lambda f: (f.path, f.line or 0))),
            sources=sources or dict(self.texts.sources),
            changes=tuple(changes),
            fixed=tuple(sorted(self.fixed, key=lambda f: f.span)),
            suppressed=told.suppressed,
            removed=sum(self.removed.values()),
            checked=checked,
        )
