# ruff: noqa: E501
"""Further ways in which programs put a request together."""

from __future__ import annotations

import sys

import pytest

from tests.python.programs import calls, only, shown, written

API = "https://circleci.com/api/v1.1"


@pytest.mark.parametrize(
    "program",
    [
        f"import functools, requests\nfunctools.partial(requests.get, '{API}/me')()",
        f"from functools import partial\nimport requests\nget = partial(requests.request, 'GET')\nget('{API}/me')",
        f"from functools import partial\nimport requests\npartial(partial(requests.request, 'GET'), '{API}/me')()",
        f"from functools import partial\nimport requests\ns = requests.Session()\npartial(s.get, url='{API}/me')()",
        f"from functools import partial\nimport requests\ndef send(verb, path):\n    requests.request(verb, '{API}/' + path)\npartial(send, 'GET')('me')",
        f"from functools import partial\nimport requests\nclass C:\n    def __init__(self):\n        self.get = partial(self.send, 'GET')\n    def send(self, verb, path):\n        requests.request(verb, '{API}/' + path)\n    def me(self):\n        self.get('me')",
        f"import requests\ndef get(url, *args, **kw):\n    kw.setdefault('timeout', 3)\n    return requests.get(url, *args, **kw)\nget('{API}/me')",
        "import requests\nfrom urllib.parse import urlunparse\nrequests.get(urlunparse(('https', 'circleci.com', 'api/v1.1/me', '', '', '')))",
        "import requests\nfrom urllib.parse import urlunsplit\nrequests.get(urlunsplit(['https', 'circleci.com', '/api/v1.1/me', None, None]))",
        "import requests\nfrom urllib.parse import urlparse\np = urlparse('https://circleci.com/a?x=1')\nrequests.get(f'{p.scheme}://{p.netloc}/api/v1.1/me')",
        f"import requests, uritemplate\nrequests.get(uritemplate.expand('{API}/{{what}}', {{'what': 'me'}}))",
        f"import requests, uritemplate\nrequests.get(uritemplate.expand('{API}/{{what}}', what='me'))",
        f"import os, requests\nrequests.get(os.path.join('{API}', 'me'))",
        f"import posixpath, requests\nrequests.get(posixpath.join('{API}/', 'me'))",
        "from http.client import HTTPSConnection\nc = HTTPSConnection('circleci.com', 443)\nc.request('GET', '/api/v1.1/me')",
        "import http.client\nc = http.client.HTTPSConnection(host='circleci.com')\nc.request('GET', url='/api/v1.1/me')",
        f"import requests\ns = requests.Session()\ns.send(s.prepare_request(requests.Request('GET', '{API}/me')))",
        f"import httpx\nwith httpx.Client(base_url='{API}') as c:\n    c.get('me')",
        "import aiohttp\nasync def f():\n    async with aiohttp.ClientSession('https://circleci.com') as s:\n        await s.get('/api/v1.1/me')",
        f"import urllib3\nurllib3.PoolManager().request('GET', '{API}/me')",
    ],
)  # fmt: skip
def test_followed(program: str) -> None:
    call = only(program)
    assert (call.method, shown(call)) == ("GET", f"{API}/me")


@pytest.mark.parametrize(
    ("program", "doubtful"),
    [
        (f"from functools import partial\nimport requests\npartial(requests.get, '{API}/me', **kw)()", "`**kw` may hide"),
        (f"import requests\ndef get(url, **kw):\n    kw.setdefault(name(), 3)\n    return requests.get(url, **kw)\nget('{API}/me')", "`**kw` may hide"),
        (f"import requests\ndef get(url, *args):\n    return requests.get(url, *args)\nget('{API}/me', *more)", ""),
    ],
)  # fmt: skip
def test_what_is_hidden_is_no_rewrite(program: str, doubtful: str) -> None:
    found = calls(program)
    assert all(call.obstacles or not call.method for call in found)
    assert any(doubtful in why for call in found for why in call.obstacles)


def test_a_partial_that_is_never_called_sends_nothing() -> None:
    [call] = calls(
        f"from functools import partial\nimport requests\np = partial(requests.get, '{API}/me')"
    )
    assert call.method is None


def test_the_answer_of_a_connection() -> None:
    program = "import http.client, json\nc = http.client.HTTPSConnection('circleci.com')\nc.request('GET', '/api/v1.1/me')\nr = c.getresponse()\nprint(r.status == 200, json.loads(r.read())['login'])"
    call = only(program)
    assert [read.path for read in call.answer.reads] == ["login"]
    assert [check.status for check in call.answer.statuses] == [200]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("os.path.join(API, 'project/gh/o/r', 'tree', 'main')", "os.path.join(API, 'project/gh/o/r', 'pipeline')"),
        ("'/'.join([API, 'project/gh/o/r', 'tree', 'main'])", "'/'.join([API, 'project/gh/o/r', 'pipeline'])"),
        ("'/'.join([API, 'project/gh/o/r/tree', branch])", "'/'.join([API, 'project/gh/o/r/pipeline'])"),
    ],
)  # fmt: skip
def test_elements_come_and_go_whole(before: str, after: str) -> None:
    program = f"import os, requests\nAPI = '{API}'\nrequests.post({before}, json={{}})\n"
    made = written(program)
    assert f"requests.post({after}, json=" in made
    assert "''" not in made


def test_what_a_dispatching_helper_is_not_asked_for_is_no_call() -> None:
    program = f"""
    import requests
    class C:
        def send(self, verb, path):
            return {{"GET": self.get, "POST": self.post}}.get(verb)(path)
        def get(self, path):
            return requests.get("{API}/" + path)
        def post(self, path):
            return requests.post("{API}/" + path)
        def me(self):
            return self.send("GET", "me")
    """
    assert shown(only(program)) == f"{API}/me"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="f-strings of 3.12")
@pytest.mark.parametrize(
    "literal",
    [
        'f"{API}/project/{where["slug"]}/tree/main"',
        'f"{API}/project/{"/".join(["gh", f"{org}", "r"])}/tree/main"',
        'f"{API}/project/{\n    slug  # the site\n}/tree/main"',
    ],
)
def test_f_strings_of_python_3_12(literal: str) -> None:
    made = written(f'import requests\nAPI = "{API}"\nrequests.post({literal}, json={{}})\n')
    assert literal.replace("/tree/main", "/pipeline") in made


def test_a_template_of_an_address() -> None:
    program = f"""
    import aiohttp
    import uritemplate
    class Ci:
        BASE = "{API}"
        CANCEL = "/project/{{vcs}}/{{slug}}/{{n}}/cancel"
        def send(self, verb, url, names):
            url = uritemplate.expand("".join((self.BASE, url, "{{?circle-token}}")), names)
            return aiohttp.request(verb, url)
        def cancel(self, names):
            return self.send("POST", self.CANCEL, names)
    """
    [call] = [call for call in calls(program) if call.method]
    assert shown(call) == f"{API}/project/<vcs>/<slug>/<n>/cancel?circle-token=<circle-token>"


@pytest.mark.parametrize("function", ["json.dump", "yaml.safe_dump", "pickle.dump"])
def test_data_that_is_stored_is_no_call(function: str) -> None:
    module = function.partition(".")[0]
    program = f"import {module}\n{function}({{'servers': [{{'url': '{API}'}}]}}, file)\n"
    assert calls(program) == ()
