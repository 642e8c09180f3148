"""How the tests of the stand-in itself talk to it from their own process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from tests.standin.authentication import TOKEN
from tests.standin.data import JobRun, Project
from tests.standin.standin import Standin

SITE = "/api/v2/project/gh/acme/site"
SITE_V1 = "/api/v1.1/project/github/acme/site"
LOGGED_IN = {"Circle-Token": TOKEN}


def send(
    api: Standin,
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] = LOGGED_IN,
    host: str = "circleci.com",
    **options: Any,
) -> requests.Response:
    environment = api.environment()
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"https": environment["HTTPS_PROXY"]}
        session.verify = environment["SSL_CERT_FILE"]
        return session.request(
            method, f"https://{host}{path}", headers=headers, timeout=10, **options
        )


def get(api: Standin, path: str) -> Any:
    response = send(api, "GET", path)
    assert response.status_code == 200, response.text
    return response.json()


def every_item(api: Standin, path: str) -> list[Any]:
    items: list[Any] = []
    token: str | None = ""
    while token is not None:
        separator = "&" if "?" in path else "?"
        page = get(api, f"{path}{separator}page-token={token}" if token else path)
        assert len(page["items"]) <= 3
        items += page["items"]
        token = page["next_page_token"]
    return items


def site(api: Standin) -> Project:
    project = api.account.project("github", "acme", "site")
    assert project is not None
    return project


def newest(api: Standin, status: str) -> JobRun:
    return next(run for run in site(api).job_runs() if run.job.status == status)
