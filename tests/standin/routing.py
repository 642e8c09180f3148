"""Which operation a method and a path name, and what operations are given and give back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from tests.standin.bodies import Body
from tests.standin.data import Account, Project


@dataclass(frozen=True)
class Answer:
    status: int
    content: Any
    """JSON, or bytes to send as they are."""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """Ends an operation with an error status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.answer = Answer(status, {"message": message})


@dataclass(frozen=True)
class Call:
    """A request for one operation, its path and query taken apart."""

    account: Account
    variables: Mapping[str, str]
    query: Mapping[str, str]
    body: Body
    page_size: int

    @property
    def project(self) -> Project:
        variables = self.variables
        project = self.account.project(variables["vcs"], variables["org"], variables["repo"])
        if project is None:
            raise Refusal(404, "Project not found")
        return project


Operation = Callable[[Call], Answer]


@dataclass(frozen=True)
class Route:
    method: str
    path: re.Pattern[str]
    operation: Operation
    dies: bool


class Routes:
    """Templates are matched in the order in which they were added."""

    def __init__(self, routes: Iterable[Route] = ()) -> None:
        self._routes = list(routes)

    def __add__(self, other: Routes) -> Routes:
        return Routes(self._routes + other._routes)

    def add(
        self, method: str, template: str, *, dies: bool = False
    ) -> Callable[[Operation], Operation]:
        """`{name}` is one segment, `{name:int}` a number, `{name:rest}` all that follows."""

        def register(operation: Operation) -> Operation:
            self._routes.append(Route(method, _pattern(template), operation, dies))
            return operation

        return register

    def find(self, method: str, segments: Sequence[str]) -> tuple[Route, dict[str, str]] | None:
        # A slash inside a segment (from %2F) must not be taken for one between segments.
        path = "\0".join(segments)
        for route in self._routes:
            if route.method == method and (match := route.path.fullmatch(path)):
                return route, {k: v.replace("\0", "/") for k, v in match.groupdict().items()}
        return None


_SHAPES = {"": r"[^\0]+", ":int": r"[0-9]+", ":rest": r".+"}


def _pattern(template: str) -> re.Pattern[str]:
    pieces = []
    for segment in template.strip("/").split("/"):
        if variable := re.fullmatch(r"\{(\w+)(:\w+)?\}", segment):
            pieces.append(f"(?P<{variable[1]}>{_SHAPES[variable[2] or '']})")
        else:
            pieces.append(re.escape(segment))
    return re.compile(r"\0".join(pieces), re.DOTALL)


def decode_segments(path: str) -> list[str]:
    """The segments after the leading slash, each percent-decoded on its own."""
    return [unquote_to_bytes(s).decode("utf-8", "replace") for s in path[1:].split("/")]
