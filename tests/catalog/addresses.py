"""Calls by their address alone, and addresses made of a rule's own template."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis import strategies as st

from migrator.call.call import Call
from migrator.call.source import Span
from migrator.call.value import Value
from migrator.catalog.load import catalog
from migrator.catalog.match import Match, match
from migrator.catalog.rule import Endpoint
from migrator.catalog.template import VCS
from tests.call.notation import value

CLOUD = "https://circleci.com/api/"


def met(method: str | None, url: str | Value, *hosts: str) -> Match | None:
    """What ``method`` of ``url``, with `<name>` for a hole, meets."""
    address = value(url) if isinstance(url, str) else url
    return match(call_of(method, address), address, catalog(), hosts)


def call_of(method: str | None, url: str | Value) -> Call:
    address = value(url) if isinstance(url, str) else url
    return Call(language="shell", span=Span("file", 0, 0), method=method, urls=(address,))


def ids(found: Match | None) -> set[str]:
    """Every rule that it may be."""
    return {rule.id for rule in (found.rule, *found.others)} if found else set()


def address(endpoint: Endpoint, version: str, variables: Mapping[str, str]) -> str:
    path = re.sub(r"{(\w+)}", lambda m: variables[m[1]], endpoint.template.path)
    return f"{CLOUD}{version}{path}"


def methods(endpoint: Endpoint) -> st.SearchStrategy[str]:
    every = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return st.sampled_from(every if endpoint.method == "ANY" else [endpoint.method])


NAMES = st.from_regex(r"[a-z0-9][A-Za-z0-9_.-]{0,7}", fullmatch=True).filter(
    lambda name: name not in catalog().words | VCS
)
NUMBERS = st.integers(1, 10**6).map(str)


def slugs(vcs: bool = True) -> st.SearchStrategy[str]:
    parts = (st.sampled_from(sorted(VCS)), NAMES, NAMES) if vcs else (NAMES, NAMES)
    return st.tuples(*parts).map("/".join)


_PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
_TEXTS = {
    "n": NUMBERS,
    "branch": NAMES | st.sampled_from(["feature%2Flogin", "release/1.2"]),
    "name": NAMES,
    "fingerprint": st.just("0b:d2:c8:6a:1d:7c:4e:00"),
    "vcs": st.sampled_from(sorted(VCS)),
    "org": NAMES,
    "node": NUMBERS,
    "path": _PATHS,
    "step": NUMBERS,
    "index": NUMBERS,
    "rest": _PATHS,
    "filter": NAMES,
    "workflow_id": st.just("186eb3e5-1932-5a45-a381-42c4f17c62ec"),
}


def variables(
    endpoint: Endpoint, slug: st.SearchStrategy[str]
) -> st.SearchStrategy[dict[str, str]]:
    """A text for every variable of the template."""
    names = re.findall(r"{(\w+)}", endpoint.template.path)
    return st.fixed_dictionaries({n: slug if n == "slug" else _TEXTS[n] for n in names})
