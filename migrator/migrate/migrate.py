"""The v2 call for a v1.1 call, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from migrator.call import jsontext
from migrator.call.body import Body, Encoding, Entry, Object, Scalar
from migrator.call.call import Call, Header
from migrator.call.value import Value, text
from migrator.catalog.match import Match
from migrator.catalog.rule import Rule
from migrator.migrate import answer, body, lookup, path, query, walk
from migrator.migrate.guards import GUARDS
from migrator.migrate.verdict import Verdict
from migrator.records import dataclass

_JSON = "application/json"


@dataclass(frozen=True)
class Options:
    """What the command line adds to a rewrite, by the name a rule uses."""

    values: Mapping[str, str]


@dataclass(frozen=True)
class Migration:
    """``call`` is the v2 call, ``None`` where none can be written.

    ``review`` are clauses on what a person must look at, ``against`` on why
    there is no rewrite, ``notes`` on what is good to know. ``of_config`` are those of
    them that hold where nobody has seen the config that the call speaks to. ``otherwise``
    is for a language that can't write ``call``.
    """

    call: Call | None
    review: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    of_config: frozenset[str] = frozenset()
    otherwise: Migration | None = None

    @property
    def safe(self) -> bool:
        return self.call is not None and not self.review


def migrate(call: Call, matches: tuple[Match, ...], options: Options) -> Migration:
    """``matches`` holds one match for each of the call's URLs, all of one rule.

    One call of v2 is better than a walk through several, unless its items are only counted.
    """
    rule = walk.walked(matches[0].rule)
    direct = _migrate(call, matches, options, walking=False)
    if rule is None:
        return direct
    walked = tuple(replace(match, rule=rule) for match in matches)
    several = _migrate(call, walked, options, walking=True)
    if direct.call is None or (several.call is not None and walk.counts_alone(call.answer)):
        return several
    return replace(direct, otherwise=several if several.call else None)


def _migrate(
    call: Call, matches: tuple[Match, ...], options: Options, *, walking: bool
) -> Migration:
    rule = matches[0].rule
    verdict = Verdict()
    for clause in call.doubts:
        verdict.doubt(clause)
    for clause in call.obstacles:
        verdict.forbid(clause)
    for match in matches:
        for clause in match.assumed:
            verdict.doubt(clause)
    of_the_reading = tuple(verdict.review)
    new = None
    if _may(rule, call, matches, verdict):
        new = _new(call, matches, options, verdict, walking=walking)
    if new is None or verdict.against:
        return Migration(None, review=of_the_reading, against=tuple(verdict.against))
    _judge(rule, call, new, verdict)
    return Migration(
        new,
        review=tuple(verdict.review),
        against=tuple(verdict.against),
        notes=tuple(verdict.notes),
        of_config=frozenset(verdict.of_config),
    )


def _may(rule: Rule, call: Call, matches: tuple[Match, ...], verdict: Verdict) -> bool:
    """Whether there is anything to write at all."""
    others = {other.v1.v1_words for match in matches for other in match.others}
    if others:
        verdict.forbid(f"it may as well be {' or '.join(sorted(others))}")
    if rule.v2 is None or rule.fix.applicability == "none":
        return False
    if call.method is None:
        verdict.forbid("its method is not in view")
    return True


def _new(
    call: Call, matches: tuple[Match, ...], options: Options, verdict: Verdict, *, walking: bool
) -> Call | None:
    rule = matches[0].rule
    assert rule.v2
    added = _added(rule, options, verdict)
    led = [lookup.found(match, verdict) for match in matches]
    if verdict.against:
        return None
    pairs = list(zip(matches, led, strict=True))
    urls = tuple(_url(match, more, call, added, verdict) for match, more in pairs)
    bodies = [body.convert(call.body, match, more, verdict) for match, more in pairs]
    if len({_said(each) for each in bodies}) > 1:
        verdict.forbid("its URLs put different values into one body")
    beside = query.beside_url(call.query, rule.query, verdict) if call.query else call.query
    if beside is not None and added:
        new = tuple(Entry(name, Scalar(text(value))) for name, value in added.items())
        beside = replace(beside, entries=beside.entries + new)
    return replace(
        call,
        method=rule.v2.method,
        urls=urls,
        query=beside,
        headers=_headers(call, bodies[0]),
        body=bodies[0],
        answer=call.answer if walking else answer.convert(call.answer, rule, verdict),
        walk=walk.wanted(call, matches, rule.walk, verdict) if walking and rule.walk else None,
    )


def _said(body: Body) -> str:
    return jsontext.write(body.root).written() if body.root else ""


def _added(rule: Rule, options: Options, verdict: Verdict) -> dict[str, str]:
    """Parameters of the query that the command line gives."""
    added = {}
    for name, option in rule.query.option.items():
        if option not in options.values:
            verdict.forbid(f"v2 needs `{name}`: give it by --{option}")
        else:
            added[name] = options.values[option]
    return added


def _url(
    match: Match,
    led: Mapping[str, Value],
    call: Call,
    added: Mapping[str, str],
    verdict: Verdict,
) -> Value:
    rule = match.rule
    assert rule.v2
    new = path.address(match, rule.v2, led)
    if path.hides_query(match) and rule.v2.template.words[-1:] != rule.v1.template.words[-1:]:
        last = match.url.cut(0, match.path[1]).holes[-1]
        verdict.note(f"`{last.source}` is taken to hold no query of its own")
    taken = {name: path.filled(match, words) for name, words in rule.query.take.items()}
    for value in taken.values():
        query.tell_moved(value, verdict)
    beside = bool(call.query)
    fresh = {} if beside else {name: query.encoded(value) for name, value in added.items()}
    in_url = query.in_url(path.query(match), rule.query, taken, fresh, verdict)
    return new + in_url + _fragment(match)


def _fragment(match: Match) -> Value:
    at = match.url.shape.find("#", match.path[1])
    return match.url.cut(at) if at >= 0 else Value()


def _headers(call: Call, new: Body) -> tuple[Header, ...]:
    if new.encoding is not Encoding.JSON:
        return call.headers
    kept = tuple(h for h in call.headers if h.name != "content-type")
    given = next((h for h in call.headers if h.name == "content-type"), None)
    if given and _JSON in (given.value.known or ""):
        return call.headers
    fresh = replace(given, value=text(_JSON)) if given else Header("content-type", text(_JSON))
    return (*kept, fresh)


def _judge(rule: Rule, old: Call, new: Call, verdict: Verdict) -> None:
    """Adds to ``verdict`` whatever makes the rewrite unsafe by the rule's own guards."""
    if rule.fix.applicability == "unsafe":
        verdict.doubt(rule.fix.message)
    for word in rule.fix.guards:
        holds, clause = GUARDS[word]
        if holds(old, rule):
            verdict.doubt(clause)
    keys = new.body.root.keys if isinstance(new.body.root, Object) else ()
    sole = rule.fix.sole_key
    if sole and not (len(keys) == 1 and keys[0] in sole):
        verdict.doubt(rule.fix.message)
    if old.anonymous:
        verdict.doubt("it sends no token, and v2 may want one even for public projects")
    elif new.urls != old.urls:
        verdict.note("v2 takes no project token: the token must be a personal one")
