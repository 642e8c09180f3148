"""Which endpoint a call means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from migrator.call.body import Object
from migrator.call.call import Call
from migrator.call.value import HOLE, Literal, Value
from migrator.catalog.catalog import Catalog
from migrator.catalog.rule import Rule
from migrator.catalog.template import (
    HIDDEN,
    SLUG_STEP,
    UNDOCUMENTED,
    VCS,
    Reading,
    Segment,
    segments,
)
from migrator.records import dataclass

_API = re.compile(rf"(?:/|(?<={HOLE}))api/(?P<version>v[0-9]+(?:\.[0-9]+)?)(?=[/?#{HOLE}]|$)")
_MARGIN = UNDOCUMENTED - SLUG_STEP
_PARAMETER = re.compile(r"[?&]([\w-]+)=")
_TOKEN = re.compile(r"\bcircle-token\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{\{[^{}/?#\n]*\}\}")
"""What a template engine fills in (``{{ org }}``): blanks in it are none of the URL."""


@dataclass(frozen=True)
class Match:
    """``url`` calls the endpoint of ``rule``.

    ``version`` and ``path`` are cells of the URL: ``v1.1`` and all between it
    and the query. ``others`` are the rules that the same text could mean as
    well: with any, nothing may be rewritten. ``assumed`` are clauses that say
    what was taken for granted.
    """

    rule: Rule
    url: Value
    version: tuple[int, int]
    path: tuple[int, int]
    reading: Reading
    others: tuple[Rule, ...] = ()
    assumed: tuple[str, ...] = ()

    def bound(self, variable: str) -> Value | None:
        cells = self.reading.bound.get(variable)
        return self.url.cut(*cells) if cells else None

    @property
    def vcs_missing(self) -> bool:
        return "slug" in self.reading.bound and not self.reading.vcs


@dataclass(frozen=True)
class _Root:
    """Where the API begins in a URL. ``sure`` says the host is known to be CircleCI's."""

    version: tuple[int, int]
    sure: bool


def match(
    call: Call,
    url: Value,
    catalog: Catalog,
    hosts: tuple[str, ...] = (),
    *,
    named_nearby: bool = False,
) -> Match | None:
    """The endpoint that ``url`` names, ``None`` where it is no call of a v1 API.

    ``hosts`` are the names of self-hosted servers, without scheme. ``named_nearby``
    says that the program speaks of CircleCI somewhere: enough for a path of its v1.1
    on a host that nobody can see, while others have a v1 too.
    """
    root = _root(url, (*catalog.hosts, *hosts))
    if root is None or not (named_nearby or _in_one_piece(url, (*catalog.needles, *hosts))):
        return None
    version = url.shape[root.version[0] : root.version[1]]
    path = (root.version[1], _path_end(url.shape, root.version[1]))
    parts = segments(url, *path)
    found = _candidates(catalog, call, parts, version)
    begun = _begun(call, parts, found) if root.sure else ()
    if begun or not found:
        rule = catalog.unknown(version)
        if not (root.sure and rule):
            return None
        assumed = begun or _hidden(url, path)
        return Match(rule, url, root.version, path, Reading({}, 0, True), assumed=assumed)
    likely = named_nearby and version != "v1"
    if not (root.sure or likely or _telling(call, url, parts)):
        return None
    meant = _told_by_query(url, path[1], _rivals(found))
    chosen, reading = max(meant, key=lambda pair: (-pair[1].cost, pair[0].severity.rank))
    others = tuple(rule for rule, _ in meant if rule is not chosen)
    assumed = tuple(_assumed(chosen, url, reading, root))
    return Match(chosen, url, root.version, path, reading, others, assumed)


def _begun(
    call: Call, parts: tuple[Segment, ...], found: list[tuple[Rule, Reading]]
) -> tuple[str, ...]:
    """What an address is that nothing is seen to send, and that is the beginning of others."""
    if not parts and call.method is None:
        return ("it is the address of the API, which other code may complete",)
    if call.unsent and found and found[0][0].v1.template.path.endswith("{slug}"):
        return ("it is the address of a project, which other code may complete",)
    return ()


def _hidden(url: Value, path: tuple[int, int]) -> tuple[str, ...]:
    rest = url.cut(*path)
    return (f"the path `{rest.written()}` is not all in view",) if rest.holes else ()


@lru_cache
def _hosts(hosts: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(re.escape(host) for host in hosts)
    return re.compile(rf"(?:https?://)?(?:[^/@\s]*@)?(?:{named})(?::[0-9]+)?/*", re.IGNORECASE)


def _root(url: Value, hosts: tuple[str, ...]) -> _Root | None:
    found = _API.search(url.shape)
    if not found or re.search(r"\s", _PLACEHOLDER.sub("_", url.shape).strip()):
        return None  # prose about an address is no address
    before = url.shape[: found.start()]
    if _hosts(hosts).fullmatch(before):
        return _Root(found.span("version"), True)
    if re.fullmatch(rf"(?:https?://)?[^/]*{HOLE}[^/]*", before) or not before:
        return _Root(found.span("version"), "circleci" in before.lower())
    return None


def _in_one_piece(url: Value, needles: tuple[str, ...]) -> bool:
    """Whether a needle stands in one literal: files in which none does may never be read."""
    literals = [p.text for p in url.pieces if isinstance(p, Literal)]
    return any(needle in literal for literal in literals for needle in needles)


def _path_end(shape: str, start: int) -> int:
    ends = [at for mark in "?#" if (at := shape.find(mark, start)) >= 0]
    return min(ends, default=len(shape))


def _candidates(
    catalog: Catalog, call: Call, parts: tuple[Segment, ...], version: str
) -> list[tuple[Rule, Reading]]:
    """The rules that the path may mean, each with its cheapest reading, cheapest first."""
    method = call.method
    found: list[tuple[Rule, Reading]] = []
    for rule in catalog.of(version):
        if method not in (None, rule.v1.method) and rule.v1.method != "ANY":
            continue
        if method is None and rule.v2 and version in rule.v2.versions:
            continue  # another method of that path may well be alive
        if rule.only_undeclared and not _declares(call, rule):
            continue
        readings = rule.v1.template.readings(parts, catalog.words, vcs_optional=version == "v1")
        best = min(readings, key=lambda r: r.cost, default=None)
        if best and best.cost < HIDDEN:
            found.append((rule, best))
    return sorted(found, key=lambda pair: (pair[1].cost, pair[0].id))


def _declares(call: Call, rule: Rule) -> bool:
    """Whether the call is seen to send something that a config must declare."""
    sent = call.body.root.keys if call.body.root else ()
    return not rule.body.declare.isdisjoint(sent)


def _rivals(found: list[tuple[Rule, Reading]]) -> list[tuple[Rule, Reading]]:
    """The first, and what can't be told from it: as cheap, or not plain and little dearer."""
    best = found[0][1].cost
    return [pair for pair in found if pair[1].cost - best < (_MARGIN if best else 1)]


def _told_by_query(
    url: Value, start: int, meant: list[tuple[Rule, Reading]]
) -> list[tuple[Rule, Reading]]:
    """Those of ``meant`` that know every parameter of the query, if any does."""
    names = set(_PARAMETER.findall(url.shape[start:])) - {"circle-token"}
    knowing = [pair for pair in meant if names <= pair[0].query.known]
    return knowing or meant


def _telling(call: Call, url: Value, parts: tuple[Segment, ...]) -> bool:
    """Whether a URL on a host that nobody can see is CircleCI's all the same."""
    if len(parts) > 1 and parts[0].shape == "project" and parts[1].shape in VCS:
        return True
    texts = [url.written(), *(header.name or "" for header in call.headers)]
    if isinstance(call.query, Object):
        texts.extend(call.query.keys)
    if any(_TOKEN.search(written) for written in texts):
        return True
    return any("circle" in hole.source.lower() for hole in url.holes)


def _assumed(rule: Rule, url: Value, reading: Reading, root: _Root) -> Iterator[str]:
    ends_in_slug = rule.v1.template.path.endswith("{slug}")
    for cell in reading.crowded if ends_in_slug else ():
        written = url.cut(cell, cell + 1).written()
        yield f"`{written}` is taken to hold the rest of the project's slug and no more"
    if not reading.vcs and "slug" in reading.bound:
        yield "the URL names no VCS: GitHub is assumed"
    branch = reading.bound.get("branch")
    if branch:
        value = url.cut(*branch)
        if HOLE * 2 in value.shape:
            yield f"`{value.written()}` is taken to be the name of a branch"
    if not root.sure:
        host = url.cut(0, max(root.version[0] - len("/api/"), 0)).written()
        yield f"`{host}` is taken to be a CircleCI server" if host else "the host is not in view"
