"""The HTTP clients of Python, as data: who sends, and which argument says what."""

from __future__ import annotations

from migrator.records import dataclass

VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options"})


@dataclass(frozen=True)
class Sender:
    """How one client takes a request apart.

    ``json``, ``form``, ``raw`` and ``files`` name the arguments that carry a
    body of that kind; an argument named in ``form`` and ``raw`` is what its
    value is. ``writes_json`` says that every version in use takes ``json``; urllib3
    does from 2.0 on (its changelog).
    ``joins`` is how a base URL and a path meet: ``append`` or ``resolve``.
    """

    library: str
    json: str = "json"
    form: str = "data"
    raw: tuple[str, ...] = ("data",)
    files: tuple[str, ...] = ("files",)
    query: str = "params"
    base: str = ""
    joins: str = "append"
    multipart: bool = False
    writes_json: bool = True


@dataclass(frozen=True)
class Signature:
    """A function that makes a request. ``verb`` is empty where an argument names the method.

    ``positional`` are the names of the positional arguments in order. ``sends``
    is false where the result is a request that is sent elsewhere. ``implied``
    is the method without a body, where a body makes it POST. ``request`` names
    the class of request that carries headers where the function takes none.
    """

    sender: Sender
    verb: str
    positional: tuple[str, ...]
    sends: bool = True
    implied: str = ""
    request: str = ""


REQUESTS = Sender("requests")
HTTPX = Sender("httpx", raw=("content", "data"), base="base_url")
AIOHTTP = Sender("aiohttp", files=(), base="base_url", joins="resolve")
URLLIB = Sender("urllib", json="", form="", files=(), query="")
URLLIB3 = Sender(
    "urllib3",
    form="fields",
    raw=("body",),
    files=(),
    query="",
    multipart=True,
    writes_json=False,
)
HTTP = Sender("http", json="", form="", raw=("body",), files=(), query="", base="host")
URLFETCH = Sender("urlfetch", json="", form="", raw=("payload",), files=(), query="")
UNSEEN = Sender("")

_REQUEST = ("method", "url")
_REQUESTS_ALL = (*_REQUEST, "params", "data", "headers", "cookies", "files", "auth", "timeout")


def _verbs(prefix: str, sender: Sender, extra: dict[str, tuple[str, ...]]) -> dict[str, Signature]:
    return {
        f"{prefix}{verb}": Signature(sender, verb.upper(), ("url", *extra.get(verb, ())))
        for verb in sorted(VERBS)
    }


_REQUESTS_EXTRA = {
    "get": ("params",),
    "post": ("data", "json"),
    "put": ("data",),
    "patch": ("data",),
}

FUNCTIONS: dict[str, Signature] = {
    **_verbs("requests.", REQUESTS, _REQUESTS_EXTRA),
    **_verbs("requests.api.", REQUESTS, _REQUESTS_EXTRA),
    "requests.request": Signature(REQUESTS, "", _REQUEST),
    "requests.api.request": Signature(REQUESTS, "", _REQUEST),
    "requests.Request": Signature(
        REQUESTS, "", (*_REQUEST, "headers", "files", "data", "params"), sends=False
    ),
    **_verbs("httpx.", HTTPX, {}),
    "httpx.request": Signature(HTTPX, "", _REQUEST),
    "httpx.stream": Signature(HTTPX, "", _REQUEST),
    "httpx.Request": Signature(HTTPX, "", _REQUEST, sends=False),
    "aiohttp.request": Signature(AIOHTTP, "", _REQUEST),
    "urllib3.request": Signature(URLLIB3, "", (*_REQUEST, "body", "fields", "headers")),
    "google.appengine.api.urlfetch.fetch": Signature(
        URLFETCH, "", ("url", "payload", "method", "headers"), implied="GET"
    ),
    **{
        f"{module}.urlopen": Signature(
            URLLIB, "", ("url", "data", "timeout"), implied="GET", request="Request"
        )
        for module in ("urllib.request", "urllib2", "urllib", "six.moves.urllib.request")
    },
    **{
        f"{module}.Request": Signature(
            URLLIB,
            "",
            ("url", "data", "headers", "origin_req_host", "unverifiable", "method"),
            sends=False,
            implied="GET",
        )
        for module in ("urllib.request", "urllib2", "six.moves.urllib.request")
    },
}

CLIENTS: dict[str, Sender] = {
    "requests.Session": REQUESTS,
    "requests.session": REQUESTS,
    "requests.sessions.Session": REQUESTS,
    "httpx.Client": HTTPX,
    "httpx.AsyncClient": HTTPX,
    "aiohttp.ClientSession": AIOHTTP,
    "aiohttp.client.ClientSession": AIOHTTP,
    "urllib3.PoolManager": URLLIB3,
    "urllib3.HTTPConnectionPool": URLLIB3,
    "http.client.HTTPSConnection": HTTP,
    "http.client.HTTPConnection": HTTP,
    "httplib.HTTPSConnection": HTTP,
    "six.moves.http_client.HTTPSConnection": HTTP,
}

BASE_POSITIONS: dict[str, int] = {
    "aiohttp.ClientSession": 0,
    "aiohttp.client.ClientSession": 0,
}
"""Clients that take their base URL as a positional argument."""

METHODS: dict[str, dict[str, Signature]] = {
    "requests": {
        **_verbs("", REQUESTS, _REQUESTS_EXTRA),
        "request": Signature(REQUESTS, "", _REQUESTS_ALL),
    },
    "httpx": {
        **_verbs("", HTTPX, {}),
        "request": Signature(HTTPX, "", _REQUEST),
        "stream": Signature(HTTPX, "", _REQUEST),
        "build_request": Signature(HTTPX, "", _REQUEST, sends=False),
    },
    "aiohttp": {
        **_verbs("", AIOHTTP, {}),
        "request": Signature(AIOHTTP, "", _REQUEST),
    },
    "urllib3": {
        "request": Signature(URLLIB3, "", (*_REQUEST, "body", "fields", "headers", "json")),
        "urlopen": Signature(URLLIB3, "", (*_REQUEST, "body", "headers")),
        "request_encode_body": Signature(URLLIB3, "", (*_REQUEST, "fields", "headers")),
        "request_encode_url": Signature(URLLIB3, "", (*_REQUEST, "fields", "headers")),
    },
    "http": {"request": Signature(HTTP, "", (*_REQUEST, "body", "headers"))},
    "": {
        **_verbs("", UNSEEN, _REQUESTS_EXTRA),
        "request": Signature(UNSEEN, "", _REQUESTS_ALL),
    },
}
"""The methods of a client object, by the library of its sender; ``""`` for one nobody can see."""

SENDING = frozenset({"urlopen", "send", "open"})
"""Functions and methods that send a request object."""

TEST_DOUBLES = frozenset(
    {
        "responses",
        "requests_mock",
        "httpretty",
        "respx",
        "pook",
        "aioresponses",
        "mock",
        "httpx_mock",
    }
)
"""Objects of these names only describe requests."""
