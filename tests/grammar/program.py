"""A program that was built, and what is known of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.grammar.endpoints import Endpoint, endpoints

MARK = "\ue000"
"""Stands before each call while a program is built."""
V1 = "https://circleci.com/api/v1.1"
OUTER = "\ue001"
"""Stands before what calls the function that makes the call, where it hands over the address."""
_MARKS = re.compile(f"[{MARK}{OUTER}]")

TIMES = int(os.environ.get("MIGRATOR_EXAMPLES", "1"))


def examples(few: int) -> settings:
    """``few`` examples, the same ones each time, or many times as many others."""
    return settings(
        max_examples=few * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@dataclass(frozen=True)
class Sent:
    """A call of a program: the endpoint, and the body that goes to it."""

    endpoint: Endpoint
    body: Any = None


@dataclass(frozen=True)
class Built:
    """``marked`` is the text with its marks, in one part a call; the calls are made in order."""

    marked: tuple[str, ...]
    calls: tuple[Sent, ...]

    @property
    def text(self) -> str:
        return _MARKS.sub("", "".join(self.marked))

    @property
    def places(self) -> tuple[frozenset[tuple[int, int]], ...]:
        """Line and column where each call may be told."""
        found, above = [], 0
        for part in self.marked:
            found.append(frozenset((above + line, column) for line, column in _places(part)))
            above += part.count("\n")
        return tuple(found)


def commented(program: Built) -> str:
    return "".join(f"# {line}\n" for line in program.text.split("\n"))


def others(programs: Callable[..., st.SearchStrategy[Built]]) -> st.SearchStrategy[str]:
    """Programs that make no call of v1: of another server, of v2, in comments."""
    return st.one_of(
        programs("https://ci.acme.example/api/v1.1").map(lambda program: program.text),
        programs("https://circleci.com/api/v2", MOVED).map(lambda program: program.text),
        programs().map(commented),
    )


def _places(marked: str) -> Iterator[tuple[int, int]]:
    for number, line in enumerate(marked.split("\n"), 1):
        parts = _MARKS.split(line)
        for at in range(1, len(parts)):
            yield number, sum(map(len, parts[:at])) + 1


_ENDPOINTS = endpoints()
# A quarter of the sites that go away are triggers on a branch, another kind is one of many.
FREQUENT = [
    each
    for each in _ENDPOINTS
    if each.rule
    in (
        *("trigger-job-branch", "trigger-job", "trigger-pipeline", "build-artifacts"),
        *("build-get", "build-cancel", "env-create", "env-list", "me-get"),
    )
]


@st.composite
def sent(draw: st.DrawFn) -> Sent:
    endpoint = draw(st.one_of(st.sampled_from(FREQUENT), st.sampled_from(_ENDPOINTS)))
    return Sent(endpoint, draw(st.sampled_from(endpoint.bodies)))


CALLS = sent()
MOVED = CALLS.filter(lambda call: call.endpoint.moved is not None).map(
    lambda call: Sent(call.endpoint.moved or call.endpoint, call.endpoint.sent(call.body))
)
"""Calls of v2, as they are after the migration."""
