"""What the stand-in remembers of a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.standin.bodies import read_body
from tests.standin.exchange import Request

HEADERS_OF_INTEREST = ("content-type", "circle-token", "authorization")


@dataclass(frozen=True)
class RecordedRequest:
    method: str
    host: str
    path: str
    """As it was sent, still percent-encoded."""
    query: list[tuple[str, str]]
    headers: dict[str, str]
    """Those of interest that were sent, names in lower case."""
    body: bytes
    json: Any
    """The decoded body, or None where it isn't sent as JSON."""
    form: list[tuple[str, str]]
    status: int
    """What the stand-in answered."""


def record(request: Request, status: int) -> RecordedRequest:
    body = read_body(request.body, request.headers)
    return RecordedRequest(
        method=request.method,
        host=request.host,
        path=request.path,
        query=parse_qsl(request.target.partition("?")[2], keep_blank_values=True),
        headers={n: request.headers[n] for n in HEADERS_OF_INTEREST if n in request.headers},
        body=request.body,
        json=body.json,
        form=body.form,
        status=status,
    )
