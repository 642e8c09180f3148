"""Which requests are sure to send no token."""

from __future__ import annotations

import pytest

from tests.python.programs import only

U = "https://circleci.com/api/v1.1/project/gh/acme/site/7/artifacts"
POOL = "import urllib3\nhttp = urllib3.PoolManager({})\n"
ACCEPT = "headers={'Accept': 'application/json'}"


@pytest.mark.parametrize(
    "program",
    [
        f"import requests\nrequests.get('{U}')",
        f"import requests\nrequests.get('{U}', params={{'limit': 3}}, {ACCEPT})",
        f"from urllib.request import Request, urlopen\nurlopen(Request('{U}', {ACCEPT}))",
        POOL.format("") + f"http.request('GET', '{U}', {ACCEPT})",
        POOL.format("num_pools=2") + f"http.request('GET', '{U}', {ACCEPT})",
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
        f"import requests\ns = requests.Session()\ns.get('{U}', {ACCEPT})",
        POOL.format("") + f"http.request('GET', '{U}')",
        POOL.format("headers=h") + f"http.request('GET', '{U}')",
        POOL.format("") + f"http.request('GET', '{U}', headers={{'Circle-Token': token}})",
        POOL.format("") + f"http.request('GET', '{U}', headers=headers)",
        POOL.format("") + f"http.request('GET', '{U}?circle-token=' + token, {ACCEPT})",
    ],
)
def test_may_send_one(program: str) -> None:
    assert not only(program).anonymous
