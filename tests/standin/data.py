"""Projects, pipelines, workflows and jobs: the one set of data that both versions answer from."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

VCS = {"github": "github", "gh": "github", "bitbucket": "bitbucket", "bb": "bitbucket"}
SHORT_VCS = {"github": "gh", "bitbucket": "bb"}

FINISHED = ("success", "failed", "canceled", "timedout", "infrastructure_fail")
FAILED = ("failed", "timedout", "infrastructure_fail")

_DURATION = timedelta(seconds=95)
_QUEUEING = timedelta(seconds=5)


def identifier(*name: object) -> str:
    """The same UUID for the same name in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, name))))


@dataclass(frozen=True)
class Artifact:
    path: str
    content: str
    node_index: int = 0


@dataclass(frozen=True)
class CaseResult:
    classname: str
    name: str
    file: str
    result: str
    message: str
    run_time: float
    source: str = "pytest"


@dataclass(frozen=True)
class CheckoutKey:
    type: str
    public_key: str
    md5: str
    sha256: str
    preferred: bool
    created_at: datetime

    def fingerprint(self, digest: str) -> str:
        return self.sha256 if digest == "sha256" else self.md5


@dataclass(frozen=True)
class User:
    id: str
    login: str
    name: str
    avatar_url: str


@dataclass
class Job:
    id: str
    name: str
    status: str
    number: int | None
    """None for an approval, and for a job that has not started."""
    queued_at: datetime
    type: str = "build"
    requires: tuple[str, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    tests: tuple[CaseResult, ...] = ()
    retry_of: int | None = None
    ssh: bool = False

    @property
    def started_at(self) -> datetime | None:
        return None if self.number is None else self.queued_at + _QUEUEING

    @property
    def stopped_at(self) -> datetime | None:
        if self.started_at is None or self.status not in FINISHED:
            return None
        return self.started_at + _DURATION

    @property
    def duration(self) -> int | None:
        """In milliseconds."""
        return None if self.stopped_at is None else int(_DURATION.total_seconds() * 1000)

    def cancel(self) -> None:
        if self.status not in FINISHED:
            self.status = "canceled"


@dataclass
class Workflow:
    id: str
    name: str
    created_at: datetime
    jobs: list[Job] = field(default_factory=list)

    @property
    def status(self) -> str:
        statuses = {job.status for job in self.jobs}
        for status, shown_by in (
            ("running", {"running", "queued"}),
            ("canceled", {"canceled"}),
            ("failed", set(FAILED)),
            ("on_hold", {"on_hold"}),
        ):
            if statuses & shown_by:
                return status
        return "success"

    @property
    def stopped_at(self) -> datetime | None:
        if self.status in ("running", "on_hold"):
            return None
        return max((job.stopped_at for job in self.jobs if job.stopped_at), default=None)


@dataclass
class Pipeline:
    id: str
    number: int
    branch: str | None
    tag: str | None
    revision: str
    subject: str
    trigger: str
    created_at: datetime
    parameters: dict[str, object] = field(default_factory=dict)
    workflows: list[Workflow] = field(default_factory=list)


@dataclass(frozen=True)
class JobRun:
    """A job with all that stands above it: what v1.1 calls a build."""

    project: Project
    pipeline: Pipeline
    workflow: Workflow
    job: Job
    number: int


@dataclass
class Project:
    vcs: str
    org: str
    repo: str
    default_branch: str = "main"
    public: bool = False
    """v1.1 lets anybody read it."""
    parameters: dict[str, type] | None = None
    """The pipeline parameters that its config declares; None: any are taken."""
    following: bool = True
    advanced: dict[str, object] = field(default_factory=dict)
    environment_variables: dict[str, str] = field(default_factory=dict)
    checkout_keys: list[CheckoutKey] = field(default_factory=list)
    pipelines: list[Pipeline] = field(default_factory=list)
    """Oldest first."""

    @property
    def slug(self) -> str:
        return f"{SHORT_VCS[self.vcs]}/{self.org}/{self.repo}"

    @property
    def org_slug(self) -> str:
        return f"{SHORT_VCS[self.vcs]}/{self.org}"

    @property
    def id(self) -> str:
        return identifier("project", self.slug)

    @property
    def org_id(self) -> str:
        return identifier("organization", self.org_slug)

    @property
    def definition_id(self) -> str:
        return identifier("definition", self.slug)

    @property
    def vcs_url(self) -> str:
        return (
            f"https://{self.vcs}.{'com' if self.vcs == 'github' else 'org'}/{self.org}/{self.repo}"
        )

    def job_runs(self) -> list[JobRun]:
        """Newest first."""
        runs = [
            JobRun(self, pipeline, workflow, job, job.number)
            for pipeline in self.pipelines
            for workflow in pipeline.workflows
            for job in workflow.jobs
            if job.number is not None
        ]
        return sorted(runs, key=lambda run: run.number, reverse=True)

    def job_run(self, number: int) -> JobRun | None:
        return next((run for run in self.job_runs() if run.number == number), None)

    def checkout_key(self, fingerprint: str) -> CheckoutKey | None:
        return next((k for k in self.checkout_keys if fingerprint in (k.md5, k.sha256)), None)

    def next_job_number(self) -> int:
        return max((run.number for run in self.job_runs()), default=0) + 1

    def rerun(self, workflow: Workflow, jobs: Iterable[Job], *, ssh: bool = False) -> Workflow:
        """A new workflow in the same pipeline, already finished when it is next looked at."""
        pipeline = next(p for p in self.pipelines if workflow in p.workflows)
        again = Workflow(
            identifier(workflow.id, "rerun", len(pipeline.workflows)),
            workflow.name,
            workflow.created_at + timedelta(minutes=30),
        )
        pipeline.workflows.append(again)
        for job in jobs:
            again.jobs.append(
                Job(
                    id=identifier(again.id, job.name),
                    name=job.name,
                    status="success",
                    number=self.next_job_number() if job.type == "build" else None,
                    queued_at=again.created_at,
                    type=job.type,
                    requires=job.requires,
                    artifacts=job.artifacts,
                    tests=job.tests,
                    retry_of=job.number,
                    ssh=ssh,
                )
            )
        return again


@dataclass
class Account:
    """All that one personal token can see."""

    user: User
    projects: list[Project]

    def project(self, vcs: str, org: str, repo: str) -> Project | None:
        for project in self.projects:
            if vcs == "circleci" and (org, repo) == (project.org_id, project.id):
                return project
            if (VCS.get(vcs), org, repo) == (project.vcs, project.org, project.repo):
                return project
        return None

    def organization(self, vcs: str, org: str) -> list[Project]:
        return [p for p in self.projects if (p.vcs, p.org) == (VCS.get(vcs), org)]

    def pipelines(self) -> Iterator[tuple[Project, Pipeline]]:
        for project in self.projects:
            for pipeline in project.pipelines:
                yield project, pipeline

    def workflows(self) -> Iterator[tuple[Project, Pipeline, Workflow]]:
        for project, pipeline in self.pipelines():
            for workflow in pipeline.workflows:
                yield project, pipeline, workflow

    def job_runs(self, projects: Sequence[Project]) -> list[JobRun]:
        """Newest first, across projects."""
        runs = [run for project in projects for run in project.job_runs()]
        return sorted(runs, key=lambda run: (run.job.queued_at, run.number), reverse=True)
