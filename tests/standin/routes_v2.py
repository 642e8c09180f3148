"""The operations of v2: pipelines, workflows, jobs, insights, and the user."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.standin import history
from tests.standin import objects_v2 as show
from tests.standin.bodies_v2 import check_fields, check_parameters, read_fields
from tests.standin.data import JobRun, Pipeline, Project, Workflow
from tests.standin.routing import Answer, Call, Refusal, Routes

routes = Routes()

PROJECT = "/project/{vcs}/{org}/{repo}"
_PAGE_TOKEN = "AARLww-page_"
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")


def normalize(segments: list[str]) -> list[str]:
    """Drop `api/v2`, and take a slug apart whose slashes were escaped."""
    if segments[:2] != ["api", "v2"]:
        raise Refusal(404, "Not Found")
    match segments[2:]:
        case ["project", slug, "pipeline", "run"] if "/" in slug:
            # The one route that does not take an escaped slug.
            raise Refusal(404, "Not Found")
        case ["project" | "insights" | "organization" as kind, slug, *rest]:
            return [kind, *slug.split("/"), *rest]
        case others:
            return others


def page(call: Call, items: Sequence[Any]) -> Answer:
    token = call.query.get("page-token", f"{_PAGE_TOKEN}0")
    start = token.removeprefix(_PAGE_TOKEN)
    if not token.startswith(_PAGE_TOKEN) or not start.isdecimal():
        raise Refusal(400, "Invalid page token")
    end = int(start) + call.page_size
    following = f"{_PAGE_TOKEN}{end}" if end < len(items) else None
    return Answer(200, {"next_page_token": following, "items": list(items[int(start) : end])})


def message(status: int, text: str) -> Answer:
    return Answer(status, {"message": text})


@routes.add("GET", "/me")
def me(call: Call) -> Answer:
    return Answer(200, show.user(call.account.user))


@routes.add("GET", "/me/collaborations")
def collaborations(call: Call) -> Answer:
    organizations = {project.org_slug: project for project in call.account.projects}
    return Answer(
        200,
        [
            {
                "id": project.org_id,
                "vcs-type": project.vcs,
                "name": project.org,
                "avatar_url": f"https://avatars.githubusercontent.com/{project.org}",
                "slug": slug,
            }
            for slug, project in organizations.items()
        ],
    )


@routes.add("GET", "/user/{id}")
def user(call: Call) -> Answer:
    if call.variables["id"] != call.account.user.id:
        raise Refusal(404, "User not found")
    return Answer(200, show.user(call.account.user))


@routes.add("POST", f"{PROJECT}/pipeline")
def trigger_pipeline(call: Call) -> Answer:
    fields = read_fields(call, {"branch": str, "tag": str, "parameters": dict})
    return _trigger(call.project, fields, fields.get("parameters", {}))


@routes.add("POST", f"{PROJECT}/pipeline/run")
def run_pipeline(call: Call) -> Answer:
    fields = read_fields(
        call, {"definition_id": str, "config": dict, "checkout": dict, "parameters": dict}
    )
    project = call.project
    if fields.get("definition_id", project.definition_id) != project.definition_id:
        raise Refusal(404, "Pipeline definition not found")
    for side in ("config", "checkout"):
        _check_revision(check_fields(fields.get(side, {}), {"branch": str, "tag": str}))
    return _trigger(project, fields.get("checkout", {}), fields.get("parameters", {}))


def _trigger(project: Project, revision: dict[str, Any], parameters: dict[str, Any]) -> Answer:
    _check_revision(revision)
    check_parameters(project, parameters)
    pipeline = history.trigger(
        project,
        branch=revision.get("branch"),
        tag=revision.get("tag"),
        parameters=parameters,
    )
    return Answer(201, show.triggered(pipeline))


def _check_revision(fields: dict[str, Any]) -> None:
    if "branch" in fields and "tag" in fields:
        raise Refusal(400, "branch and tag are mutually exclusive")
    for kind, name in fields.items():
        # Git would allow the escape; here it is a branch that was carried over from a URL.
        if kind != "parameters" and (not name or _ESCAPED.search(name)):
            raise Refusal(400, f"{kind.capitalize()} not found")


@routes.add("GET", f"{PROJECT}/pipeline")
def project_pipelines(call: Call) -> Answer:
    branch = call.query.get("branch")
    return _pipelines(
        call, [(call.project, p) for p in call.project.pipelines if branch in (None, p.branch)]
    )


@routes.add("GET", f"{PROJECT}/pipeline/mine")
def my_project_pipelines(call: Call) -> Answer:
    return _pipelines(call, [(call.project, p) for p in call.project.pipelines])


@routes.add("GET", f"{PROJECT}/pipeline/{{number:int}}")
def project_pipeline(call: Call) -> Answer:
    for pipeline in call.project.pipelines:
        if pipeline.number == int(call.variables["number"]):
            return Answer(200, show.pipeline(call.account, call.project, pipeline))
    raise Refusal(404, "Pipeline not found")


@routes.add("GET", "/pipeline")
def pipelines(call: Call) -> Answer:
    projects = call.account.projects
    if (slug := call.query.get("org-slug")) is not None:
        projects = call.account.organization(*slug.partition("/")[::2])
        if not projects:
            raise Refusal(404, "Organization not found")
    return _pipelines(call, [(p, pipe) for p in projects if p.following for pipe in p.pipelines])


def _pipelines(call: Call, found: Sequence[tuple[Project, Pipeline]]) -> Answer:
    newest_first = sorted(found, key=lambda pair: pair[1].created_at, reverse=True)
    return page(call, [show.pipeline(call.account, *pair) for pair in newest_first])


def _pipeline(call: Call) -> tuple[Project, Pipeline]:
    for project, pipeline in call.account.pipelines():
        if pipeline.id == call.variables["id"]:
            return project, pipeline
    raise Refusal(404, "Pipeline not found")


@routes.add("GET", "/pipeline/{id}")
def pipeline(call: Call) -> Answer:
    return Answer(200, show.pipeline(call.account, *_pipeline(call)))


@routes.add("GET", "/pipeline/{id}/config")
def pipeline_config(call: Call) -> Answer:
    _, pipeline = _pipeline(call)
    source = f"version: 2.1\n# of {pipeline.revision}\n"
    return Answer(
        200,
        {"source": source, "compiled": source, "setup-config": "", "compiled-setup-config": ""},
    )


@routes.add("GET", "/pipeline/{id}/values")
def pipeline_values(call: Call) -> Answer:
    _, pipeline = _pipeline(call)
    return Answer(
        200,
        {"pipeline.id": pipeline.id, "pipeline.number": pipeline.number}
        | {f"pipeline.parameters.{name}": value for name, value in pipeline.parameters.items()},
    )


@routes.add("GET", "/pipeline/{id}/workflow")
def pipeline_workflows(call: Call) -> Answer:
    project, pipeline = _pipeline(call)
    return page(
        call,
        [show.workflow(call.account, project, pipeline, w) for w in reversed(pipeline.workflows)],
    )


def _workflow(call: Call) -> tuple[Project, Pipeline, Workflow]:
    for found in call.account.workflows():
        if found[2].id == call.variables["id"]:
            return found
    raise Refusal(404, "Workflow not found")


@routes.add("GET", "/workflow/{id}")
def workflow(call: Call) -> Answer:
    return Answer(200, show.workflow(call.account, *_workflow(call)))


@routes.add("GET", "/workflow/{id}/job")
def workflow_jobs(call: Call) -> Answer:
    project, _, workflow = _workflow(call)
    return page(call, [show.workflow_job(project, workflow, job) for job in workflow.jobs])


@routes.add("POST", "/workflow/{id}/rerun")
def rerun_workflow(call: Call) -> Answer:
    project, _, workflow = _workflow(call)
    fields = read_fields(
        call, {"jobs": list, "from_failed": bool, "enable_ssh": bool, "sparse_tree": bool}
    )
    wanted = fields.get("jobs")
    if not wanted and (fields.get("enable_ssh") or fields.get("sparse_tree")):
        raise Refusal(400, "enable_ssh and sparse_tree need jobs")
    if wanted and fields.get("from_failed"):
        raise Refusal(400, "jobs and from_failed are mutually exclusive")
    jobs = workflow.jobs
    if wanted:
        if not set(map(str, wanted)) <= {job.id for job in jobs}:
            raise Refusal(400, "jobs: not all of them are ids of jobs of this workflow")
        jobs = [job for job in jobs if job.id in wanted]
    elif fields.get("from_failed"):
        jobs = [job for job in jobs if job.status != "success"]
    again = project.rerun(workflow, jobs, ssh=fields.get("enable_ssh", False))
    return Answer(202, {"workflow_id": again.id})


@routes.add("POST", "/workflow/{id}/cancel")
def cancel_workflow(call: Call) -> Answer:
    read_fields(call, {})
    for job in _workflow(call)[2].jobs:
        job.cancel()
    return message(202, "Accepted.")


def _job_run(call: Call) -> JobRun:
    run = call.project.job_run(int(call.variables["number"]))
    if run is None:
        raise Refusal(404, "Job not found")
    return run


@routes.add("GET", f"{PROJECT}/job/{{number:int}}")
def job(call: Call) -> Answer:
    return Answer(200, show.job_details(_job_run(call)))


@routes.add("POST", f"{PROJECT}/job/{{number:int}}/cancel")
def cancel_job(call: Call) -> Answer:
    read_fields(call, {})
    _job_run(call).job.cancel()
    return message(200, "Job canceled successfully.")


@routes.add("POST", "/jobs/{id}/cancel")
def cancel_job_by_id(call: Call) -> Answer:
    read_fields(call, {})
    for _, _, workflow in call.account.workflows():
        for job in workflow.jobs:
            if job.id == call.variables["id"]:
                job.cancel()
                return message(200, "Job canceled successfully.")
    raise Refusal(404, "Job not found")


@routes.add("GET", f"{PROJECT}/{{number:int}}/artifacts")
def job_artifacts(call: Call) -> Answer:
    run = _job_run(call)
    return page(call, [show.artifact(run, artifact) for artifact in run.job.artifacts])


@routes.add("GET", f"{PROJECT}/{{number:int}}/tests")
def job_tests(call: Call) -> Answer:
    return page(call, [show.case_result(case) for case in _job_run(call).job.tests])


@routes.add("GET", "/insights/{vcs}/{org}/{repo}/workflows/{name}")
def insights(call: Call) -> Answer:
    project = call.project
    branch = call.query.get("branch", project.default_branch)
    everything = call.query.get("all-branches") == "true"
    return page(
        call,
        [
            show.insight(pipeline, workflow)
            for pipeline in reversed(project.pipelines)
            for workflow in pipeline.workflows
            if workflow.name == call.variables["name"] and (everything or pipeline.branch == branch)
        ],
    )
