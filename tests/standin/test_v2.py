"""Every route of v2 once, and every refusal once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.standin import Standin
from tests.standin.client import LOGGED_IN, SITE, every_item, get, newest, send, site
from tests.standin.data import Job, Workflow

API = "/api/v2/project/gh/acme/api"
NOT_FOUND = {"message": "Not Found"}


@pytest.fixture
def api() -> Iterator[Standin]:
    with Standin(v1="refused") as standin:
        yield standin


def workflow(api: Standin, status: str) -> Workflow:
    return next(w for p in site(api).pipelines for w in p.workflows if w.status == status)


# Reading.


def test_me_and_user(api: Standin) -> None:
    me = get(api, "/api/v2/me")
    assert set(me) == {"id", "login", "name", "avatar_url"}
    assert get(api, f"/api/v2/user/{me['id']}") == me
    assert send(api, "GET", "/api/v2/user/nobody").status_code == 404


def test_collaborations(api: Standin) -> None:
    shown = get(api, "/api/v2/me/collaborations")
    assert [(o["slug"], o["vcs-type"]) for o in shown] == [
        ("gh/acme", "github"),
        ("bb/acme", "bitbucket"),
    ]


@pytest.mark.parametrize(
    "slug", ["gh/acme/site", "github/acme/site", "gh%2Facme%2Fsite", "circleci/{org}/{project}"]
)
def test_project_by_every_slug(api: Standin, slug: str) -> None:
    slug = slug.format(org=site(api).org_id, project=site(api).id)
    shown = get(api, f"/api/v2/project/{slug}")
    assert (shown["slug"], shown["name"]) == ("gh/acme/site", "site")
    assert shown["vcs_info"] == {
        "vcs_url": "https://github.com/acme/site",
        "provider": "GitHub",
        "default_branch": "main",
    }


def test_bitbucket_project(api: Standin) -> None:
    assert get(api, "/api/v2/project/bitbucket/acme/legacy")["slug"] == "bb/acme/legacy"
    assert send(api, "GET", "/api/v2/project/gh/acme/legacy").status_code == 404


def test_pipelines_of_a_project_newest_first_over_pages(api: Standin) -> None:
    numbers = [pipeline["number"] for pipeline in every_item(api, f"{SITE}/pipeline")]
    assert numbers == [7, 6, 5, 4, 3, 2, 1]
    mine = every_item(api, f"{SITE}/pipeline/mine")
    assert [pipeline["number"] for pipeline in mine] == numbers


def test_pipelines_of_a_branch(api: Standin) -> None:
    found = every_item(api, f"{SITE}/pipeline?branch=feature%2Flogin")
    assert [pipeline["number"] for pipeline in found] == [6, 3]
    assert {pipeline["vcs"]["branch"] for pipeline in found} == {"feature/login"}


def test_v2_knows_no_limit(api: Standin) -> None:
    assert len(get(api, f"{SITE}/pipeline?limit=1")["items"]) == 3


@pytest.mark.parametrize(("size", "shown", "last"), [(6, 6, False), (7, 7, True), (8, 7, True)])
def test_page_size(size: int, shown: int, last: bool) -> None:
    with Standin(page_size=size) as api:
        page = get(api, f"{SITE}/pipeline")
        assert len(page["items"]) == shown
        assert (page["next_page_token"] is None) == last


def test_pipelines_of_an_organization(api: Standin) -> None:
    slugs = {p["project_slug"] for p in every_item(api, "/api/v2/pipeline?org-slug=gh/acme")}
    assert slugs == {"gh/acme/site", "gh/acme/api", "gh/acme/docs"}
    assert len(every_item(api, "/api/v2/pipeline")) == 4 * 7
    assert send(api, "GET", "/api/v2/pipeline?org-slug=gh/nobody").status_code == 404


def test_pipeline_by_number_and_id(api: Standin) -> None:
    by_number = get(api, f"{SITE}/pipeline/5")
    assert by_number["vcs"]["tag"] == "v1.0.0"
    assert "branch" not in by_number["vcs"]
    assert get(api, f"/api/v2/pipeline/{by_number['id']}") == by_number
    assert send(api, "GET", f"{SITE}/pipeline/99").status_code == 404
    assert send(api, "GET", "/api/v2/pipeline/none").status_code == 404


def test_pipeline_config_and_values(api: Standin) -> None:
    body = {"parameters": {"deploy_env": "test"}}
    triggered = send(api, "POST", f"{SITE}/pipeline", json=body).json()
    path = f"/api/v2/pipeline/{triggered['id']}"
    assert get(api, f"{path}/values")["pipeline.parameters.deploy_env"] == "test"
    assert set(get(api, f"{path}/config")) == {
        "source",
        "compiled",
        "setup-config",
        "compiled-setup-config",
    }


def test_workflows_of_a_pipeline(api: Standin) -> None:
    pipeline = site(api).pipelines[-1]
    workflows = every_item(api, f"/api/v2/pipeline/{pipeline.id}/workflow")
    assert [w["name"] for w in workflows] == ["build-and-test", "nightly"]
    assert get(api, f"/api/v2/workflow/{workflows[0]['id']}") == workflows[0]
    assert workflows[0]["status"] == "success"
    assert workflows[0]["pipeline_number"] == 7
    assert send(api, "GET", "/api/v2/workflow/none").status_code == 404


@pytest.mark.parametrize("status", ["success", "failed", "running", "on_hold"])
def test_workflow_status(api: Standin, status: str) -> None:
    found = get(api, f"/api/v2/workflow/{workflow(api, status).id}")
    assert found["status"] == status
    assert (found["stopped_at"] is None) == (status in ("running", "on_hold"))


def test_jobs_of_a_workflow(api: Standin) -> None:
    publish, hold, deploy = every_item(api, f"/api/v2/workflow/{workflow(api, 'on_hold').id}/job")
    assert (publish["type"], publish["status"]) == ("build", "success")
    assert isinstance(publish["job_number"], int)
    assert (hold["type"], hold["status"]) == ("approval", "on_hold")
    assert "job_number" not in hold
    assert "job_number" not in deploy
    assert deploy["dependencies"] == [hold["id"]]


def test_job(api: Standin) -> None:
    run = newest(api, "success")
    shown = get(api, f"{SITE}/job/{run.number}")
    assert (shown["number"], shown["name"], shown["status"]) == (run.number, "build", "success")
    assert shown["latest_workflow"] == {"id": run.workflow.id, "name": "build-and-test"}
    assert shown["pipeline"] == {"id": run.pipeline.id}
    assert shown["duration"] == 95_000
    assert shown["web_url"] == f"https://circleci.com/gh/acme/site/{run.number}"
    assert send(api, "GET", f"{SITE}/job/999").json() == {"message": "Job not found"}


def test_artifacts_over_pages(api: Standin) -> None:
    artifacts = every_item(api, f"{SITE}/{newest(api, 'success').number}/artifacts")
    assert [a["path"] for a in artifacts] == [
        "dist/site.tar.gz",
        "reports/index.html",
        "logs/build.log",
        "coverage.xml",
    ]
    assert set(artifacts[0]) == {"path", "node_index", "url"}


def test_tests_over_pages(api: Standin) -> None:
    results = every_item(api, f"{SITE}/{newest(api, 'failed').number}/tests")
    assert [r["result"] for r in results] == ["success", "success", "failure", "skipped"]


def test_insights(api: Standin) -> None:
    path = "/api/v2/insights/gh/acme/site/workflows/build-and-test"
    assert [r["status"] for r in every_item(api, path)] == [
        "success",
        "success",
        "failed",
        "success",
    ]
    assert {r["branch"] for r in every_item(api, f"{path}?branch=feature/login")} == {
        "feature/login"
    }
    assert len(every_item(api, f"{path}?all-branches=true")) == 6


# Triggering.


@pytest.mark.parametrize(
    ("body", "branch", "tag"),
    [
        (None, "main", None),
        ({}, "main", None),
        ({"branch": "feature/x"}, "feature/x", None),
        ({"tag": "v2"}, None, "v2"),
        ({"parameters": {"a": "s", "b": 1, "c": True}}, "main", None),
    ],
)
def test_trigger(api: Standin, body: Any, branch: str | None, tag: str | None) -> None:
    answer = send(api, "POST", f"{SITE}/pipeline", json=body)
    assert answer.status_code == 201
    assert set(answer.json()) == {"id", "state", "number", "created_at"}
    vcs = get(api, f"/api/v2/pipeline/{answer.json()['id']}")["vcs"]
    assert (vcs.get("branch"), vcs.get("tag")) == (branch, tag)


def test_triggered_pipeline_can_be_followed_to_its_end(api: Standin) -> None:
    pipeline = send(api, "POST", f"{SITE}/pipeline").json()
    [started] = every_item(api, f"/api/v2/pipeline/{pipeline['id']}/workflow")
    assert started["status"] == "success"
    jobs = every_item(api, f"/api/v2/workflow/{started['id']}/job")
    assert [job["job_number"] for job in jobs] == [19, 20, 21]


def test_run_pipeline(api: Standin) -> None:
    body = {
        "definition_id": site(api).definition_id,
        "config": {"branch": "main"},
        "checkout": {"tag": "v3"},
        "parameters": {"a": 1},
    }
    answer = send(api, "POST", f"{SITE}/pipeline/run", json=body)
    assert answer.status_code == 201
    assert get(api, f"/api/v2/pipeline/{answer.json()['id']}")["vcs"]["tag"] == "v3"


def test_run_pipeline_takes_no_escaped_slug(api: Standin) -> None:
    answer = send(api, "POST", "/api/v2/project/gh%2Facme%2Fsite/pipeline/run", json={})
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


@pytest.mark.parametrize("path", [f"{SITE}/pipeline", f"{API}/pipeline"])
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"revision": "abc"}, "revision"),
        ({"build_parameters": {}}, "build_parameters"),
        ({"branch": "main", "tag": "v1"}, "mutually exclusive"),
        ({"branch": ""}, "Branch not found"),
        ({"branch": "feature%2Fx"}, "Branch not found"),
        ({"branch": None}, "branch"),
        ({"parameters": {"retries": 1.5}}, "parameters.retries"),
        ({"parameters": {"retries": None}}, "parameters.retries"),
        ({"parameters": {"deploy_env": {}}}, "parameters.deploy_env"),
        ({"parameters": {"deploy_env": "x" * 513}}, "too long"),
        ({"parameters": {"x" * 129: ""}}, "too long"),
        ({"parameters": {str(n): "" for n in range(101)}}, "More than 100"),
        ({"parameters": []}, "parameters"),
        ([], "not a JSON object"),
    ],
)
def test_trigger_refused(api: Standin, path: str, body: Any, words: str) -> None:
    answer = send(api, "POST", path, json=body)
    assert answer.status_code == 400
    assert words in answer.json()["message"]
    assert len(site(api).pipelines) == 7


@pytest.mark.parametrize(
    ("options", "media_type"),
    [
        ({"data": '{"branch":"main"}'}, "missing"),
        ({"data": {"branch": "main"}}, "application/x-www-form-urlencoded"),
        ({"files": {"branch": "main"}}, "multipart/form-data"),
    ],
)
def test_trigger_body_must_be_sent_as_json(
    api: Standin, options: dict[str, Any], media_type: str
) -> None:
    answer = send(api, "POST", f"{SITE}/pipeline", **options)
    assert answer.status_code == 400
    assert answer.json() == {"message": f"Content-Type is {media_type}, not application/json"}
    assert len(site(api).pipelines) == 7


def test_trigger_body_must_be_json(api: Standin) -> None:
    headers = {**LOGGED_IN, "Content-Type": "application/json"}
    assert send(api, "POST", f"{SITE}/pipeline", headers=headers, data=b"{").status_code == 400
    assert api.requests[0].json is None


def test_declared_parameters(api: Standin) -> None:
    def trigger(**parameters: object) -> tuple[int, str | None]:
        answer = send(api, "POST", f"{API}/pipeline", json={"parameters": parameters})
        return answer.status_code, answer.json().get("message")

    assert trigger(deploy_env="test", run_nightly=True, retries=2) == (201, None)
    assert trigger(RUN_NIGHTLY="true") == (404, "Project not found")
    assert trigger(run_nightly="true")[0] == 400
    assert trigger(retries=True)[0] == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"definition_id": "none"}, 404),
        ({"branch": "main"}, 400),
        ({"checkout": {"branch": "main", "tag": "v1"}}, 400),
        ({"config": {"revision": "abc"}}, 400),
        ({"config": {"branch": "a%2Fb"}}, 400),
    ],
)
def test_run_pipeline_refused(api: Standin, body: Any, status: int) -> None:
    assert send(api, "POST", f"{SITE}/pipeline/run", json=body).status_code == status
    assert len(site(api).pipelines) == 7


# Rerunning and cancelling.


def rerun(api: Standin, workflow: Workflow, body: Any) -> list[Any]:
    answer = send(api, "POST", f"/api/v2/workflow/{workflow.id}/rerun", json=body)
    assert answer.status_code == 202
    assert set(answer.json()) == {"workflow_id"}
    assert answer.json()["workflow_id"] != workflow.id
    return every_item(api, f"/api/v2/workflow/{answer.json()['workflow_id']}/job")


def test_rerun(api: Standin) -> None:
    failed = workflow(api, "failed")
    assert [j["name"] for j in rerun(api, failed, None)] == ["lint", "test", "build"]
    assert [j["name"] for j in rerun(api, failed, {"from_failed": True})] == ["test", "build"]


def test_rerun_of_chosen_jobs_with_ssh(api: Standin) -> None:
    failed = workflow(api, "failed")
    body = {"jobs": [failed.jobs[1].id], "enable_ssh": True}
    [again] = rerun(api, failed, body)
    found = site(api).job_run(again["job_number"])
    assert found is not None
    assert (found.job.name, found.job.ssh) == ("test", True)


@pytest.mark.parametrize(
    "body",
    [
        {"enable_ssh": True},
        {"sparse_tree": True},
        {"jobs": ["{job}"], "from_failed": True},
        {"jobs": [5]},
        {"jobs": "{job}"},
        {"from_failed": "true"},
        {"ssh": True},
    ],
)
def test_rerun_refused(api: Standin, body: dict[str, Any]) -> None:
    failed = workflow(api, "failed")
    if body.get("jobs") == ["{job}"]:
        body = body | {"jobs": [failed.jobs[1].id]}
    answer = send(api, "POST", f"/api/v2/workflow/{failed.id}/rerun", json=body)
    assert answer.status_code == 400
    assert len(site(api).job_runs()) == 18


def running_job(api: Standin) -> Job:
    return newest(api, "running").job


def test_cancel_workflow(api: Standin) -> None:
    running = workflow(api, "running")
    path = f"/api/v2/workflow/{running.id}"
    assert send(api, "POST", f"{path}/cancel").status_code == 202
    assert get(api, path)["status"] == "canceled"


def test_cancel_job_by_number(api: Standin) -> None:
    path = f"{SITE}/job/{running_job(api).number}"
    answer = send(api, "POST", f"{path}/cancel")
    assert (answer.status_code, list(answer.json())) == (200, ["message"])
    assert get(api, path)["status"] == "canceled"


def test_cancel_job_by_id(api: Standin) -> None:
    job = running_job(api)
    assert send(api, "POST", f"/api/v2/jobs/{job.id}/cancel").status_code == 200
    assert job.status == "canceled"
    assert send(api, "POST", "/api/v2/jobs/none/cancel").status_code == 404


@pytest.mark.parametrize("path", ["workflow/{workflow}/cancel", "jobs/{job}/cancel"])
def test_cancel_takes_no_body(api: Standin, path: str) -> None:
    path = path.format(workflow=workflow(api, "running").id, job=running_job(api).id)
    assert send(api, "POST", f"/api/v2/{path}", json={"force": True}).status_code == 400
    assert running_job(api).status == "running"


# Environment variables, checkout keys, settings, projects.


def test_environment_variables(api: Standin) -> None:
    path = f"{SITE}/envvar"
    answer = send(api, "POST", path, json={"name": "GREETING", "value": "hello world"})
    shown = {"name": "GREETING", "value": "xxxxorld"}
    assert (answer.status_code, answer.json()) == (201, shown)
    assert get(api, f"{path}/GREETING") == shown
    assert len(every_item(api, path)) == 5
    answer = send(api, "DELETE", f"{path}/GREETING")
    assert answer.json() == {"message": "Environment variable deleted."}
    assert send(api, "GET", f"{path}/GREETING").status_code == 404
    assert send(api, "DELETE", f"{path}/GREETING").status_code == 404


@pytest.mark.parametrize("body", [{"name": "A"}, {"name": "A", "value": 1}, {"a": "b"}, {}])
def test_environment_variable_refused(api: Standin, body: dict[str, Any]) -> None:
    assert send(api, "POST", f"{SITE}/envvar", json=body).status_code == 400


@pytest.mark.parametrize(
    ("sent", "shown"), [("user-key", "github-user-key"), ("deploy-key", "deploy-key")]
)
def test_checkout_keys(api: Standin, sent: str, shown: str) -> None:
    path = f"{SITE}/checkout-key"
    answer = send(api, "POST", path, json={"type": sent})
    key = answer.json()
    assert (answer.status_code, key["type"]) == (201, shown)
    assert set(key) == {"public_key", "type", "fingerprint", "preferred", "created_at"}
    assert every_item(api, path)[-1] == key
    assert every_item(api, f"{path}?digest=sha256")[-1]["fingerprint"].startswith("SHA256:")
    assert get(api, f"{path}/{key['fingerprint']}") == key
    answer = send(api, "DELETE", f"{path}/{key['fingerprint']}")
    assert answer.json() == {"message": "Checkout key deleted."}
    assert send(api, "GET", f"{path}/{key['fingerprint']}").status_code == 404


@pytest.mark.parametrize("body", [{"type": "github-user-key"}, {}])
def test_checkout_key_refused(api: Standin, body: dict[str, Any]) -> None:
    assert send(api, "POST", f"{SITE}/checkout-key", json=body).status_code == 400


def test_settings(api: Standin) -> None:
    path = f"{SITE}/settings"
    assert get(api, path)["advanced"]["oss"] is False
    assert send(api, "PATCH", path, json={"advanced": {"oss": True}}).status_code == 200
    assert get(api, path)["advanced"]["oss"] is True
    assert send(api, "PATCH", path, json={"oss": True}).status_code == 400
    assert send(api, "PATCH", path, json={"advanced": {"feature_flags": {}}}).status_code == 400
    assert send(api, "PUT", path, json={"advanced": {}}).status_code == 404


def test_create_project(api: Standin) -> None:
    path = "/api/v2/organization/gh/acme/project"
    assert send(api, "POST", path, json={"name": "fresh"}).status_code == 201
    assert send(api, "POST", "/api/v2/project/gh/acme/newer").status_code == 201
    assert get(api, "/api/v2/project/gh/acme/fresh/pipeline")["items"] == []
    assert get(api, "/api/v2/project/gh/acme/newer")["name"] == "newer"
    assert send(api, "POST", path, json={}).status_code == 400
    assert send(api, "POST", "/api/v2/project/gh/nobody/new").status_code == 404


def test_creating_a_project_is_where_a_blind_rewrite_of_a_trigger_lands(api: Standin) -> None:
    assert send(api, "POST", SITE).json() == {"message": "Project already exists"}


def test_deleting_a_project_is_recorded_and_answered(api: Standin) -> None:
    assert send(api, "DELETE", SITE).status_code == 200
    assert [(r.method, r.path) for r in api.requests] == [("DELETE", SITE)]


# What is not there.


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{SITE}/22"),
        ("GET", f"{SITE}/tree/main"),
        ("GET", f"{SITE}/latest/artifacts"),
        ("GET", f"{SITE}/job/18/artifacts"),
        ("POST", f"{SITE}/tree/main"),
        ("POST", f"{SITE}/build"),
        ("POST", f"{SITE}/18/retry"),
        ("POST", f"{SITE}/18/cancel"),
        ("POST", f"{SITE}/pipeline/"),
        ("DELETE", f"{SITE}/build-cache"),
        ("GET", f"{SITE}/pipelines"),
        ("GET", "/api/v2/workflow/x/jobs"),
        ("GET", "/api/v2/projects"),
        ("GET", "/api/v2/recent-builds"),
        ("GET", "/api/v2.1/me"),
        ("GET", "/api/v2"),
        ("GET", "/"),
    ],
)
def test_unknown_route(api: Standin, method: str, path: str) -> None:
    answer = send(api, method, path)
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert api.requests[0].status == 404


def test_unknown_project(api: Standin) -> None:
    answer = send(api, "GET", "/api/v2/project/gh/acme/none/pipeline")
    assert (answer.status_code, answer.json()) == (404, {"message": "Project not found"})


@pytest.mark.parametrize("token", ["2", "AARLww-page_x", ""])
def test_page_token_of_ones_own_making(api: Standin, token: str) -> None:
    assert send(api, "GET", f"{SITE}/pipeline?page-token={token}").status_code == 400
