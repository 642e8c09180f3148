"""One source: its calls, the rules they meet, and their rewrites."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from migrator.call.call import Call, Use
from migrator.call.language import (
    CannotWrite,
    Layout,
    Project,
    Trouble,
    Written,
    may_hold_address,
)
from migrator.call.source import Edit, Source, Span
from migrator.call.value import Literal, Value
from migrator.catalog.catalog import Catalog
from migrator.catalog.match import Match, match
from migrator.catalog.rule import Lookup
from migrator.circleci.pairing import Pairing
from migrator.files.kind import Kind
from migrator.migrate import Migration, Options, migrate
from migrator.records import dataclass
from migrator.run.folder import Folder
from migrator.run.foreign import Foreign
from migrator.run.languages import language
from migrator.run.leftovers import leftovers
from migrator.run.lending import lending
from migrator.run.parts import Part, layout, parts
from migrator.run.scope import Scope
from migrator.run.sharing import shared
from migrator.run.suppression import Idle, Suppression, covering, may_suppress


@dataclass(frozen=True)
class Case:
    """A call of an endpoint in ``source``, and the edits that would move it if it stood alone.

    One that is not ``told`` of stays, and what it shares with others too; ``comment``
    is what suppresses it. ``undeclared`` says what of a v2 call its config lacks,
    ``otherwise`` what holds where the call can't be written.
    """

    source: Source
    call: Call
    match: Match
    migration: Migration
    edits: tuple[Edit, ...] = ()
    told: bool = True
    comment: Suppression | None = None
    undeclared: str = ""
    otherwise: Migration | None = None

    @property
    def span(self) -> Span:
        """The place of the call in its file."""
        return self.source.home(self.call.span)


@dataclass(frozen=True)
class Examined:
    """``idle`` are suppressions that no call needs, or not for all that they name."""

    source: Source
    cases: tuple[Case, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    idle: tuple[Idle, ...] = ()


@dataclass(frozen=True)
class _Run:
    """What all calls of a file share. ``named`` says that the file speaks of CircleCI."""

    catalog: Catalog
    scope: Scope
    folder: Folder
    named: bool


def examine(
    source: Source,
    kind: Kind,
    catalog: Catalog,
    scope: Scope,
    project: Project,
    folder: Folder,
) -> Examined:
    """Every call of a v1 API in the file ``source``; where it does not parse, what it shows."""
    found = parts(source, kind)
    hosts = (*catalog.hosts, *scope.api_hosts)
    troubles: list[Trouble] = []
    cases: list[Case] = []
    run = _Run(catalog, scope, folder, "circleci" in source.text.lower())
    if found.trouble:
        troubles.append(found.trouble)
        shell = Part(source, language("shell"))
        cases += _cases(_unread(shell, (), hosts), shell, run)
    waiting = deque(found)
    while waiting:
        part = waiting.popleft()
        reading = part.language.read(part.source, project)
        waiting.extend(part.started(reading.commands))
        calls = tuple(part.whole(call) for call in reading.calls)
        if isinstance(part.language, Foreign):
            calls = tuple(part.language.addresses(part.source, hosts))
        troubles += [_at_home(each, part.source) for each in reading.beyond]
        if reading.trouble and _matters(part.source, source):
            troubles.append(_at_home(reading.trouble, part.source))
            calls = (*calls, *_unread(part, calls, hosts))
        cases += _cases(calls, part, run)
    comments = covering(source, layout(source, kind) if may_suppress(source.text) else Layout())
    used: set[tuple[Suppression, str]] = set()
    for index, case in enumerate(cases):
        rule = case.match.rule.id
        comment = comments.of(rule, case.span)
        if comment:
            used.add((comment, rule))
            kept = comment if case.told else None
            cases[index] = replace(case, edits=(), comment=kept, told=False)
    return Examined(source, tuple(_once(cases)), tuple(troubles), comments.idle(used))


def _at_home(trouble: Trouble, program: Source) -> Trouble:
    """``trouble`` by its place in the file."""
    home = program.home(program.span(trouble.offset, trouble.offset))
    return replace(trouble, offset=home.start)


def _matters(program: Source, file: Source) -> bool:
    """Whether it is news that ``program`` can't be read: documents show much that is none."""
    return program is file or may_hold_address(program.text)


def _unread(part: Part, calls: Iterable[Call], hosts: tuple[str, ...]) -> Iterator[Call]:
    seen = [span for call in calls for span in (call.span, *_texts(call))]
    for call in leftovers(part.source, part.language.name, hosts):
        if not any(span.touches(call.span) for span in seen):
            yield call


def _once(cases: Iterable[Case]) -> Iterator[Case]:
    """In order; a text that is a part of several programs counts once.

    That one of them makes no request of it is no news where another does.
    """
    ordered = sorted(cases, key=lambda case: case.span)
    requested = [span for case in ordered if case.call.method for span in _places(case)]
    seen: set[tuple[Span, str]] = set()
    for case in ordered:
        key = case.span, case.match.rule.id
        if case.source.readers(case.call.span)[1] > 1:
            idle = case.call.method is None and any(case.span.touches(s) for s in requested)
            if idle or key in seen:
                continue
        seen.add(key)
        yield case


def _texts(call: Call) -> Iterator[Span]:
    """Where the text of its URLs stands."""
    for url in call.urls:
        for piece in url.pieces:
            if isinstance(piece, Literal) and piece.span and piece.text:
                yield piece.span


def _places(case: Case) -> Iterator[Span]:
    """The same, in the file itself."""
    source = case.source
    for span in _texts(case.call):
        yield source.home(span) if span.path == source.path else span


def _cases(calls: Iterable[Call], part: Part, run: _Run) -> list[Case]:
    def lookup_of(call: Call, url: Value) -> Lookup | None:
        found = match(call, url, run.catalog, run.scope.api_hosts, named_nearby=run.named)
        return found.rule.lookup if found else None

    calls = lending(calls, lookup_of)
    found = [case for call in calls if (case := _case(call, part, run))]
    written = _written(found, part)
    others = [_otherwise(*pair) for pair in zip(found, written, strict=True)]
    # What walks through lists shares a function, which must be written for all of them at once.
    return written if others == found else _written(others, part)


def _written(cases: list[Case], part: Part) -> list[Case]:
    """The same with their edits, or with what speaks against them."""
    cases = _agreed(cases)
    moving = [(case.call, case.migration.call) for case in cases if case.told]
    changes = [(old, new) for old, new in moving if new]
    written = iter(part.language.write(part.source, changes) if changes else ())
    return [
        _with_edits(case, next(written)) if case.told and case.migration.call else case
        for case in cases
    ]


def _otherwise(case: Case, written: Case) -> Case:
    """``case``, or what comes next where it could not be written."""
    refused = case.told and case.migration.call and not written.migration.call
    if refused and case.migration.otherwise:
        return replace(case, migration=case.migration.otherwise)
    return case


def _agreed(cases: list[Case]) -> list[Case]:
    """The same, those that walk through lists asking for what all of them need."""
    migrations = iter(shared([case.migration for case in cases if case.told]))
    return [replace(c, migration=next(migrations)) if c.told else c for c in cases]


def _case(call: Call, part: Part, run: _Run) -> Case | None:
    """With what its config must become, and without what it must become itself."""
    scope = run.scope
    matches = tuple(
        found
        for url in call.urls
        if (found := match(call, url, run.catalog, scope.api_hosts, named_nearby=run.named))
    )
    if not matches:
        return None
    worst = max(matches, key=lambda m: m.rule.severity.rank)
    if split := _split(call, matches, worst):
        call = replace(call, obstacles=(*call.obstacles, split))
        matches = (worst,)
    options = Options({"org-slug": scope.org_slug} if scope.org_slug else {})
    pairing = _paired(call, matches, migrate(call, matches, options), part, run)
    if worst.rule.only_undeclared and not pairing.undeclared:
        return None
    told = scope.wants(worst.rule.id)
    return Case(
        part.source,
        call,
        worst,
        pairing.migration,
        pairing.edits if told and pairing.migration.call else (),
        told=told,
        undeclared=pairing.undeclared,
        otherwise=pairing.otherwise,
    )


def _paired(
    call: Call, matches: tuple[Match, ...], migration: Migration, part: Part, run: _Run
) -> Pairing:
    if not matches[0].rule.body.declare:
        return Pairing(migration)
    from migrator.circleci.pair import pair  # the few calls that send parameters come here

    return pair(call, matches, migration, part.source, run.folder)


def _with_edits(case: Case, written: Written) -> Case:
    try:
        if isinstance(written, CannotWrite):
            raise written
        source = case.source
        for edit in written:
            source.carry(edit)
        edits = tuple(source.lift(edit) for edit in written)
        if edits != written and _within(written, case.call.uses):
            raise CannotWrite("a variable of the command would have to change")
        return replace(case, edits=(*edits, *case.edits))
    except CannotWrite as refusal:
        migration = case.otherwise or case.migration
        against = (*migration.against, str(refusal))
        return replace(case, edits=(), migration=replace(migration, call=None, against=against))


def _within(edits: Iterable[Edit], uses: Iterable[Use]) -> bool:
    return any(use.binding.definition.holds(edit.span) for use in uses for edit in edits)


def _split(call: Call, matches: tuple[Match, ...], worst: Match) -> str | None:
    """Why the values that may reach the call can't be moved as one."""
    for other in matches:
        if other.rule is not worst.rule:
            if other.rule.v1.is_rest:
                return f"its URL may also be `{other.url.written()}`, which no reference names"
            return f"its URL may also be that of {other.rule.v1.v1_words}"
    if len(matches) < len(call.urls):
        known = {m.url for m in matches}
        other_url = next(url for url in call.urls if url not in known)
        return f"its URL may also be `{other_url.written()}`"
    return None
