"""What there is when a stand-in starts, and what a trigger adds to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from tests.standin.data import (
    VCS,
    Account,
    Artifact,
    CaseResult,
    CheckoutKey,
    Job,
    Pipeline,
    Project,
    User,
    Workflow,
    identifier,
)

_FIRST_DAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)

_USER = User(
    identifier("user", "mona"), "mona", "Mona Octo", "https://avatars.githubusercontent.com/u/1"
)

_ARTIFACTS = tuple(
    Artifact(path, f"{path} of the job build\n")
    for path in ("dist/site.tar.gz", "reports/index.html", "logs/build.log", "coverage.xml")
)

_TESTS = tuple(
    CaseResult("tests.test_site", f"test_{name}", "tests/test_site.py", result, message, 0.25)
    for name, result, message in (
        ("home", "success", ""),
        ("search", "success", ""),
        ("login", "failure", "assert 500 == 200"),
        ("logout", "skipped", "needs login"),
    )
)

_REQUIRES = {"test": ("lint",), "build": ("test",), "deploy": ("hold",)}

# An approval has no number, nor has a job that never started.
_WITHOUT_NUMBER = ("on_hold", "blocked", "not_run")

BUILD_AND_TEST = {"lint": "success", "test": "success", "build": "success"}


def account(more_projects: Iterable[str] = ()) -> Account:
    """`more_projects` are slugs such as `gh/acme/shop`; their history is that of the others."""
    site = _project("github", "acme", "site")
    api = _project("github", "acme", "api")
    api.parameters = {"deploy_env": str, "run_nightly": bool, "retries": int}
    docs = _project("github", "acme", "docs")
    docs.public = True
    legacy = _project("bitbucket", "acme", "legacy")
    projects = [site, api, docs, legacy]
    for slug in more_projects:
        vcs, org, repo = slug.split("/")
        projects.append(_project(VCS[vcs], org, repo))
    return Account(_USER, projects)


def trigger(
    project: Project,
    *,
    branch: str | None = None,
    tag: str | None = None,
    revision: str | None = None,
    parameters: dict[str, object] | None = None,
    jobs: Iterable[str] = BUILD_AND_TEST,
) -> Pipeline:
    """A new pipeline, already finished when it is next looked at."""
    pipeline = _pipeline(project, branch, tag, trigger="api")
    pipeline.revision = revision or pipeline.revision
    pipeline.parameters = parameters or {}
    _add_workflow(project, pipeline, "build-and-test", dict.fromkeys(jobs, "success"))
    return pipeline


def create_key(project: Project, type: str) -> CheckoutKey:
    name = f"{project.slug} {type} {len(project.checkout_keys)}"
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    key = CheckoutKey(
        type=type,
        public_key=f"ssh-rsa AAAA{digest} {name}\n",
        md5=":".join(digest[i : i + 2] for i in range(0, len(digest), 2)),
        sha256=f"SHA256:{digest}",
        preferred=not project.checkout_keys,
        created_at=_FIRST_DAY + timedelta(minutes=len(project.checkout_keys)),
    )
    project.checkout_keys.append(key)
    return key


def _project(vcs: str, org: str, repo: str) -> Project:
    project = Project(vcs, org, repo)
    project.advanced = {
        "autocancel_builds": False,
        "build_fork_prs": False,
        "build_prs_only": False,
        "disable_ssh": False,
        "forks_receive_secret_env_vars": False,
        "oss": False,
        "set_github_status": True,
        "setup_workflows": True,
        "write_settings_requires_admin": False,
        "pr_only_branch_overrides": ["main"],
    }
    project.environment_variables = {
        "AWS_REGION": "eu-west-1",
        "CACHE_VERSION": "v1-2026",
        "DEPLOY_KEY": "secret-deploy-key",
        "NPM_TOKEN": "npm_0123456789",
    }
    for type in ("deploy-key", "github-user-key", "deploy-key", "github-user-key"):
        create_key(project, type)
    for branch, tag, workflows in _HISTORY:
        pipeline = _pipeline(project, branch, tag, trigger="webhook")
        for name, statuses in workflows.items():
            _add_workflow(project, pipeline, name, statuses)
    return project


_HISTORY: tuple[tuple[str | None, str | None, dict[str, dict[str, str]]], ...] = (
    ("main", None, {"build-and-test": BUILD_AND_TEST}),
    (
        "main",
        None,
        {"build-and-test": {"lint": "success", "test": "failed", "build": "not_run"}},
    ),
    ("feature/login", None, {"build-and-test": BUILD_AND_TEST}),
    ("main", None, {"build-and-test": BUILD_AND_TEST}),
    (None, "v1.0.0", {"release": {"publish": "success", "hold": "on_hold", "deploy": "blocked"}}),
    (
        "feature/login",
        None,
        {"build-and-test": {"lint": "success", "test": "running", "build": "blocked"}},
    ),
    ("main", None, {"nightly": {"smoke": "success"}, "build-and-test": BUILD_AND_TEST}),
)


def _pipeline(project: Project, branch: str | None, tag: str | None, trigger: str) -> Pipeline:
    number = len(project.pipelines) + 1
    name = f"{project.slug} {number}"
    pipeline = Pipeline(
        id=identifier("pipeline", name),
        number=number,
        branch=branch if branch or tag else project.default_branch,
        tag=tag,
        revision=hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(),
        subject=f"Change number {number}",
        trigger=trigger,
        created_at=_FIRST_DAY + timedelta(hours=number),
    )
    project.pipelines.append(pipeline)
    return pipeline


def _add_workflow(
    project: Project, pipeline: Pipeline, name: str, statuses: dict[str, str]
) -> None:
    workflow = Workflow(
        identifier(pipeline.id, name),
        name,
        pipeline.created_at + timedelta(minutes=10 * len(pipeline.workflows)),
    )
    pipeline.workflows.append(workflow)
    for position, (job_name, status) in enumerate(statuses.items()):
        workflow.jobs.append(
            Job(
                id=identifier(workflow.id, job_name),
                name=job_name,
                status=status,
                number=None if status in _WITHOUT_NUMBER else project.next_job_number(),
                queued_at=workflow.created_at + timedelta(minutes=2 * position),
                type="approval" if job_name == "hold" else "build",
                requires=tuple(n for n in _REQUIRES.get(job_name, ()) if n in statuses),
                artifacts=_ARTIFACTS if job_name == "build" else (),
                tests=_TESTS if job_name == "test" else (),
            )
        )
