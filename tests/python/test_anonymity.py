"""Which requests are sure to send no token."""

from __future__ import annotations

import pytest

from tests.python.programs import only

U = "https://circleci.com/api/v1.1/project/gh/acme/site/7/artifacts"
POOL = "import urllib3\nhttp = urllib3.PoolManager({})\n"
SESSION = "import requests\ns = requests.Session()\n"
HELPER = """\
import requests
def fetch(url, headers=None):
    return requests.get(url, headers=headers)
"""
DEAF = """\
import requests
def fetch(url, *args, **kwargs):
    return requests.get(url, timeout=30)
"""
"""It takes a token and does not send it."""
ACCEPT = "headers={'Accept': 'application/json'}"


@pytest.mark.parametrize(
    "program",
    [
        f"import requests\nrequests.get('{U}')",
        f"import requests\nrequests.get('{U}', params={{'limit': 3}}, {ACCEPT})",
        f"from urllib.request import Request, urlopen\nurlopen(Request('{U}', {ACCEPT}))",
        POOL.format("") + f"http.request('GET', '{U}', {ACCEPT})",
        POOL.format("num_pools=2") + f"http.request('GET', '{U}', {ACCEPT})",
        POOL.format("") + f"http.request('GET', '{U}')",
        f"import requests\nrequests.get('{U}', params=None, auth=None)",
        SESSION + f"s.get('{U}')",
        SESSION + f"s.headers['Accept'] = 'application/json'\ns.verify = False\ns.get('{U}')",
        SESSION + f"s.headers.update({{'User-Agent': 'acme'}})\ns.get('{U}', timeout=3)",
        SESSION + f"s.mount('https://', HTTPAdapter(max_retries=3))\ns.get('{U}')",
        f"import httpx\nwith httpx.Client(timeout=3) as s:\n    s.get('{U}')",
        f"{HELPER}fetch('{U}')",
        f"{HELPER}fetch('{U}', headers={{'Accept': 'text/plain'}})",
        DEAF + f"fetch('{U}', auth=(token, ''))",
    ],
)
def test_sends_no_token(program: str) -> None:
    assert only(program).anonymous


@pytest.mark.parametrize(
    "program",
    [
        f"import requests\nrequests.get('{U}', auth=(token, ''))",
        f"import requests\nrequests.get('{U}', headers={{'Circle-Token': token}})",
        f"import requests\nrequests.get('{U}', headers=headers)",
        f"import requests\nrequests.get('{U}', params={{'circle-token': token}})",
        f"import requests\nrequests.get('{U}?circle-token=' + token)",
        f"import requests\nrequests.get('{U}', **options)",
        SESSION + f"s.auth = (token, '')\ns.get('{U}', {ACCEPT})",
        SESSION + f"s.get('{U}', {ACCEPT})\ns.auth = (token, '')",
        SESSION + f"s.headers['Circle-Token'] = token\ns.get('{U}')",
        SESSION + f"s.headers.update(headers)\ns.get('{U}')",
        SESSION + f"s.params = {{'circle-token': token}}\ns.get('{U}')",
        SESSION + f"s.cookies.set('ring-session', cookie)\ns.get('{U}')",
        SESSION + f"class Adapter: pass\ns.mount('https://', Adapter())\ns.get('{U}')",
        SESSION + f"log_in(s)\ns.get('{U}')",
        SESSION + f"login.log_in(session=s)\ns.get('{U}')",
        f"from acme import session\nsession.get('{U}')",
        f"import httpx\nhttpx.Client(auth=(token, '')).get('{U}')",
        f"import httpx\nhttpx.Client(transport=signed).get('{U}')",
        f"import requests\nrequests.get('{U}', auth=who)",
        f"{HELPER}fetch('{U}', headers={{'Circle-Token': token}})",
        f"{HELPER}fetch('{U}', headers=headers)",
        f"{HELPER}fetch('{U}', **given)",
        POOL.format("") + f"http.request('GET', '{U}', fields={{'circle-token': token}})",
        POOL.format("headers=h") + f"http.request('GET', '{U}')",
        POOL.format("") + f"http.request('GET', '{U}', headers={{'Circle-Token': token}})",
        POOL.format("") + f"http.request('GET', '{U}', headers=headers)",
        POOL.format("") + f"http.request('GET', '{U}?circle-token=' + token, {ACCEPT})",
    ],
)
def test_may_send_one(program: str) -> None:
    assert not only(program).anonymous
