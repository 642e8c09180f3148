"""The stand-in for circleci.com: real clients reach it, and it answers as CircleCI documents."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.standin import ARTIFACT_HOST, PROJECT_TOKEN, TOKEN, Standin, StandinError
from tests.standin import standin as standin_module
from tests.standin.client import SITE, SITE_V1, get, newest, send, site

pytest_plugins = ["tests.standin.fixtures"]


@pytest.fixture
def api() -> Iterator[Standin]:
    with Standin() as standin:
        yield standin


def run(api: Standin, *command: str, stdin: str | None = None) -> str:
    done = subprocess.run(
        command,
        env=os.environ | api.environment() | {"TOKEN": TOKEN},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# Real clients, each in a process of its own and with nothing but the environment to guide it.

URL = f"https://circleci.com{SITE}/pipeline"

PYTHON_CLIENTS = {
    "requests": f"""
import os, requests
answer = requests.post("{URL}", json={{"branch": "main"}}, headers=HEADERS)
print(answer.status_code)
""",
    "httpx": f"""
import httpx
print(httpx.post("{URL}", json={{"branch": "main"}}, headers=HEADERS).status_code)
""",
    "urllib": f"""
import json, urllib.request
body = json.dumps({{"branch": "main"}}).encode()
headers = HEADERS | {{"Content-Type": "application/json"}}
request = urllib.request.Request("{URL}", body, headers)
print(urllib.request.urlopen(request).status)
""",
    "aiohttp": f"""
import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession(trust_env=True) as session:
        async with session.post("{URL}", json={{"branch": "main"}}, headers=HEADERS) as answer:
            print(answer.status)
asyncio.run(main())
""",
}


def assert_one_trigger(api: Standin) -> None:
    assert [(r.method, r.host, r.path, r.json, r.status) for r in api.requests] == [
        ("POST", "circleci.com", f"{SITE}/pipeline", {"branch": "main"}, 201)
    ]
    assert api.requests[0].headers == {"content-type": "application/json", "circle-token": TOKEN}
    assert api.refusals == []


@pytest.mark.parametrize("client", PYTHON_CLIENTS)
def test_python_client(api: Standin, client: str) -> None:
    head = 'import os\nHEADERS = {"Circle-Token": os.environ["TOKEN"]}\n'
    assert run(api, sys.executable, "-c", head + PYTHON_CLIENTS[client]) == "201\n"
    assert_one_trigger(api)


def test_curl(api: Standin) -> None:
    headers = ("-H", f"Circle-Token: {TOKEN}", "-H", "Content-Type: application/json")
    body = ("-d", '{"branch":"main"}')
    assert run(
        api, "curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", *headers, *body, URL
    ) == ("201")
    assert_one_trigger(api)


def test_wget(api: Standin) -> None:
    headers = (f"--header=Circle-Token: {TOKEN}", "--header=Content-Type: application/json")
    answer = run(api, "wget", "-qO-", *headers, '--post-data={"branch":"main"}', URL)
    assert '"state":"pending"' in answer
    assert_one_trigger(api)


def test_curl_waits_for_100_continue(api: Standin) -> None:
    value = "x" * 2_000_000
    started = time.monotonic()
    run(
        api,
        *("curl", "-sS", "-H", "Expect: 100-continue", "--expect100-timeout", "20"),
        *("-u", f"{TOKEN}:", "-H", "Content-Type: application/json", "--data-binary", "@-"),
        f"https://circleci.com{SITE}/envvar",
        stdin=f'{{"name":"BIG","value":"{value}"}}',
    )
    assert time.monotonic() - started < 10
    assert api.requests[0].json["value"] == value
    assert api.requests[0].status == 201


def test_chunked_body(api: Standin) -> None:
    run(
        api,
        *("curl", "-sS", "-H", "Transfer-Encoding: chunked", "-u", f"{TOKEN}:"),
        *("-H", "Content-Type: application/json", "-d", "@-", URL),
        stdin='{"branch":"main"}',
    )
    assert api.requests[0].body == b'{"branch":"main"}'
    assert api.requests[0].status == 201


def test_one_connection_carries_many_requests(api: Standin) -> None:
    connections = run(
        api,
        *("curl", "-sS", "-o", "/dev/null", "-o", "/dev/null", "-w", "%{num_connects}\n"),
        *("-u", f"{TOKEN}:", "https://circleci.com/api/v2/me", "https://circleci.com/api/v2/me"),
    )
    assert connections.split() == ["1", "0"]
    assert [request.status for request in api.requests] == [200, 200]


def open_tunnel(api: Standin) -> ssl.SSLSocket:
    environment = api.environment()
    port = int(environment["HTTPS_PROXY"].rpartition(":")[2])
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(b"CONNECT circleci.com:443 HTTP/1.1\r\n\r\n")
    assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
    context = ssl.create_default_context(cafile=environment["SSL_CERT_FILE"])
    return context.wrap_socket(connection, server_hostname="circleci.com")


HEAD = (
    f"POST {SITE}/pipeline HTTP/1.1\r\nCircle-Token: {TOKEN}\r\nContent-Type: application/json\r\n"
)


def test_head_has_no_body(api: Standin) -> None:
    with open_tunnel(api) as tunnel:
        head = f"HEAD /api/v2/me HTTP/1.1\r\nCircle-Token: {TOKEN}\r\nConnection: close\r\n\r\n"
        tunnel.sendall(head.encode())
        answer = b"".join(iter(lambda: tunnel.recv(1000), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\n")
    assert api.requests[0].method == "HEAD"


def test_chunks_with_extension_and_trailer(api: Standin) -> None:
    with open_tunnel(api) as tunnel:
        tunnel.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        tunnel.sendall(b'A;x=y\r\n{"branch":\r\n6\r\n"main"\r\n1\r\n}\r\n0\r\nX-Sum: 1\r\n\r\n')
        assert tunnel.recv(1000).startswith(b"HTTP/1.1 201 ")
    assert_one_trigger(api)


@pytest.mark.parametrize(
    "rest", ['Content-Length: 99\r\n\r\n{"br', 'Transfer-Encoding: chunked\r\n\r\n4\r\n{"br\r\n']
)
def test_client_that_leaves_in_the_middle_is_no_fault(api: Standin, rest: str) -> None:
    with open_tunnel(api) as tunnel:
        tunnel.sendall((HEAD + rest).encode())
    assert send(api, "GET", "/api/v2/me").status_code == 200
    assert [request.path for request in api.requests] == ["/api/v2/me"]


# What the proxy refuses.


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("https://example.com/", "CONNECT example.com:443"),
        ("https://circleci.com:8443/", "CONNECT circleci.com:8443"),
        (f"https://{ARTIFACT_HOST}/", f"CONNECT {ARTIFACT_HOST}:443"),
        ("http://circleci.com/api/v2/me", "GET http://circleci.com/api/v2/me"),
        ("http://localhost:1/", "GET http://localhost:1/"),
    ],
)
def test_nothing_leaves_for_another_host(api: Standin, url: str, refusal: str) -> None:
    command = ("curl", "-s", "-w", "%{http_code} %{http_connect}", url)
    answer = subprocess.run(
        command, env=os.environ | api.environment(), capture_output=True, text=True, check=False
    )
    assert "502" in answer.stdout
    assert api.refusals == [refusal]
    assert api.requests == []


def test_client_that_does_not_trust_the_authority(api: Standin) -> None:
    environment = os.environ | {"https_proxy": api.environment()["https_proxy"]}
    answer = subprocess.run(("curl", "-s", URL), env=environment, check=False)
    assert answer.returncode == 60
    wait_until(lambda: any("TLS handshake failed" in refusal for refusal in api.refusals))
    assert api.requests == []


def wait_until(condition: Any) -> None:
    limit = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_malformed_request_is_noted(api: Standin) -> None:
    run(api, "curl", "-s", "-X", "BREW", "https://circleci.com/api/v2/me")
    assert len(api.refusals) == 1
    assert "501" in api.refusals[0]


@pytest.mark.parametrize("host", ["circleci.com", "www.circleci.com", "app.circleci.com"])
def test_hosts_of_circleci(api: Standin, host: str) -> None:
    assert send(api, "GET", "/api/v2/me", host=host).status_code == 200
    assert api.requests[0].host == host


def test_self_hosted_server() -> None:
    with Standin(hosts=("ci.acme.test", "ci.acme.test:8443")) as api:
        assert send(api, "GET", "/api/v2/me", host="ci.acme.test").status_code == 200
        assert send(api, "GET", "/api/v2/me", host="ci.acme.test:8443").status_code == 200
        assert [r.host for r in api.requests] == ["ci.acme.test", "ci.acme.test:8443"]


def test_artifacts_download_where_their_host_is_served() -> None:
    with Standin(hosts=(ARTIFACT_HOST,)) as api:
        number = newest(api, "success").number
        url = get(api, f"{SITE}/{number}/artifacts")["items"][1]["url"]
        fetched = run(api, "curl", "-sS", "-H", f"Circle-Token: {TOKEN}", url)
        assert fetched == "reports/index.html of the job build\n"
        output_url = get(api, f"{SITE_V1}/{number}")["steps"][1]["actions"][0]["output_url"]
        assert "Checkout code" in run(api, "curl", "-sS", "-u", f"{TOKEN}:", output_url)
        assert "Not Found" in run(api, "curl", "-sS", url), "without a token"
        assert "Not Found" in run(api, "curl", "-sS", "-u", f"{TOKEN}:", f"{url}.none")


# The life of a stand-in.


def test_start_is_quick() -> None:
    with Standin():
        pass
    started = time.perf_counter()
    with Standin():
        pass
    assert time.perf_counter() - started < 0.2


def test_stop_ends_connections_threads_and_files() -> None:
    before = set(threading.enumerate())
    with Standin() as api:
        authority = Path(api.environment()["SSL_CERT_FILE"])
        port = int(api.environment()["HTTPS_PROXY"].rpartition(":")[2])
        idle = socket.create_connection(("127.0.0.1", port))
        send(api, "GET", "/api/v2/me")
    assert idle.recv(1) == b""
    idle.close()
    assert not authority.exists()
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_clear_forgets_requests_and_changes(api: Standin) -> None:
    send(api, "DELETE", f"{SITE}/envvar/NPM_TOKEN")
    send(api, "POST", f"{SITE}/pipeline")
    assert len(api.requests) == 2
    api.clear()
    assert api.requests == []
    assert "NPM_TOKEN" in site(api).environment_variables
    assert len(site(api).pipelines) == 7


def test_same_data_in_every_stand_in(api: Standin) -> None:
    with Standin() as other:
        assert get(api, f"{SITE}/pipeline") == get(other, f"{SITE}/pipeline")
        assert get(api, SITE_V1) == get(other, SITE_V1)


def test_error_in_a_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a fault of the stand-in")

    monkeypatch.setattr(standin_module, "respond", fail)
    api = Standin()
    with pytest.raises(StandinError, match="a fault of the stand-in"), api:
        assert send(api, "GET", "/api/v2/me").status_code == 500
    assert api.requests[0].status == 500


def test_error_outside_the_api_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("no record")

    monkeypatch.setattr(standin_module, "record", fail)
    with pytest.raises(StandinError, match="no record"), Standin() as api:
        _refused(api)


def _refused(api: Standin) -> None:
    with pytest.raises(requests.ConnectionError):
        send(api, "GET", "/api/v2/me")


def test_error_while_accepting_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("no more clients")

    api = Standin()
    monkeypatch.setattr(api._proxy, "service_actions", fail)
    with pytest.raises(StandinError, match="no more clients"), api:
        wait_until(lambda: api._proxy.errors)


def test_fixtures(circleci: Standin, circleci_v2: Standin) -> None:
    assert send(circleci, "GET", SITE_V1).status_code == 200
    assert send(circleci_v2, "GET", SITE_V1).status_code == 410


def test_projects_of_ones_own() -> None:
    with Standin(projects=("gh/octo/shop",)) as api:
        assert get(api, "/api/v2/project/github/octo/shop")["slug"] == "gh/octo/shop"


def test_record(api: Standin) -> None:
    send(api, "POST", f"{SITE_V1}/tree/a%2Fb?x=1&y=", data={"build_parameters[K]": "v w"})
    [request] = api.requests
    assert request.path == f"{SITE_V1}/tree/a%2Fb"
    assert request.query == [("x", "1"), ("y", "")]
    assert request.form == [("build_parameters[K]", "v w")]
    assert request.json is None
    assert request.body == b"build_parameters%5BK%5D=v+w"


# Authentication.


@pytest.mark.parametrize("base", ["/api/v1.1", "/api/v2"])
@pytest.mark.parametrize(
    ("query", "headers", "auth"),
    [
        (f"?circle-token={TOKEN}", {}, None),
        ("", {"Circle-Token": TOKEN}, None),
        ("", {"Authorization": f"Bearer {TOKEN}"}, None),
        ("", {}, (TOKEN, "")),
    ],
)
def test_every_way_to_log_in(
    api: Standin, base: str, query: str, headers: dict[str, str], auth: tuple[str, str] | None
) -> None:
    answer = send(api, "GET", f"{base}/me{query}", headers=headers, auth=auth)
    assert answer.json()["login"] == "mona"


@pytest.mark.parametrize(
    ("path", "headers", "status", "message"),
    [
        ("/api/v2/me", {}, 401, "You must log in first."),
        ("/api/v2/me", {"Circle-Token": "wrong"}, 401, "You must log in first."),
        ("/api/v2/me", {"Authorization": "Basic /w=="}, 401, "You must log in first."),
        ("/api/v2/me", {"Authorization": "Basic abcde"}, 401, "You must log in first."),
        ("/api/v2/me", {"Circle-Token": PROJECT_TOKEN}, 401, "You must log in first."),
        (f"{SITE}/envvar", {"Circle-Token": PROJECT_TOKEN}, 404, "Project not found"),
        ("/api/v2/project/gh/acme/docs", {}, 401, "You must log in first."),
        (SITE_V1, {}, 401, "You must log in first."),
        (SITE_V1, {"Circle-Token": "wrong"}, 401, "You must log in first."),
    ],
)
def test_not_logged_in(
    api: Standin, path: str, headers: dict[str, str], status: int, message: str
) -> None:
    answer = send(api, "GET", path, headers=headers)
    assert (answer.status_code, answer.json()) == (status, {"message": message})


def test_v1_takes_a_project_token_and_shows_public_projects_to_all(api: Standin) -> None:
    token = {"Circle-Token": PROJECT_TOKEN}
    docs = "/api/v1.1/project/github/acme/docs"
    assert send(api, "GET", SITE_V1, headers=token).status_code == 200
    assert send(api, "GET", docs, headers={}).status_code == 200
    assert send(api, "POST", docs, headers={}).status_code == 401
