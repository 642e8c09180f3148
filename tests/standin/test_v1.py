"""v1 and v1.1: every route once, the three states of the service, and the same data as v2."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from tests.standin import PROJECT_TOKEN, Standin
from tests.standin.client import SITE, SITE_V1, every_item, get, newest, send, site

DYING = ["", "/", "/tree/main", "/build", "/18/retry", "/18/ssh"]
PREFIXES = [
    "/api/v1.1/project/github/acme/site",
    "/api/v1.1/project/gh/acme/site",
    "/api/v1.1/project/acme/site",
    "/api/v1/project/github/acme/site",
    "/api/v1/project/acme/site",
]


@pytest.fixture
def api() -> Iterator[Standin]:
    with Standin() as standin:
        yield standin


# The three states of the service.


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("path", DYING)
def test_dying_calls_carry_their_sunset(api: Standin, prefix: str, path: str) -> None:
    answer = send(api, "POST", prefix + path)
    assert answer.status_code == 200
    assert answer.headers["Sunset"] == "Mon, 01 Feb 2027 00:00:00 GMT"
    assert "Deprecation" in answer.headers


@pytest.mark.parametrize("prefix", PREFIXES)
def test_gone(prefix: str) -> None:
    with Standin(v1="gone") as api:
        for path in DYING:
            assert send(api, "POST", prefix + path).status_code == 410
        assert send(api, "GET", f"{prefix}/18").status_code == 200
        assert send(api, "POST", f"{prefix}/18/cancel").status_code == 200
        assert len(site(api).job_runs()) == 18


@pytest.mark.parametrize("prefix", PREFIXES)
def test_refused(prefix: str) -> None:
    with Standin(v1="refused") as api:
        for method, path in [("POST", ""), ("GET", "/18"), ("DELETE", "/envvar/X"), ("GET", "/x")]:
            assert send(api, method, prefix + path).status_code == 410
        assert [request.status for request in api.requests] == [410] * 4
        assert get(api, "/api/v2/me")["login"] == "mona"


# Builds.


@pytest.mark.parametrize("prefix", PREFIXES)
def test_builds_of_a_project_newest_first(api: Standin, prefix: str) -> None:
    assert [build["build_num"] for build in get(api, prefix)] == list(range(18, 0, -1))


def test_two_part_slug_of_v1_with_a_number(api: Standin) -> None:
    assert get(api, "/api/v1/project/acme/site/12")["build_num"] == 12


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("limit=2", [18, 17]),
        ("limit=2&offset=3", [15, 14]),
        ("offset=17", [1]),
        ("filter=running", [14]),
        ("filter=failed", [5]),
        ("filter=completed&limit=5", [18, 17, 16, 15, 13]),
        ("filter=successful&offset=10", [7, 6, 4, 3, 2, 1]),
    ],
)
def test_limit_offset_and_filter(api: Standin, query: str, numbers: list[int]) -> None:
    assert [build["build_num"] for build in get(api, f"{SITE_V1}?{query}")] == numbers


@pytest.mark.parametrize("query", ["limit=x", "offset=-1", "filter=success"])
def test_listing_refused(api: Standin, query: str) -> None:
    assert send(api, "GET", f"{SITE_V1}?{query}").status_code == 400


def test_limit_has_a_default_and_a_maximum(api: Standin) -> None:
    recent = "/api/v1.1/recent-builds"
    assert len(get(api, recent)) == 30
    assert len(get(api, f"{recent}?limit=100")) == 4 * 18
    with Standin(projects=("gh/octo/a", "gh/octo/b")) as more:
        assert len(get(more, f"{recent}?limit=101")) == 100


@pytest.mark.parametrize("branch", ["feature%2Flogin", "feature/login"])
def test_builds_of_a_branch(api: Standin, branch: str) -> None:
    builds = get(api, f"{SITE_V1}/tree/{branch}")
    assert [build["build_num"] for build in builds] == [14, 13, 8, 7, 6]
    assert {build["branch"] for build in builds} == {"feature/login"}


def test_builds_of_an_organization(api: Standin) -> None:
    builds = get(api, "/api/v1.1/organization/github/acme?limit=100")
    assert {build["reponame"] for build in builds} == {"site", "api", "docs"}


def test_build_is_the_job_of_v2(api: Standin) -> None:
    number = newest(api, "success").number
    build = get(api, f"{SITE_V1}/{number}")
    job = get(api, f"{SITE}/job/{number}")
    pipeline = get(api, f"/api/v2/pipeline/{job['pipeline']['id']}")
    jobs = every_item(api, f"/api/v2/workflow/{job['latest_workflow']['id']}/job")
    assert [other["id"] for other in jobs if other["job_number"] == number] == [
        build["workflows"]["job_id"]
    ]
    pairs = {
        "build_num": job["number"],
        "status": job["status"],
        "build_url": job["web_url"],
        "start_time": job["started_at"],
        "stop_time": job["stopped_at"],
        "queued_at": job["queued_at"],
        "build_time_millis": job["duration"],
        "parallel": job["parallelism"],
        "username": job["organization"]["name"],
        "reponame": job["project"]["name"],
        "vcs_url": job["project"]["external_url"],
        "branch": pipeline["vcs"]["branch"],
        "vcs_revision": pipeline["vcs"]["revision"],
        "subject": pipeline["vcs"]["commit"]["subject"],
    }
    assert {name: build[name] for name in pairs} == pairs
    assert build["workflows"]["workflow_id"] == job["latest_workflow"]["id"]
    assert build["workflows"]["workflow_name"] == job["latest_workflow"]["name"]
    assert build["workflows"]["job_name"] == job["name"]


@pytest.mark.parametrize(
    ("number", "status", "outcome", "lifecycle"),
    [
        (18, "success", "success", "finished"),
        (10, "fixed", "success", "finished"),
        (5, "failed", "failed", "finished"),
        (14, "running", None, "running"),
    ],
)
def test_status_words(
    api: Standin, number: int, status: str, outcome: str | None, lifecycle: str
) -> None:
    build = get(api, f"{SITE_V1}/{number}")
    assert (build["status"], build["outcome"], build["lifecycle"]) == (status, outcome, lifecycle)
    assert (build["stop_time"] is None) == (outcome is None)


def test_only_the_full_build_has_steps(api: Standin) -> None:
    assert "steps" not in get(api, SITE_V1)[0]
    action = get(api, f"{SITE_V1}/18")["steps"][2]["actions"][0]
    assert action["output_url"].endswith("/steps/2/0")
    assert send(api, "GET", f"{SITE_V1}/999").json() == {"message": "Build not found"}


def test_step_output(api: Standin) -> None:
    output = get(api, f"{SITE_V1}/18/output/0/0?file=true")
    assert output[0]["message"] == "Spin up environment of build\r\n"
    assert send(api, "GET", f"{SITE_V1}/18/output/3/0").status_code == 404


def test_artifacts(api: Standin) -> None:
    artifacts = get(api, f"{SITE_V1}/18/artifacts")
    assert [a["path"] for a in artifacts] == [a["pretty_path"] for a in artifacts]
    v2 = every_item(api, f"{SITE}/18/artifacts")
    assert [a["url"] for a in artifacts] == [a["url"] for a in v2]
    assert get(api, f"{SITE_V1}/17/artifacts") == []


def test_latest_artifacts(api: Standin) -> None:
    latest = f"{SITE_V1}/latest/artifacts"
    assert get(api, latest) == get(api, f"{SITE_V1}/18/artifacts")
    assert get(api, f"{latest}?branch=main&filter=successful") == get(api, latest)
    assert send(api, "GET", f"{latest}?branch=feature/login").status_code == 404
    assert send(api, "GET", f"{latest}?branch=none").status_code == 404


@pytest.mark.parametrize("path", ["0/dist/site.tar.gz", "0/$CIRCLE_ARTIFACTS/dist/site.tar.gz"])
def test_latest_artifact_as_a_file(api: Standin, path: str) -> None:
    answer = send(api, "GET", f"{SITE_V1}/latest/artifacts/{path}")
    assert answer.text == "dist/site.tar.gz of the job build\n"
    assert send(api, "GET", f"{SITE_V1}/latest/artifacts/0/none").status_code == 404


def test_tests(api: Standin) -> None:
    tests = get(api, f"{SITE_V1}/5/tests")
    assert tests["exceptions"] == []
    assert [t["name"] for t in tests["tests"]] == [
        t["name"] for t in every_item(api, f"{SITE}/5/tests")
    ]
    assert "source_type" in tests["tests"][0]


# Triggers, reruns, cancelling.


def only_build(api: Standin) -> Any:
    [build] = [b for b in get(api, SITE_V1) if b["build_num"] > 18]
    return get(api, f"{SITE_V1}/{build['build_num']}")


@pytest.mark.parametrize("branch", ["feature%2Fx", "feature/x"])
def test_trigger_on_a_branch(api: Standin, branch: str) -> None:
    answer = send(api, "POST", f"{SITE_V1}/tree/{branch}")
    queued = answer.json()
    assert (answer.status_code, queued["status"], queued["lifecycle"]) == (200, "queued", "queued")
    assert (queued["outcome"], queued["start_time"]) == (None, None)
    built = get(api, f"{SITE_V1}/{queued['build_num']}")
    assert (built["outcome"], built["branch"]) == ("success", "feature/x")
    assert built["workflows"]["job_name"] == "build"


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "options",
    [
        {"json": {"revision": "abc", "build_parameters": {"CIRCLE_JOB": "deploy", "K": "v"}}},
        {"data": "revision=abc&build_parameters[CIRCLE_JOB]=deploy&build_parameters[K]=v"},
        {
            "files": {
                "revision": (None, "abc"),
                "build_parameters[CIRCLE_JOB]": (None, "deploy"),
                "build_parameters[K]": (None, "v"),
                "config": ("config.yml", "version: 2"),
            }
        },
    ],
)
def test_trigger_of_one_job_in_any_encoding(api: Standin, options: dict[str, Any]) -> None:
    token = {"Circle-Token": PROJECT_TOKEN}
    headers = token | ({"Content-Type": FORM} if "data" in options else {})
    assert send(api, "POST", SITE_V1, headers=headers, **options).status_code == 200
    build = only_build(api)
    assert build["workflows"]["job_name"] == "deploy"
    assert build["vcs_revision"] == "abc"
    assert build["build_parameters"] == {"CIRCLE_JOB": "deploy", "K": "v"}


def test_trigger_of_a_named_job(api: Standin) -> None:
    send(api, "POST", SITE_V1, json={"job": "lint"})
    assert only_build(api)["workflows"]["job_name"] == "lint"


@pytest.mark.parametrize(
    ("body", "branch", "tag"),
    [({}, "main", None), ({"branch": "b"}, "b", None), ({"tag": "t", "branch": "b"}, None, "t")],
)
def test_trigger_of_a_pipeline(
    api: Standin, body: dict[str, str], branch: str | None, tag: str | None
) -> None:
    answer = send(api, "POST", f"{SITE_V1}/build", data=body)
    assert answer.json() == {"status": 200, "body": "Build created"}
    builds = get(api, SITE_V1)[:3]
    assert [b["workflows"]["job_name"] for b in builds] == ["build", "test", "lint"]
    assert {(b["branch"], b["vcs_tag"]) for b in builds} == {(branch, tag)}


def test_parameters_that_are_one_text_are_none(api: Standin) -> None:
    send(api, "POST", SITE_V1, data={"build_parameters": '{"CIRCLE_JOB":"deploy"}'})
    assert only_build(api)["workflows"]["job_name"] == "build"


@pytest.mark.parametrize(("call", "ssh_disabled"), [("retry", True), ("ssh", False)])
def test_retry(api: Standin, call: str, ssh_disabled: bool) -> None:
    again = send(api, "POST", f"{SITE_V1}/5/{call}").json()
    assert (again["build_num"], again["retry_of"], again["status"]) == (19, 5, "queued")
    assert get(api, f"{SITE_V1}/19")["ssh_disabled"] is ssh_disabled
    assert get(api, f"{SITE_V1}/5")["retries"] == [19]


def test_cancel(api: Standin) -> None:
    answer = send(api, "POST", f"{SITE_V1}/14/cancel").json()
    assert (answer["build_num"], answer["canceled"], answer["outcome"]) == (14, True, "canceled")
    assert get(api, f"{SITE}/job/14")["status"] == "canceled"


# Projects, keys, variables, the user.


def test_me(api: Standin) -> None:
    assert {"login", "name", "selected_email", "projects"} <= set(get(api, "/api/v1.1/me"))


def test_projects(api: Standin) -> None:
    projects = get(api, "/api/v1.1/projects")
    assert [p["reponame"] for p in projects] == ["site", "api", "docs", "legacy"]
    main = projects[0]["branches"]["main"]
    assert main["recent_builds"][0]["build_num"] == 18
    assert main["last_success"]["build_num"] == 18
    assert main["last_non_success"]["build_num"] == 5
    assert projects[0]["branches"]["feature/login"]["running_builds"][0]["build_num"] == 14
    assert "branches" not in get(api, "/api/v1.1/projects?shallow=true")[0]


def test_follow_and_unfollow(api: Standin) -> None:
    assert send(api, "POST", f"{SITE_V1}/unfollow").json() == {"following": False}
    assert len(get(api, "/api/v1.1/projects")) == 3
    assert send(api, "POST", f"{SITE_V1}/follow").json()["following"] is True
    assert len(get(api, "/api/v1.1/projects")) == 4


def test_settings(api: Standin) -> None:
    path = f"{SITE_V1}/settings"
    assert "main" in get(api, path)["branches"]
    assert "branches" not in get(api, f"{path}?skip-branches=true")
    answer = send(api, "PUT", path, json={"feature_flags": {"build-prs-only": True}})
    assert answer.json()["feature_flags"]["build-prs-only"] is True
    assert get(api, f"{SITE}/settings")["advanced"]["build_prs_only"] is True


def test_environment_variables(api: Standin) -> None:
    path = f"{SITE_V1}/envvar"
    shown = {"name": "GREETING", "value": "xxxxorld"}
    answer = send(api, "POST", path, json={"name": "GREETING", "value": "hello world"})
    assert (answer.status_code, answer.json()) == (201, shown)
    assert get(api, path) == every_item(api, f"{SITE}/envvar")
    assert get(api, f"{path}/GREETING") == shown
    assert send(api, "DELETE", f"{path}/GREETING").json() == {"message": "ok"}
    assert send(api, "DELETE", f"{path}/GREETING").status_code == 404
    assert send(api, "POST", path, json={"name": "A"}).status_code == 400


def test_checkout_keys(api: Standin) -> None:
    path = f"{SITE_V1}/checkout-key"
    key = send(api, "POST", path, json={"type": "github-user-key"}).json()
    assert set(key) == {"public_key", "type", "fingerprint", "login", "preferred", "time"}
    assert get(api, path)[-1] == key
    assert get(api, f"{path}?digest=sha256")[-1]["fingerprint"].startswith("SHA256:")
    one = f"{path}/{key['fingerprint']}"
    assert get(api, one) == key
    assert send(api, "DELETE", one).json() == {"message": "ok"}
    assert send(api, "DELETE", one).status_code == 404
    assert send(api, "POST", path, json={"type": "user-key"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("POST", f"{SITE_V1}/18/ssh-users", '"build_num"'),
        ("POST", f"{SITE_V1}/enable", '"has_usable_key"'),
        ("GET", "/api/v1.1/user/organizations", '"vcs_type"'),
        ("GET", "/api/v1.1/user/repos/github?page=1", '"docs"'),
        ("GET", "/api/v1.1/organization/github/acme/settings", '"projects"'),
        ("GET", "/api/v1.1/organization/github/acme/plan", '"containers"'),
    ],
)
def test_undocumented_and_legacy(api: Standin, method: str, path: str, words: str) -> None:
    answer = send(api, method, path)
    assert answer.status_code == 200
    assert words in answer.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{SITE_V1}/ssh-key"),
        ("DELETE", f"{SITE_V1}/ssh-key"),
        ("POST", "/api/v1.1/user/heroku-key"),
        ("POST", "/api/v1/user/ssh-key"),
    ],
)
def test_keys_with_an_empty_answer(api: Standin, method: str, path: str) -> None:
    answer = send(api, method, path)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", f"{SITE_V1}/build-cache"),
        ("GET", f"{SITE_V1}/none"),
        ("GET", "/api/v1.1/project/github/acme/none"),
        ("GET", "/api/v1/admin/users"),
        ("GET", "/api/v1.1/"),
        ("DELETE", SITE_V1),
    ],
)
def test_not_found(api: Standin, method: str, path: str) -> None:
    assert send(api, method, path).status_code == 404


def test_layout_of_the_json_depends_on_accept(api: Standin) -> None:
    def curl(*options: str) -> str:
        command = (*shlex.split("curl -sS -u"), f"{PROJECT_TOKEN}:", *options)
        url = f"https://circleci.com{SITE_V1}/envvar/AWS_REGION"
        environment = api.environment()
        return subprocess.run(
            (*command, url), env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert '\n  "name" : "AWS_REGION",\n' in curl()
    assert '{"name":"AWS_REGION",' in curl("-H", "Accept: application/json")
