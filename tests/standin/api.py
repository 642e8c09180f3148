"""Which version a request is for, and what that version makes of the request as a whole."""

from __future__ import annotations

import dataclasses
import json
from typing import Literal
from urllib.parse import parse_qsl

from tests.standin import routes_v1, routes_v1_project, routes_v2, routes_v2_project
from tests.standin.authentication import Identity, identify
from tests.standin.bodies import read_body
from tests.standin.data import Account
from tests.standin.downloads import ARTIFACT_HOST, download
from tests.standin.exchange import Request, Response
from tests.standin.routing import Answer, Call, Refusal, Route, Routes, decode_segments

V1 = Literal["answers", "gone", "refused"]

_SUNSET = {"Deprecation": "true", "Sunset": "Mon, 01 Feb 2027 00:00:00 GMT"}

_V1_ROUTES = routes_v1.routes + routes_v1_project.routes
_V2_ROUTES = routes_v2.routes + routes_v2_project.routes


def respond(request: Request, account: Account, v1: V1, page_size: int) -> Response:
    try:
        answer = _answer(request, account, v1, page_size)
    except Refusal as refusal:
        answer = refusal.answer
    if isinstance(answer.content, bytes):
        return Response(answer.status, answer.content, "application/octet-stream", answer.headers)
    content_type = "application/json; charset=utf-8"
    return Response(answer.status, _write_json(request, answer), content_type, answer.headers)


def _write_json(request: Request, answer: Answer) -> bytes:
    # v1.1 is compact only for those who ask for JSON by name.
    if _is_v1(request) and "application/json" not in request.headers.get("accept", ""):
        return json.dumps(answer.content, indent=2, separators=(",", " : ")).encode()
    return json.dumps(answer.content, separators=(",", ":")).encode()


def _is_v1(request: Request) -> bool:
    return request.path.startswith(("/api/v1/", "/api/v1.1/"))


def _answer(request: Request, account: Account, v1: V1, page_size: int) -> Answer:
    query = dict(parse_qsl(request.target.partition("?")[2], keep_blank_values=True))
    identity = identify(request.headers, query)
    if request.host == ARTIFACT_HOST:
        return download(account, request.path, identity)
    body = read_body(request.body, request.headers)
    if _is_v1(request):
        return _answer_v1(request, Call(account, {}, query, body, page_size), identity, v1)
    return _answer_v2(request, Call(account, {}, query, body, page_size), identity)


def _answer_v1(request: Request, call: Call, identity: Identity, v1: V1) -> Answer:
    if v1 == "refused":
        raise _gone()
    segments = routes_v1.normalize(decode_segments(request.path)[2:])
    route, variables = _find(_V1_ROUTES, request.method, segments)
    if not route.dies:
        return _operate_v1(route, call, variables, identity)
    if v1 == "gone":
        raise _gone()
    return dataclasses.replace(_operate_v1(route, call, variables, identity), headers=_SUNSET)


def _operate_v1(route: Route, call: Call, variables: dict[str, str], identity: Identity) -> Answer:
    call = dataclasses.replace(call, variables=variables)
    if identity in ("personal", "project"):
        return route.operation(call)
    reads_project = route.method == "GET" and "repo" in variables
    if identity == "anonymous" and reads_project and call.project.public:
        return route.operation(call)
    raise Refusal(401, "You must log in first.")


def _answer_v2(request: Request, call: Call, identity: Identity) -> Answer:
    segments = routes_v2.normalize(decode_segments(request.path))
    route, variables = _find(_V2_ROUTES, request.method, segments)
    if identity == "project" and segments[0] != "me":
        # A project token is not even told that it is the wrong kind.
        raise Refusal(404, "Project not found")
    if identity != "personal":
        raise Refusal(401, "You must log in first.")
    return route.operation(dataclasses.replace(call, variables=variables))


def _find(routes: Routes, method: str, segments: list[str]) -> tuple[Route, dict[str, str]]:
    found = routes.find("GET" if method == "HEAD" else method, segments)
    if found is None:
        raise Refusal(404, "Not Found")
    return found


def _gone() -> Refusal:
    return Refusal(410, "This API is gone: use API v2")
