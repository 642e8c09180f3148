"""Each guard of a rule (v1-to-v2, 12.2): a program in which it holds, and one in which it does not."""
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

import pytest

from tests.harness.tool import check_json

HEAD = 'import os, sys, requests\nA = (os.environ["T"], "")\n'
SITE = "https://circleci.com/api/v1.1/project/github/acme/site"

PROGRAMS = [
    ("me-get", "safe", 'print(requests.get("https://circleci.com/api/v1.1/me", auth=A).json()["login"])'),
    ("me-get", "unsafe", 'print(requests.get("https://circleci.com/api/v1.1/me", auth=A).json()["admin"])'),
    ("env-get", "safe", 'print(requests.get("{P}/envvar/X", auth=A).json()["value"])'),
    ("env-get", "unsafe", 'print(requests.get("https://circleci.com/api/v1/project/acme/site/envvar/X", auth=A).json()["value"])'),
    ("env-create", "safe", 'requests.post("{P}/envvar", auth=A, json={"name": "A", "value": "b"}).raise_for_status()'),
    ("env-create", "safe", 'assert requests.post("{P}/envvar", auth=A, json={"name": "A", "value": "b"}).status_code == 201'),
    ("env-create", "unsafe", 'assert requests.post("{P}/envvar", auth=A, json={"name": "A", "value": "b"}).status_code == 200'),
    ("env-create", "unsafe", 'print(requests.post("{P}/envvar", auth=A, json={"name": "A", "value": "b"}).json()["created-at"])'),
    ("env-delete", "safe", 'requests.delete("{P}/envvar/X", auth=A).raise_for_status()'),
    ("env-delete", "unsafe", 'assert requests.delete("{P}/envvar/X", auth=A).json()["message"] == "ok"'),
    ("key-delete", "safe", 'requests.delete("{P}/checkout-key/aa:bb", auth=A).raise_for_status()'),
    ("key-delete", "unsafe", 'assert requests.delete("{P}/checkout-key/aa:bb", auth=A).json()["message"] == "ok"'),
    ("env-list", "safe", 'for v in requests.get("{P}/envvar", auth=A).json(): print(v["name"])'),
    ("env-list", "safe", 'x = requests.get("{P}/envvar", auth=A).json()\nprint(len(x), x[0]["name"])'),
    ("env-list", "unsafe", 'def f():\n    return requests.get("{P}/envvar", auth=A).json()'),
    ("env-list", "unsafe", 'send(requests.get("{P}/envvar", auth=A).json())'),
    ("build-artifacts", "safe", 'for a in requests.get("{P}/11/artifacts", auth=A).json(): print(a["pretty_path"])'),
    ("build-artifacts", "unsafe", 'send(requests.get("{P}/11/artifacts", auth=A).json())'),
    ("build-artifacts", "unsafe", 'def f():\n    return requests.get("{P}/11/artifacts", auth=A).json()'),
    ("build-tests", "safe", 'for t in requests.get("{P}/11/tests", auth=A).json()["tests"]: print(t["name"], t["run_time"])'),
    ("build-tests", "unsafe", 'print(requests.get("{P}/11/tests", auth=A).json()["exceptions"])'),
    ("build-tests", "unsafe", 'for t in requests.get("{P}/11/tests", auth=A).json()["tests"]: print(t["source_type"])'),
    ("key-list", "safe", 'for k in requests.get("{P}/checkout-key", auth=A).json(): print(k["type"], k["time"])'),
    ("key-list", "unsafe", 'for k in requests.get("{P}/checkout-key", auth=A).json(): print(k["login"])'),
    ("key-list", "unsafe", 'send(requests.get("{P}/checkout-key", auth=A).json())'),
    ("key-get", "safe", 'print(requests.get("{P}/checkout-key/aa:bb", auth=A).json()["type"])'),
    ("key-get", "unsafe", 'print(requests.get("{P}/checkout-key/aa:bb", auth=A).json()["login"])'),
    ("key-get", "unsafe", 'print(requests.get("{P}/checkout-key/aa:bb", auth=A).json()["time"])'),
    ("key-create", "safe", 'requests.post("{P}/checkout-key", auth=A, json={"type": "github-user-key"}).raise_for_status()'),
    ("key-create", "unsafe", 'requests.post("{P}/checkout-key", auth=A, json={"type": sys.argv[1]}).raise_for_status()'),
    ("build-cancel", "safe", 'requests.post("{P}/11/cancel", auth=A).raise_for_status()'),
    ("build-cancel", "safe", 'if not requests.post("{P}/11/cancel", auth=A).ok: sys.exit(1)'),
    ("build-cancel", "unsafe", 'print(requests.post("{P}/11/cancel", auth=A).json()["status"])'),
    ("build-cancel", "unsafe", 'r = requests.post("{P}/11/cancel", auth=A)\nif r.status_code == 200: print(r.json()["build_num"])'),
    ("trigger-pipeline", "safe", 'requests.post("{P}/build", auth=A, json={"branch": "main"}).raise_for_status()'),
    ("trigger-pipeline", "safe", 'assert requests.post("{P}/build", auth=A, json={"tag": "v1"}).ok'),
    ("trigger-pipeline", "none", 'requests.post("{P}/build", auth=A, json={"branch": "main", "revision": "abc"}).raise_for_status()'),
    ("trigger-pipeline", "unsafe", 'requests.post("{P}/build", auth=A, data={"branch": "main"}).raise_for_status()'),
    ("trigger-pipeline", "unsafe", 'assert requests.post("{P}/build", auth=A, json={"branch": "main"}).json()["body"] == "Build created"'),
    ("trigger-pipeline", "unsafe", 'assert requests.post("{P}/build", auth=A, json={"branch": "main"}).status_code == 200'),
    ("trigger-job", "unsafe", 'requests.post("{P}", auth=A, json={"branch": "main"}).raise_for_status()'),
    ("trigger-job-branch", "unsafe", 'requests.post("{P}/tree/main", auth=A).raise_for_status()'),
    ("build-retry", "unsafe", 'requests.post("{P}/" + os.environ["CIRCLE_BUILD_NUM"] + "/retry", auth=A).raise_for_status()'),
    ("build-ssh", "unsafe", 'requests.post("{P}/" + os.environ["CIRCLE_BUILD_NUM"] + "/ssh", auth=A).raise_for_status()'),
    ("build-get", "unsafe", 'b = requests.get("{P}/11", auth=A).json()\nprint(b["status"], b["build_num"], b["build_url"], b["start_time"], b["stop_time"], b["queued_at"], b["parallel"], b["build_time_millis"])'),
    ("build-get", "none", 'print(requests.get("{P}/11", auth=A).json()["steps"])'),
    ("build-get", "none", 'print(requests.get("{P}/11", auth=A).json()["branch"])'),
]  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The findings by the name of the program."""
    folder = tmp_path_factory.mktemp("guards")
    for index, (_, _, program) in enumerate(PROGRAMS):
        text = HEAD + program.replace("{P}", SITE) + "\n"
        (folder / f"{index}.py").write_text(text, encoding="utf-8")
    by_name: dict[str, list[dict[str, Any]]] = {}
    for finding in check_json(folder)["findings"]:
        by_name.setdefault(finding["path"], []).append(finding)
    return by_name


@pytest.mark.parametrize("index", range(len(PROGRAMS)), ids=lambda i: f"{PROGRAMS[i][0]}-{i}")
def test_applicability(index: int, found: dict[str, list[dict[str, Any]]]) -> None:
    rule, applicability, _ = PROGRAMS[index]
    (finding,) = found[f"{index}.py"]
    fix = finding["fix"]
    assert finding["rule"] == rule
    assert (fix["applicability"] if fix else "none") == applicability
