"""The JSON shapes of v1 and v1.1, first of all the build: one run of one job."""

from __future__ import annotations

from typing import Any

from tests.standin.data import (
    FAILED,
    FINISHED,
    Account,
    Artifact,
    CaseResult,
    CheckoutKey,
    JobRun,
    Project,
)
from tests.standin.downloads import STEPS, artifact_url, step_output_url
from tests.standin.objects_v2 import masked, timestamp, web_url

JSON = dict[str, Any]

_LIFECYCLES = {"running": "running", "queued": "queued"}


def build_status(run: JobRun) -> str:
    """The job's status, with the one word that v2 lost: a success after a failure is `fixed`."""
    if run.job.status == "success":
        before = previous(run)
        if before is not None and before.job.status in FAILED:
            return "fixed"
    return run.job.status


def lifecycle(run: JobRun) -> str:
    return "finished" if run.job.status in FINISHED else _LIFECYCLES[run.job.status]


def previous(run: JobRun, *statuses: str) -> JobRun | None:
    for other in run.project.job_runs():
        same_line = (other.pipeline.branch, other.job.name) == (run.pipeline.branch, run.job.name)
        wanted = not statuses or other.job.status in statuses
        if same_line and wanted and other.number < run.number:
            return other
    return None


def build(account: Account, run: JobRun) -> JSON:
    """The form that lists hold."""
    project, pipeline, job = run.project, run.pipeline, run.job
    finished = job.status in FINISHED
    retries = [r.number for r in project.job_runs() if r.job.retry_of == run.number]
    return {
        "build_num": run.number,
        "build_url": web_url(run),
        "status": build_status(run),
        "outcome": job.status if finished else None,
        "lifecycle": lifecycle(run),
        "username": project.org,
        "reponame": project.repo,
        "vcs_url": project.vcs_url,
        "vcs_type": project.vcs,
        "vcs_revision": pipeline.revision,
        "vcs_tag": pipeline.tag,
        "branch": pipeline.branch,
        "subject": pipeline.subject,
        "body": "",
        "why": "api" if pipeline.trigger == "api" else project.vcs,
        "user": {
            "is_user": True,
            "login": account.user.login,
            "name": account.user.name,
            "avatar_url": account.user.avatar_url,
            "vcs_type": project.vcs,
            "id": 1,
        },
        "committer_name": account.user.name,
        "committer_email": "mona@example.com",
        "committer_date": timestamp(pipeline.created_at),
        "author_name": account.user.name,
        "author_email": "mona@example.com",
        "author_date": timestamp(pipeline.created_at),
        "usage_queued_at": timestamp(job.queued_at),
        "queued_at": timestamp(job.queued_at),
        "start_time": timestamp(job.started_at),
        "stop_time": timestamp(job.stopped_at),
        "build_time_millis": job.duration,
        "parallel": 1,
        "platform": "2.0",
        "fleet": None,
        "picard": {"executor": "docker", "resource_class": {"class": "medium"}},
        "job_name": None,
        "workflows": {
            "workflow_id": run.workflow.id,
            "workflow_name": run.workflow.name,
            "job_name": job.name,
            "job_id": job.id,
            "workspace_id": run.workflow.id,
        },
        "pull_requests": [],
        "previous": _reference(previous(run)),
        "previous_successful_build": _reference(previous(run, "success")),
        "retry_of": job.retry_of,
        "retries": retries or None,
        "canceled": job.status == "canceled",
        "canceler": None,
        "failed": job.status in FAILED if finished else None,
        "timedout": job.status == "timedout",
        "infrastructure_fail": job.status == "infrastructure_fail",
    }


def _reference(run: JobRun | None) -> JSON | None:
    if run is None:
        return None
    return {
        "build_num": run.number,
        "status": build_status(run),
        "build_time_millis": run.job.duration,
    }


def new_build(account: Account, run: JobRun) -> JSON:
    """A build as the answer to its trigger shows it: it has only just been queued."""
    not_yet = dict.fromkeys(("outcome", "start_time", "stop_time", "build_time_millis", "failed"))
    return build(account, run) | not_yet | {"status": "queued", "lifecycle": "queued"}


def full_build(account: Account, run: JobRun) -> JSON:
    return build(account, run) | {
        "steps": [
            {
                "name": name,
                "actions": [
                    {
                        "name": name,
                        "bash_command": None,
                        "type": "test",
                        "step": step,
                        "index": 0,
                        "status": run.job.status,
                        "exit_code": 1 if run.job.status == "failed" else 0,
                        "start_time": timestamp(run.job.started_at),
                        "end_time": timestamp(run.job.stopped_at),
                        "run_time_millis": run.job.duration,
                        "has_output": True,
                        "output_url": step_output_url(run.job, step, 0),
                    }
                ],
            }
            for step, name in enumerate(STEPS)
        ],
        "all_commit_details": [{"commit": run.pipeline.revision, "subject": run.pipeline.subject}],
        "messages": [],
        "node": None,
        "ssh_disabled": not run.job.ssh,
        "ssh_users": [],
        "circle_yml": {"string": f"version: 2.1\n# of {run.pipeline.revision}\n"},
        "build_parameters": run.pipeline.parameters,
        "compare": None,
        "dont_build": None,
        "fail_reason": None,
        "no_dependency_cache": None,
    }


def artifact(run: JobRun, artifact: Artifact) -> JSON:
    return {
        "path": artifact.path,
        "pretty_path": artifact.path,
        "node_index": artifact.node_index,
        "url": artifact_url(run.job, artifact),
    }


def case_result(case: CaseResult) -> JSON:
    return {
        "classname": case.classname,
        "file": case.file,
        "name": case.name,
        "result": case.result,
        "run_time": case.run_time,
        "message": case.message,
        "source": case.source,
        "source_type": case.source,
    }


def checkout_key(account: Account, key: CheckoutKey, digest: str = "md5") -> JSON:
    return {
        "public_key": key.public_key,
        "type": key.type,
        "fingerprint": key.fingerprint(digest),
        "login": account.user.login if key.type == "github-user-key" else None,
        "preferred": key.preferred,
        "time": timestamp(key.created_at),
    }


def environment_variable(name: str, value: str) -> JSON:
    return {"name": name, "value": masked(value)}


def branches(project: Project) -> JSON:
    shown: JSON = {}
    for run in reversed(project.job_runs()):
        if run.pipeline.branch is None:
            continue
        branch = shown.setdefault(
            run.pipeline.branch,
            {
                "recent_builds": [],
                "running_builds": [],
                "pusher_logins": ["mona"],
                "is_using_workflows": True,
            },
        )
        reference = {
            "build_num": run.number,
            "status": build_status(run),
            "outcome": run.job.status if run.job.status in FINISHED else None,
            "vcs_revision": run.pipeline.revision,
            "pushed_at": timestamp(run.pipeline.created_at),
            "added_at": timestamp(run.job.queued_at),
        }
        if run.job.status not in FINISHED:
            branch["running_builds"].insert(0, reference)
            continue
        branch["recent_builds"].insert(0, reference)
        branch["last_success" if run.job.status == "success" else "last_non_success"] = reference
        branch.setdefault("latest_workflows", {})[run.workflow.name] = {
            "id": run.workflow.id,
            "status": run.workflow.status,
            "created_at": timestamp(run.workflow.created_at),
        }
    return shown


def project(project: Project, *, shallow: bool) -> JSON:
    shown: JSON = {
        "vcs_url": project.vcs_url,
        "vcs_type": project.vcs,
        "username": project.org,
        "reponame": project.repo,
        "default_branch": project.default_branch,
        "language": None,
        "oss": project.public,
        "parallel": 1,
        "has_usable_key": True,
        "following": project.following,
    }
    return shown if shallow else shown | {"branches": branches(project)}
