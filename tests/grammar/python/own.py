"""Clients that programs write for themselves: a method sends what the others ask for."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.grammar.endpoints import Endpoint
from tests.grammar.program import MARK, OUTER, Sent
from tests.grammar.python.clients import TOKEN

SENDERS = (
    "requests.request({method}, {url}, headers={headers}, **options)",
    "requests.request({method}, url={url}, headers={headers}, **options)",
    "getattr(requests, {method}.lower())({url}, headers={headers}, **options)",
    "self.session.request({method}, {url}, **options)",
)
ADDRESSES = (
    "self.base + path",
    'self.base + "/" + path.lstrip("/")',
    'f"{self.base}{path}"',
    '"{}{}".format(self.base, path)',
    '"%s%s" % (self.base, path)',
)


def unit(draw: st.DrawFn, call: Sent, suffix: str, base: str) -> tuple[set[str], list[str]]:
    """The class, and one method of it that makes the call."""
    sender = draw(st.sampled_from(SENDERS))
    kept = draw(st.sampled_from(["attribute", "instance", "argument", "constant"]))
    headers = '{"Circle-Token": self.token}'
    setting = {
        "attribute": [],
        "instance": [f'self.base = "{base}"'],
        "argument": ["self.base = base"],
        "constant": [f"self.base = API{suffix.upper()}"],
    }[kept]
    taken = "token, base" if kept == "argument" else "token"
    init = [f"def __init__(self, {taken}):", *_in([*setting, "self.token = token"])]
    if "session" in sender:
        init += _in(
            ["self.session = requests.Session()", f"self.session.headers.update({headers})"]
        )
    url = draw(st.sampled_from(ADDRESSES))
    decoded = draw(st.booleans()) and bool(call.endpoint.readings)
    sent = sender.format(method="method", url="url", headers=headers)
    helper = [
        "def _send(self, method, path, **options):",
        *_in([f"url = {url}", f"return {sent}{'.json()' if decoded else ''}"]),
    ]
    path, parameters, given = _path(draw, call.endpoint)
    options = "" if call.body is None else f", json={call.body!r}".replace("'", '"')
    asked = f'{MARK}self._send("{call.endpoint.method}", {path}{options})'
    method = [f"def run({', '.join(['self', *parameters])}):", *_in([f"return {asked}"])]
    body = [f'base = "{base}"', ""] if kept == "attribute" else []
    for each in draw(st.permutations([helper, method])):
        init += ["", *each]
    arguments = [TOKEN, f'"{base}"'] if kept == "argument" else [TOKEN]
    name = f"Client{suffix.title().replace('_', '')}"
    outer = OUTER if given else ""
    run = f"{outer}{name}({', '.join(arguments)}).run({', '.join(given)})"
    constants = [f'API{suffix.upper()} = "{base}"'] if kept == "constant" else []
    lines = [*constants, "", "", f"class {name}:", *_in([*body, *init]), "", ""]
    return {"import os", "import requests"}, [*lines, *_use(draw, call, run, decoded)]


def _in(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" if line else "" for line in lines]


def _path(draw: st.DrawFn, endpoint: Endpoint) -> tuple[str, list[str], list[str]]:
    """The expression, the parameters that it needs, and what they get."""
    names = {name: text for name, text in endpoint.path if name and draw(st.booleans())}
    pieces = [(name if name in names else "", text) for name, text in endpoint.path]
    if not names:
        return f'"{"".join(text for _, text in pieces)}"', [], []
    match draw(st.sampled_from(["f", "format", "percent", "plus"])):
        case "f":
            inside = "".join(f"{{{name}}}" if name else text for name, text in pieces)
            written = f'f"{inside}"'
        case "format":
            inside = "".join("{}" if name else text for name, text in pieces)
            written = f'"{inside}".format({", ".join(name for name, _ in pieces if name)})'
        case "percent":
            inside = "".join("%s" if name else text for name, text in pieces)
            written = f'"{inside}" % ({", ".join(name for name, _ in pieces if name)},)'
        case _:
            written = " + ".join(name or f'"{text}"' for name, text in pieces)
    return written, list(names), [f'"{text}"' for text in names.values()]


def _use(draw: st.DrawFn, call: Sent, run: str, decoded: bool) -> list[str]:
    if decoded:
        reading = draw(st.sampled_from(call.endpoint.readings))
        return [f"print({reading.python.format(run)})"]
    ways = ["{}", "{}.raise_for_status()", "print({}.status_code < 300)"]
    return [draw(st.sampled_from(ways)).format(run)]
