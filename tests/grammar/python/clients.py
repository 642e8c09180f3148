"""Requests by the clients that Python programs use."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.grammar.program import MARK, V1, Sent
from tests.grammar.python.addresses import address, merged, pieces
from tests.grammar.python.scope import Scope
from tests.grammar.python.turns import spread, turned

TOKEN = 'os.environ["CIRCLE_TOKEN"]'
KEY = "circle-token"


@dataclass
class Request:
    method: str
    url: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    params: str = ""
    auth: str = ""
    data: str = ""
    """An expression for text or for a form."""
    json: str = ""
    base: str = ""
    """What the client puts before ``url``."""


SEVERAL = ("requests", "httpx", "session", "client", "later")
"""Those that take parameters, forms and credentials as arguments."""


def request(draw: st.DrawFn, scope: Scope, call: Sent, client: str, base: str) -> Request:
    based = client in ("client", "later") and base == V1 and draw(st.integers(0, 3)) == 0
    parts = pieces(draw, scope, call.endpoint, "" if based else base)
    token = scope.place(draw, "token", TOKEN) if draw(st.booleans()) else TOKEN
    ways = ["header", "header", "query"]
    if client in SEVERAL:
        ways += ["params", "basic"]
    way = draw(st.sampled_from(ways))
    if way == "query":
        parts = merged([*parts, ("", f"?{KEY}="), ("token", token)])
    made = Request(call.endpoint.method, address(draw, scope, parts))
    if based:
        made.base = scope.place(draw, "base", f'"{base}"')
    if way == "header":
        name = draw(st.sampled_from(["Circle-Token", "Circle-Token", "circle-token"]))
        made.headers.append((f'"{name}"', token))
    elif way == "params":
        made.params = f'{{"{KEY}": {token}}}'
    elif way == "basic":
        ways = [f'({token}, "")', f"({token}, '')"]
        if client in ("requests", "session"):
            scope.imports.add("from requests.auth import HTTPBasicAuth")
            ways.append(f'HTTPBasicAuth({token}, "")')
        made.auth = draw(st.sampled_from(ways))
    _with_body(draw, scope, made, call.body, client)
    return made


def _with_body(draw: st.DrawFn, scope: Scope, made: Request, body: Any, client: str) -> None:
    if body is None:
        return
    content_type = ('"Content-Type"', '"application/json"')
    ways = ["dumps", "literal"]
    if client in SEVERAL:
        ways += ["json", "json", "form"]
    way = draw(st.sampled_from(ways))
    if way == "form":
        fields = {
            k: v
            for name, value in body.items()
            for k, v in (
                {f"{name}[{key}]": inner for key, inner in value.items()}
                if isinstance(value, dict)
                else {name: value}
            ).items()
        }
        made.data = _variable(draw, scope, "form", repr(fields).replace("'", '"'))
        return
    text = repr(body).replace("'", '"')
    if way == "json":
        made.json = _variable(draw, scope, "body", text)
        return
    made.headers.append(content_type)
    if way == "dumps":
        scope.imports.add("import json")
        made.data = f"json.dumps({_variable(draw, scope, 'payload', text)})"
    else:
        made.data = _variable(draw, scope, "text", f"'{json.dumps(body)}'")


def _variable(draw: st.DrawFn, scope: Scope, name: str, value: str) -> str:
    if draw(st.integers(0, 2)):
        return value
    scope.lines.append(f"{name}{scope.suffix} = {value}")
    return f"{name}{scope.suffix}"


CLIENTS = (
    *("requests", "requests", "requests", "session", "httpx", "client", "urllib", "connection"),
    *("later", "aiohttp"),
)
LATER = ("later", "aiohttp")
"""Those whose answers are waited for."""


@dataclass(frozen=True)
class Answered:
    """Statements that make the call; the expressions for what it answers."""

    lines: tuple[str, ...]
    call: str
    status: str
    decoded: str
    checks: bool
    """The client itself raises where the answer is an error."""


def sending(draw: st.DrawFn, scope: Scope, client: str, made: Request) -> Answered:
    match client:
        case "requests" | "httpx":
            return _function(draw, scope, client, made)
        case "session" | "client":
            return _session(draw, scope, client, made)
        case "later" | "aiohttp":
            return _later(draw, scope, client, made)
        case "urllib":
            return _urllib(draw, scope, made)
    return _connection(draw, scope, made)


def _headers(draw: st.DrawFn, scope: Scope, made: Request) -> str:
    if not made.headers:
        return ""
    table = "{" + ", ".join(f"{name}: {value}" for name, value in made.headers) + "}"
    return _variable(draw, scope, "headers", table)


def _arguments(draw: st.DrawFn, scope: Scope, made: Request, client: str) -> list[str]:
    named = {
        "headers": _headers(draw, scope, made),
        "params": made.params,
        "auth": made.auth,
        "data": made.data,
        "json": made.json,
    }
    if (
        client in ("httpx", "client", "later")
        and made.data
        and not made.data.startswith(("{", "form"))
    ):
        named["content"] = named.pop("data")
    listed = [f"{name}={value}" for name, value in named.items() if value]
    return draw(st.permutations(listed))


def _verb(draw: st.DrawFn, made: Request, by_request: bool) -> tuple[str, list[str]]:
    """The method's name, and its first arguments."""
    url = f"url={made.url}" if draw(st.integers(0, 5)) == 0 else made.url
    if by_request:
        method = draw(st.sampled_from([made.method, made.method, made.method.lower()]))
        keyword = url.startswith("url=") and draw(st.booleans())
        return "request", [f'method="{method}"' if keyword else f'"{method}"', url]
    return made.method.lower(), [url]


def _function(draw: st.DrawFn, scope: Scope, module: str, made: Request) -> Answered:
    by_request = draw(st.integers(0, 4)) == 0 or _must_be_named(module, made)
    verb, first = _verb(draw, made, by_request)
    arguments = [*first, *_arguments(draw, scope, made, module)]
    match draw(st.sampled_from(["module", "module", "alias", "from"])):
        case "module":
            scope.imports.add(f"import {module}")
            name = f"{module}.{verb}"
        case "alias":
            scope.imports.add(f"import {module} as http{module[0]}")
            name = f"http{module[0]}.{verb}"
        case _:
            scope.imports.add(f"from {module} import {verb} as send_{module[0]}{verb}")
            name = f"send_{module[0]}{verb}"
    call = turned(draw, scope, name, arguments, made.url)
    return Answered((), call, "{}.status_code", "{}.json()", checks=False)


def _session(draw: st.DrawFn, scope: Scope, client: str, made: Request) -> Answered:
    module, kind = ("requests", "Session") if client == "session" else ("httpx", "Client")
    scope.imports.add(f"import {module}")
    name = f"web{scope.suffix}"
    told: list[str] = []
    options = [f"base_url={made.base}"] if made.base else []
    if draw(st.booleans()) and made.headers:
        table = "{" + ", ".join(f"{k}: {v}" for k, v in made.headers) + "}"
        ways = ["update", "entries", *(["argument"] if module == "httpx" else [])]
        match draw(st.sampled_from(ways)):
            case "update":
                told = [f"{name}.headers.update({table})"]
            case "entries":
                told = [f"{name}.headers[{k}] = {v}" for k, v in made.headers]
            case _:
                options.append(f"headers={table}")
        made.headers = []
    elif draw(st.booleans()) and made.auth:
        told = [f"{name}.auth = {made.auth}"]
        made.auth = ""
    value = f"{module}.{kind}({', '.join(options)})"
    opened = not told and scope.kind == "flat" and draw(st.integers(0, 3)) == 0
    if not opened:
        scope.lines += [f"{name} = {value}", *told]
    by_request = draw(st.integers(0, 4)) == 0 or _must_be_named(module, made)
    verb, first = _verb(draw, made, by_request)
    arguments = [*first, *_arguments(draw, scope, made, client)]
    call = spread(draw, f"{name}.{verb}", arguments)
    opening = (f"with {value} as {name}:",) if opened else ()
    return Answered(opening, call, "{}.status_code", "{}.json()", checks=False)


def _later(draw: st.DrawFn, scope: Scope, client: str, made: Request) -> Answered:
    """By a client whose answers are waited for."""
    module, kind = ("httpx", "AsyncClient") if client == "later" else ("aiohttp", "ClientSession")
    scope.imports |= {"import asyncio", f"import {module}"}
    options = ["trust_env=True"] if module == "aiohttp" else []
    if made.base:
        options.append(f"base_url={made.base}")
    if draw(st.booleans()) and made.headers:
        options.append(f"headers={_headers(draw, scope, made)}")
        made.headers = []
    name = f"web{scope.suffix}"
    by_request = draw(st.integers(0, 4)) == 0 or _must_be_named(module, made)
    verb, first = _verb(draw, made, by_request)
    arguments = [*first, *_arguments(draw, scope, made, client)]
    call = f"(await {spread(draw, f'{name}.{verb}', arguments)})"
    opening = f"async with {module}.{kind}({', '.join(options)}) as {name}:"
    if module == "httpx":
        return Answered((opening,), call, "{}.status_code", "{}.json()", checks=False)
    return Answered((opening,), call, "{}.status", "(await {}.json())", checks=False)


def _must_be_named(module: str, made: Request) -> bool:
    """``httpx.delete`` takes no body."""
    return module == "httpx" and made.method == "DELETE" and bool(made.data or made.json)


def _urllib(draw: st.DrawFn, scope: Scope, made: Request) -> Answered:
    scope.imports |= {"import json", "import urllib.request"}
    arguments = [made.url]
    if made.data:
        arguments.append(f"data={made.data}.encode()")
    elif made.method == "POST" and draw(st.booleans()):
        arguments.append('data=b""')
    if made.headers:
        arguments.append(f"headers={_headers(draw, scope, made)}")
    posts = any(each.startswith("data=") for each in arguments)
    if made.method != ("POST" if posts else "GET") or draw(st.integers(0, 2)) == 0:
        arguments.append(f'method="{made.method}"')
    opener = "urllib.request.urlopen"
    if len(arguments) == 1 and draw(st.booleans()):
        call = f"{MARK}{opener}({made.url})"
    else:
        made_request = spread(draw, "urllib.request.Request", arguments)
        if draw(st.booleans()):
            name = f"req{scope.suffix}"
            scope.lines.append(f"{name} = {made_request}")
            call = f"{opener}({name})"
        else:
            call = f"{opener}({made_request})"
    decoded = draw(st.sampled_from(["json.load({})", "json.loads({}.read())"]))
    return Answered((), call, "{}.status", decoded, checks=True)


def _connection(draw: st.DrawFn, scope: Scope, made: Request) -> Answered:
    scope.imports |= {"import http.client", "import json"}
    name = f"conn{scope.suffix}"
    options = draw(st.sampled_from(["", ", timeout=10"]))
    scope.lines.append(f'{name} = http.client.HTTPSConnection("circleci.com"{options})')
    arguments = [f'"{made.method}"', made.url]
    if made.data:
        arguments.append(f"body={made.data}" if draw(st.booleans()) else made.data)
    if made.headers:
        arguments.append(f"headers={_headers(draw, scope, made)}")
    scope.lines.append(spread(draw, f"{name}.request", arguments))
    decoded = "json.loads({}.read())"
    return Answered((), f"{name}.getresponse()", "{}.status", decoded, checks=False)
