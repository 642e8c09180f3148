"""One source: its calls, the rules they meet, and their rewrites."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrator.call.call import Call
from migrator.call.language import CannotWrite, Language, Project, Trouble
from migrator.call.source import Edit, Source
from migrator.catalog.catalog import Catalog
from migrator.catalog.match import Match, match
from migrator.migrate import Migration, Options, migrate
from migrator.run.leftovers import leftovers
from migrator.run.scope import Scope
from migrator.run.suppression import Suppression, covering, suppressions


@dataclass(frozen=True)
class Case:
    """A call of an endpoint, and the edits that would move it if it stood alone.

    One that is not ``told`` of stays, and what it shares with others too.
    """

    call: Call
    match: Match
    migration: Migration
    edits: tuple[Edit, ...] = ()
    told: bool = True


@dataclass(frozen=True)
class Examined:
    """``idle`` are suppressions that no call needs."""

    source: Source
    cases: tuple[Case, ...] = ()
    trouble: Trouble | None = None
    idle: tuple[Suppression, ...] = ()


def examine(
    source: Source, language: Language, catalog: Catalog, scope: Scope, project: Project
) -> Examined:
    """Every call of a v1 API in ``source``; where it does not parse, what its text shows."""
    reading = language.read(source, project)
    calls = list(reading.calls)
    if reading.trouble:
        seen = [call.span for call in calls]
        found = leftovers(source, language.name, (*catalog.hosts, *scope.api_hosts))
        calls += [call for call in found if not any(span.touches(call.span) for span in seen)]
    comments = suppressions(source)
    named = "circleci" in source.text.lower()
    cases: list[Case] = []
    used: set[Suppression] = set()
    for call in calls:
        case = _case(call, source, language, catalog, scope, named)
        if case is None:
            continue
        comment = covering(comments, case.match.rule.id, call.span, source)
        if comment:
            used.add(comment)
            case = replace(case, edits=(), told=False)
        cases.append(case)
    cases.sort(key=lambda case: case.call.span)
    idle = tuple(comment for comment in comments if comment not in used)
    return Examined(source, tuple(cases), reading.trouble, idle)


def _case(
    call: Call,
    source: Source,
    language: Language,
    catalog: Catalog,
    scope: Scope,
    named: bool,
) -> Case | None:
    """``named`` says that the source speaks of CircleCI."""
    matches = tuple(
        found
        for url in call.urls
        if (found := match(call, url, catalog, scope.api_hosts, named_nearby=named))
    )
    if not matches:
        return None
    worst = max(matches, key=lambda m: m.rule.severity.rank)
    if split := _split(call, matches, worst):
        call = replace(call, obstacles=(*call.obstacles, split))
        matches = (worst,)
    options = Options({"org-slug": scope.org_slug} if scope.org_slug else {})
    migration = migrate(call, matches, options)
    wanted = scope.wants(worst.rule.id)
    if migration.call is None or not wanted:
        return Case(call, worst, migration, told=wanted)
    try:
        return Case(call, worst, migration, language.write(source, call, migration.call))
    except CannotWrite as refusal:
        against = (*migration.against, str(refusal))
        return Case(call, worst, replace(migration, call=None, against=against))


def _split(call: Call, matches: tuple[Match, ...], worst: Match) -> str | None:
    """Why the values that may reach the call can't be moved as one."""
    for other in matches:
        if other.rule is not worst.rule:
            return f"its URL may also be that of {other.rule.v1.v1_words}"
    if len(matches) < len(call.urls):
        known = {m.url for m in matches}
        other_url = next(url for url in call.urls if url not in known)
        return f"its URL may also be `{other_url.written()}`"
    return None
