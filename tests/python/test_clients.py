# ruff: noqa: E501
"""Which expressions are requests, and of what method."""

from __future__ import annotations

import pytest

from tests.python.programs import at, calls, only, shown

URL = "'https://circleci.com/api/v1.1/me'"


@pytest.mark.parametrize(
    ("program", "method"),
    [
        ("import requests\nrequests.get({})", "GET"),
        ("import requests\nrequests.post(url={})", "POST"),
        ("import requests\nrequests.put({})", "PUT"),
        ("import requests\nrequests.delete({})", "DELETE"),
        ("import requests\nrequests.patch({})", "PATCH"),
        ("import requests\nrequests.head({})", "HEAD"),
        ("import requests\nrequests.options({})", "OPTIONS"),
        ("import requests\nrequests.request('post', {})", "POST"),
        ("import requests\nrequests.request(method='PUT', url={})", "PUT"),
        ("import requests\nV = 'DELETE'\nrequests.request(V, {})", "DELETE"),
        ("import requests as rq\nrq.post({})", "POST"),
        ("from requests import post\npost({})", "POST"),
        ("from requests import post as p\np({})", "POST"),
        ("from requests import api\napi.post({})", "POST"),
        ("import requests\ns = requests.Session()\ns.post({})", "POST"),
        ("import requests\nwith requests.session() as s:\n    s.post({})", "POST"),
        ("import requests\nrequests.Session().post({})", "POST"),
        ("from requests import Session\nclass C:\n    def __init__(self):\n        self.s = Session()\n    def f(self):\n        self.s.post({})", "POST"),
        ("import requests\nreq = requests.Request('POST', {})\nrequests.Session().send(req.prepare())", "POST"),
        ("import httpx\nhttpx.post({})", "POST"),
        ("import httpx\nhttpx.Client().delete({})", "DELETE"),
        ("import httpx\nasync def f():\n    async with httpx.AsyncClient() as c:\n        await c.post({})", "POST"),
        ("import httpx\nwith httpx.stream('GET', {}) as r:\n    pass", "GET"),
        ("import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        async with s.post({}) as r:\n            pass", "POST"),
        ("from urllib.request import urlopen\nurlopen({})", "GET"),
        ("from urllib.request import urlopen\nurlopen({}, b'')", "POST"),
        ("from urllib.request import urlopen\nurlopen({}, data=None)", "GET"),
        ("import urllib.request\nurllib.request.urlopen(urllib.request.Request({}, method='DELETE'))", "DELETE"),
        ("import urllib.request as u\nr = u.Request({}, b'x')\nu.urlopen(r)", "POST"),
        ("import urllib2\nr = urllib2.Request({})\nr.get_method = lambda: 'PUT'\nurllib2.urlopen(r)", "PUT"),
        ("import urllib3\nurllib3.PoolManager().request('POST', {})", "POST"),
        ("import urllib3\nhttp = urllib3.PoolManager()\nhttp.request('GET', {})", "GET"),
        ("from google.appengine.api import urlfetch\nurlfetch.fetch({})", "GET"),
        ("from google.appengine.api import urlfetch\nurlfetch.fetch({}, payload=b'x')", "GET"),
        ("from google.appengine.api import urlfetch\nurlfetch.fetch({}, method=urlfetch.POST)", "POST"),
        ("import http\nimport requests\nrequests.request(http.HTTPMethod.PUT, {})", "PUT"),
        ("def f(session):\n    session.post({})", "POST"),
        ("class C:\n    def f(self):\n        self.session.delete({})", "DELETE"),
        ("def f(client):\n    client.request('PUT', {})", "PUT"),
        ("def f(client):\n    client.get('/api/v1.1/me')", "GET"),
    ],
)  # fmt: skip
def test_request(program: str, method: str) -> None:
    call = only(program.format(URL) + "\n")
    assert call.method == method
    assert not call.obstacles


def test_a_constant_that_names_no_method() -> None:
    call = only(f"import requests\nimport acme\nrequests.request(acme.VERB, {URL})\n")
    assert call.method is None


@pytest.mark.parametrize(
    "program",
    [
        "import requests\nclass requests:\n    pass\n",
        "import requests\nrequests = other()\n",
    ],
)
def test_a_shadowed_name_is_not_the_library(program: str) -> None:
    assert not calls(program + "requests.get(url)\n")


@pytest.mark.parametrize(
    "program",
    ["def f(d):\n    d.get('key')\n", "def f(d):\n    d.get('a/b', 'c')\n", "x.post('/local')\n"],
)
def test_a_method_with_a_verb_for_a_name_is_no_request(program: str) -> None:
    assert not calls(program)


@pytest.mark.parametrize(
    ("base", "path", "expected"),
    [
        ("https://circleci.com/api/v1.1", "/me", "https://circleci.com/api/v1.1/me"),
        ("https://circleci.com/api/v1.1/", "/me", "https://circleci.com/api/v1.1/me"),
        ("https://circleci.com/api/v1.1/", "me", "https://circleci.com/api/v1.1/me"),
        ("https://circleci.com/api/v1.1", "me", "https://circleci.com/api/v1.1/me"),
        ("https://circleci.com", "https://x.example/", "https://x.example/"),
    ],
)
def test_base_url_of_httpx(base: str, path: str, expected: str) -> None:
    call = only(f"import httpx\nc = httpx.Client(base_url='{base}')\nc.get('{path}')\n")
    assert shown(call) == expected


def test_base_url_of_aiohttp_resolves() -> None:
    program = """
    import aiohttp
    async def f():
        async with aiohttp.ClientSession('https://circleci.com') as s:
            await s.get('/api/v1.1/me')
    """
    assert shown(only(program)) == "https://circleci.com/api/v1.1/me"


def test_a_method_nobody_can_see_is_an_obstacle() -> None:
    call = only(f"import requests\ndef f(verb):\n    requests.request(verb, {URL})\n")
    assert call.method is None
    assert call.obstacles == ("`verb` may be any HTTP method",)


def test_a_request_made_elsewhere_is_one_call() -> None:
    program = f"""
    from urllib.request import Request, urlopen
    req = Request({URL})
    req.add_header('Circle-Token', token)
    with urlopen(req) as r:
        r.read()
    """
    call = only(program)
    assert at(program, call) == f"Request({URL})"
    assert [h.name for h in call.headers] == ["circle-token"]
    assert [e.where for e in call.answer.escapes] == []


def test_hidden_arguments_are_an_obstacle() -> None:
    call = only(f"import requests\ndef f(**kw):\n    requests.post({URL}, **kw)\n")
    assert call.obstacles == ("`**kw` may hide a body or headers",)


def test_spread_arguments_in_view_are_none() -> None:
    call = only(f"import requests\nkw = {{'json': {{'tag': 'x'}}}}\nrequests.post({URL}, **kw)\n")
    assert not call.obstacles
    assert call.body.root
    assert call.body.root.keys == ("tag",)
