"""The JSON shapes of v2."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.standin.data import (
    Account,
    Artifact,
    CaseResult,
    CheckoutKey,
    Job,
    JobRun,
    Pipeline,
    Project,
    User,
    Workflow,
)
from tests.standin.downloads import artifact_url

JSON = dict[str, Any]

PROVIDERS = {"github": "GitHub", "bitbucket": "Bitbucket"}


def timestamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def masked(value: str) -> str:
    return "xxxx" + value[-4:]


def web_url(run: JobRun) -> str:
    return f"https://circleci.com/{run.project.slug}/{run.number}"


def user(user: User) -> JSON:
    return {
        "id": user.id,
        "login": user.login,
        "name": user.name,
        "avatar_url": user.avatar_url,
    }


def project(project: Project) -> JSON:
    return {
        "slug": project.slug,
        "name": project.repo,
        "id": project.id,
        "organization_name": project.org,
        "organization_slug": project.org_slug,
        "organization_id": project.org_id,
        "vcs_info": {
            "vcs_url": project.vcs_url,
            "provider": PROVIDERS[project.vcs],
            "default_branch": project.default_branch,
        },
    }


def triggered(pipeline: Pipeline) -> JSON:
    return {
        "id": pipeline.id,
        "state": "pending",
        "number": pipeline.number,
        "created_at": timestamp(pipeline.created_at),
    }


def pipeline(account: Account, project: Project, pipeline: Pipeline) -> JSON:
    vcs: JSON = {
        "provider_name": PROVIDERS[project.vcs],
        "origin_repository_url": project.vcs_url,
        "target_repository_url": project.vcs_url,
        "revision": pipeline.revision,
        "commit": {"subject": pipeline.subject, "body": ""},
    }
    vcs |= {"tag": pipeline.tag} if pipeline.tag else {"branch": pipeline.branch}
    return {
        "id": pipeline.id,
        "number": pipeline.number,
        "project_slug": project.slug,
        "state": "created",
        "created_at": timestamp(pipeline.created_at),
        "updated_at": timestamp(pipeline.created_at),
        "errors": [],
        "trigger": {
            "type": pipeline.trigger,
            "received_at": timestamp(pipeline.created_at),
            "actor": {"login": account.user.login, "avatar_url": account.user.avatar_url},
        },
        "vcs": vcs,
    }


def workflow(account: Account, project: Project, pipeline: Pipeline, workflow: Workflow) -> JSON:
    return {
        "id": workflow.id,
        "name": workflow.name,
        "status": workflow.status,
        "pipeline_id": pipeline.id,
        "pipeline_number": pipeline.number,
        "project_slug": project.slug,
        "started_by": account.user.id,
        "created_at": timestamp(workflow.created_at),
        "stopped_at": timestamp(workflow.stopped_at),
    }


def workflow_job(project: Project, workflow: Workflow, job: Job) -> JSON:
    shown: JSON = {
        "id": job.id,
        "name": job.name,
        "type": job.type,
        "status": job.status,
        "project_slug": project.slug,
        "started_at": timestamp(job.started_at),
        "stopped_at": timestamp(job.stopped_at),
        "dependencies": [other.id for other in workflow.jobs if other.name in job.requires],
    }
    if job.number is not None:
        shown["job_number"] = job.number
    if job.type == "approval":
        shown["approval_request_id"] = job.id
    return shown


def job_details(run: JobRun) -> JSON:
    job, project = run.job, run.project
    return {
        "number": run.number,
        "name": job.name,
        "status": job.status,
        "web_url": web_url(run),
        "created_at": timestamp(job.queued_at),
        "queued_at": timestamp(job.queued_at),
        "started_at": timestamp(job.started_at),
        "stopped_at": timestamp(job.stopped_at),
        "duration": job.duration,
        "parallelism": 1,
        "parallel_runs": [{"index": 0, "status": job.status}],
        "messages": [],
        "contexts": [],
        "executor": {"type": "docker", "resource_class": "medium"},
        "organization": {"name": project.org},
        "project": {
            "id": project.id,
            "slug": project.slug,
            "name": project.repo,
            "external_url": project.vcs_url,
        },
        "pipeline": {"id": run.pipeline.id},
        "latest_workflow": {"id": run.workflow.id, "name": run.workflow.name},
    }


def artifact(run: JobRun, artifact: Artifact) -> JSON:
    return {
        "path": artifact.path,
        "node_index": artifact.node_index,
        "url": artifact_url(run.job, artifact),
    }


def case_result(case: CaseResult) -> JSON:
    return {
        "message": case.message,
        "source": case.source,
        "run_time": case.run_time,
        "file": case.file,
        "result": case.result,
        "name": case.name,
        "classname": case.classname,
    }


def checkout_key(key: CheckoutKey, digest: str = "md5") -> JSON:
    return {
        "public_key": key.public_key,
        "type": key.type,
        "fingerprint": key.fingerprint(digest),
        "preferred": key.preferred,
        "created_at": timestamp(key.created_at),
    }


def environment_variable(name: str, value: str) -> JSON:
    return {"name": name, "value": masked(value)}


def insight(pipeline: Pipeline, workflow: Workflow) -> JSON:
    seconds = workflow.stopped_at and (workflow.stopped_at - workflow.created_at).seconds
    return {
        "id": workflow.id,
        "branch": pipeline.branch,
        "duration": seconds,
        "created_at": timestamp(workflow.created_at),
        "stopped_at": timestamp(workflow.stopped_at),
        "status": workflow.status,
        "credits_used": 0,
        "is_approval": any(job.type == "approval" for job in workflow.jobs),
    }
