"""The operations of v1 and v1.1 on builds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.standin import history
from tests.standin import objects_v1 as show
from tests.standin.data import FAILED, FINISHED, VCS, JobRun
from tests.standin.downloads import STEPS, step_output
from tests.standin.routing import Answer, Call, Refusal, Routes

routes = Routes()

PROJECT = "/project/{vcs}/{org}/{repo}"
BUILD = f"{PROJECT}/{{number:int}}"

_DEFAULT_LIMIT = 30
_HIGHEST_LIMIT = 100

_FILTERS = {
    "completed": FINISHED,
    "successful": ("success",),
    "failed": FAILED,
    "running": ("running",),
}


def normalize(segments: list[str]) -> list[str]:
    """The slug of v1 has no VCS segment, and a slash may end any path."""
    if segments[-1:] == [""]:
        segments = segments[:-1]
    if segments[:1] == ["project"] and segments[1:2] and segments[1] not in VCS:
        return ["project", "github", *segments[1:]]
    return segments


def _number(call: Call, name: str, default: int) -> int:
    text = call.query.get(name, str(default))
    if not text.isdecimal():
        raise Refusal(400, f"{name}: not a number")
    return int(text)


def _kept(call: Call, runs: Sequence[JobRun]) -> list[JobRun]:
    wanted = call.query.get("filter")
    if wanted is None:
        return list(runs)
    if wanted not in _FILTERS:
        raise Refusal(400, f"filter: not one of {', '.join(_FILTERS)}")
    return [run for run in runs if run.job.status in _FILTERS[wanted]]


def _builds(call: Call, runs: Sequence[JobRun]) -> Answer:
    offset = _number(call, "offset", 0)
    limit = min(_number(call, "limit", _DEFAULT_LIMIT), _HIGHEST_LIMIT)
    shown = _kept(call, runs)[offset : offset + limit]
    return Answer(200, [show.build(call.account, run) for run in shown])


def _build(call: Call) -> JobRun:
    run = call.project.job_run(int(call.variables["number"]))
    if run is None:
        raise Refusal(404, "Build not found")
    return run


@routes.add("GET", "/recent-builds")
def recent_builds(call: Call) -> Answer:
    return _builds(call, call.account.job_runs(call.account.projects))


@routes.add("GET", "/organization/{vcs}/{org}")
def organization_builds(call: Call) -> Answer:
    projects = call.account.organization(call.variables["vcs"], call.variables["org"])
    return _builds(call, call.account.job_runs(projects))


@routes.add("GET", PROJECT)
def project_builds(call: Call) -> Answer:
    return _builds(call, call.project.job_runs())


@routes.add("GET", f"{PROJECT}/tree/{{branch:rest}}")
def branch_builds(call: Call) -> Answer:
    return _builds(call, _of_branch(call, call.variables["branch"]))


def _of_branch(call: Call, branch: str) -> list[JobRun]:
    return [run for run in call.project.job_runs() if run.pipeline.branch == branch]


@routes.add("GET", BUILD)
def build(call: Call) -> Answer:
    return Answer(200, show.full_build(call.account, _build(call)))


@routes.add("GET", f"{BUILD}/artifacts")
def build_artifacts(call: Call) -> Answer:
    return _artifacts(_build(call))


@routes.add("GET", f"{PROJECT}/latest/artifacts")
def latest_artifacts(call: Call) -> Answer:
    return _artifacts(_latest(call))


@routes.add("GET", f"{PROJECT}/latest/artifacts/{{node:rest}}")
def latest_artifact_file(call: Call) -> Answer:
    # Links from the days of CircleCI 1.0 carry the name of the variable itself.
    wanted = call.variables["node"].replace("$CIRCLE_ARTIFACTS/", "")
    for artifact in _latest(call).job.artifacts:
        if f"{artifact.node_index}/{artifact.path}" == wanted:
            return Answer(200, artifact.content.encode())
    raise Refusal(404, "Not Found")


def _latest(call: Call) -> JobRun:
    branch = call.query.get("branch")
    runs = call.project.job_runs() if branch is None else _of_branch(call, branch)
    newest = next(iter(_kept(call, runs)), None)
    if newest is None or not newest.job.artifacts:
        raise Refusal(404, "Build not found")
    return newest


def _artifacts(run: JobRun) -> Answer:
    return Answer(200, [show.artifact(run, artifact) for artifact in run.job.artifacts])


@routes.add("GET", f"{BUILD}/tests")
def build_tests(call: Call) -> Answer:
    tests = [show.case_result(case) for case in _build(call).job.tests]
    return Answer(200, {"tests": tests, "exceptions": []})


@routes.add("GET", f"{BUILD}/output/{{step:int}}/{{index}}")
def build_output(call: Call) -> Answer:
    step = int(call.variables["step"])
    if step >= len(STEPS):
        raise Refusal(404, "Not Found")
    return Answer(200, step_output(_build(call).job, step))


@routes.add("POST", f"{BUILD}/retry", dies=True)
def retry(call: Call) -> Answer:
    return _rerun(call, ssh=False)


@routes.add("POST", f"{BUILD}/ssh", dies=True)
def retry_with_ssh(call: Call) -> Answer:
    return _rerun(call, ssh=True)


def _rerun(call: Call, *, ssh: bool) -> Answer:
    run = _build(call)
    run.project.rerun(run.workflow, [run.job], ssh=ssh)
    return Answer(200, show.new_build(call.account, run.project.job_runs()[0]))


@routes.add("POST", f"{BUILD}/cancel")
def cancel(call: Call) -> Answer:
    run = _build(call)
    run.job.cancel()
    return Answer(200, show.build(call.account, run))


@routes.add("POST", f"{BUILD}/ssh-users")
def add_ssh_user(call: Call) -> Answer:
    return Answer(200, show.build(call.account, _build(call)))


@routes.add("POST", PROJECT, dies=True)
def trigger_job(call: Call) -> Answer:
    return _trigger_job(call, call.body.fields())


@routes.add("POST", f"{PROJECT}/build", dies=True)
def trigger_pipeline(call: Call) -> Answer:
    _trigger(call, call.body.fields(), history.BUILD_AND_TEST)
    return Answer(200, {"status": 200, "body": "Build created"})


@routes.add("POST", f"{PROJECT}/tree/{{branch:rest}}", dies=True)
def trigger_job_on_branch(call: Call) -> Answer:
    return _trigger_job(call, call.body.fields() | {"branch": call.variables["branch"]})


def _trigger_job(call: Call, fields: dict[str, Any]) -> Answer:
    job = _build_parameters(fields).get("CIRCLE_JOB", fields.get("job", "build"))
    _trigger(call, fields, [job])
    return Answer(200, show.new_build(call.account, call.project.job_runs()[0]))


def _trigger(call: Call, fields: dict[str, Any], jobs: Iterable[str]) -> None:
    tag = fields.get("tag")
    history.trigger(
        call.project,
        branch=None if tag else fields.get("branch"),
        tag=tag,
        revision=fields.get("revision"),
        parameters=_build_parameters(fields),
        jobs=jobs,
    )


def _build_parameters(fields: dict[str, Any]) -> dict[str, Any]:
    # A form may send them as one field, as text; the real service took nothing from that.
    parameters = fields.get("build_parameters")
    return parameters if isinstance(parameters, dict) else {}
