"""A whole run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from migrator.call.source import Edit, Source
from migrator.catalog import api, catalog
from migrator.files import prefilter
from migrator.files.decode import Decoded, decode
from migrator.files.discover import discover, excluded
from migrator.files.errors import Unreadable, Unwritable
from migrator.files.kind import Kind, kind
from migrator.files.read import read
from migrator.files.write import replace as replace_file
from migrator.plan import Outcome, Wish, apply, plan
from migrator.report.finding import Applicability, Change, Failure, Finding, Report
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


@dataclass
class _Run:
    request: Request
    files: dict[str, _File] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    fixed: list[Finding] = field(default_factory=list)
    checked: int = 0


def run(request: Request) -> Report:
    """Looks at everything ``request`` names, and rewrites what it asks for.

    Raises ``BadRule`` and ``BadPattern``; what is wrong with one file is a
    failure in the report.
    """
    state = _Run(request)
    for path, data in _contents(state):
        state.checked += 1
        if request.progress:
            request.progress(state.checked)
        try:
            _look(state, path, data)
        except Exception as error:
            error.add_note(f"while it was reading {path}")
            raise
    found = _findings(state)
    if request.mode is Mode.CHECK:
        return _report(state, found)
    sources = {path: file.now.source for path, file in state.files.items()}
    _rewrite(state)
    if request.mode is Mode.DIFF:
        return _report(state, found, sources)
    if request.stdin is None:
        _save(state)
    return _report(state, _findings(state))


def _contents(state: _Run) -> Iterator[tuple[str, bytes]]:
    request = state.request
    if request.stdin is not None:
        name = request.stdin_filename or "-"
        dropped = request.force_exclude and excluded(
            name, exclude=request.exclude, gitignore=request.gitignore
        )
        if not dropped:
            yield name, request.stdin
        return
    for path in discover(
        request.paths,
        exclude=request.exclude,
        force_exclude=request.force_exclude,
        gitignore=request.gitignore,
    ):
        try:
            yield path, read(path)
        except Unreadable as error:
            state.failures.append(Failure(path, None, str(error)))


def _look(state: _Run, path: str, data: bytes) -> None:
    """Reads the file if it may hold a call."""
    needles = (*api()["needles"], *state.request.api_hosts)
    if not prefilter.may_call(data, tuple(needle.encode() for needle in needles)):
        return
    file_kind = kind(path, data)
    if file_kind is None:
        return
    try:
        decoded = decode(data, file_kind)
    except Unreadable as error:
        state.failures.append(Failure(path, None, str(error)))
        return
    source = Source(path, decoded.text)
    now = examine(source, language(file_kind), catalog(), state.request)
    if now.trouble:
        line = source.position(now.trouble.offset).line
        state.failures.append(Failure(path, line, now.trouble.reason, fatal=False))
    _tell_idle(state, now)
    if now.cases:
        state.files[path] = _File(file_kind, data, decoded, now)


def _tell_idle(state: _Run, now: Examined) -> None:
    """Suppressions that name no rule, or that a run of all rules does not need."""
    known = {rule.id for rule in catalog().rules}
    for comment in now.idle:
        strange = sorted(comment.rules - known)
        if strange or not comment.rules:
            what = f"names no rule{': ' + ', '.join(strange) if strange else ' in brackets'}"
        elif all(state.request.wants(rule) for rule in comment.rules):
            what = "suppresses nothing; delete it"
        else:
            continue
        message = f"this suppression {what}"
        state.failures.append(Failure(now.source.path, comment.line, message, fatal=False))


def _cases(state: _Run) -> list[Case]:
    return [case for path in sorted(state.files) for case in state.files[path].now.cases]


def _plan(state: _Run, cases: list[Case], *, unsafe: bool) -> tuple[Outcome, ...]:
    wishes = [Wish(c.call, c.edits if unsafe or c.migration.safe else ()) for c in cases]
    sources = {path: file.now.source for path, file in state.files.items()}
    return plan(wishes, sources)


def _findings(state: _Run) -> list[tuple[Case, Finding]]:
    """What ``--fix`` would do to the safe ones, and ``--unsafe-fixes`` to the others."""
    cases = _cases(state)
    safe = _plan(state, cases, unsafe=False)
    all_of_them = _plan(state, cases, unsafe=True)
    found = []
    for case, alone, together in zip(cases, safe, all_of_them, strict=True):
        if not case.told:
            continue
        stands_alone = case.migration.safe and alone.edits and not alone.doubts
        outcome = alone if stands_alone else together
        if outcome.refusal:
            outcome = _later(state, cases, case)
        found.append((case, finding(case, outcome)))
    return found


def _later(state: _Run, cases: list[Case], case: Case) -> Outcome:
    """What becomes of a case that has to give way to others: the next pass may make its edits."""
    wishes = [Wish(each.call, each.edits if each is case else ()) for each in cases]
    sources = {path: file.now.source for path, file in state.files.items()}
    return plan(wishes, sources)[cases.index(case)]


def _rewrite(state: _Run) -> None:
    """Applies what may be applied, until nothing more changes."""
    stuck: set[str] = set()
    for _ in range(_PASSES):
        cases = _cases(state)
        outcomes = _plan(state, cases, unsafe=state.request.unsafe)
        edits: dict[str, set[Edit]] = defaultdict(set)
        done: list[Finding] = []
        for case, outcome in zip(cases, outcomes, strict=True):
            if not (case.told and _may(case, outcome, stuck, state.request)):
                continue
            done.append(finding(case, outcome))
            for edit in outcome.edits:
                edits[edit.span.path].add(edit)
        if not done:
            return
        stuck |= _step(state, edits)
        state.fixed += [each for each in done if each.path not in stuck]
    stuck_paths = ", ".join(sorted(state.files))
    state.failures.append(Failure(stuck_paths, None, "rewrites do not come to rest; please report"))


def _may(case: Case, outcome: Outcome, stuck: set[str], request: Request) -> bool:
    fix = finding(case, outcome).fix
    if fix is None:
        return False
    if any(edit.span.path in stuck for edit in fix.edits):
        return False
    return request.unsafe or fix.applicability is Applicability.SAFE


def _step(state: _Run, edits: Mapping[str, set[Edit]]) -> set[str]:
    """Puts the edits into the texts; the paths of files that would not parse any more."""
    broken = set()
    for path, wanted in edits.items():
        file = state.files[path]
        reader = language(file.kind)
        source = Source(path, apply(file.after, wanted))
        if not reader.parses(source) and reader.parses(file.now.source):
            state.failures.append(
                Failure(
                    path, None, "its rewrite would not parse, so it is unchanged; please report"
                )
            )
            broken.add(path)
            continue
        file.now = examine(source, reader, catalog(), state.request)
    return broken


def _save(state: _Run) -> None:
    for path, file in state.files.items():
        if file.after == file.before:
            continue
        try:
            replace_file(path, file.data, file.decoded.encode(file.after))
        except Unwritable as error:
            state.failures.append(Failure(path, None, str(error)))
            state.fixed = [each for each in state.fixed if each.path != path]
            file.now = examine(
                Source(path, file.before), language(file.kind), catalog(), state.request
            )


def _report(
    state: _Run,
    found: list[tuple[Case, Finding]],
    sources: dict[str, Source] | None = None,
) -> Report:
    changes = [
        Change(path, file.before, file.after)
        for path, file in sorted(state.files.items())
        if file.after != file.before
    ]
    return Report(
        findings=tuple(sorted((f for _, f in found), key=lambda f: f.span)),
        failures=tuple(sorted(state.failures, key=lambda f: (f.path, f.line or 0))),
        sources=sources or {path: file.now.source for path, file in state.files.items()},
        changes=tuple(changes),
        fixed=tuple(sorted(state.fixed, key=lambda f: f.span)),
        checked=state.checked,
    )
