"""The host of artifacts and step output, which is not the API."""

from __future__ import annotations

from tests.standin.authentication import Identity
from tests.standin.data import Account, Artifact, Job
from tests.standin.routing import Answer, Refusal, decode_segments

ARTIFACT_HOST = "output.circle-artifacts.com"
STEPS = ("Spin up environment", "Checkout code", "Run the job")
_STEP_NUMBERS = [str(step) for step in range(len(STEPS))]


def artifact_url(job: Job, artifact: Artifact) -> str:
    return f"https://{ARTIFACT_HOST}/output/job/{job.id}/artifacts/{artifact.node_index}/{artifact.path}"


def step_output_url(job: Job, step: int, index: int) -> str:
    return f"https://{ARTIFACT_HOST}/output/job/{job.id}/steps/{step}/{index}"


def step_output(job: Job, step: int) -> list[dict[str, str | None]]:
    return [{"type": "out", "time": None, "message": f"{STEPS[step]} of {job.name}\r\n"}]


def download(account: Account, path: str, identity: Identity) -> Answer:
    match decode_segments(path):
        case ["output", "job", job_id, "artifacts", node, *rest]:
            job = _job(account, job_id, identity)
            for artifact in job.artifacts:
                if (str(artifact.node_index), artifact.path) == (node, "/".join(rest)):
                    return Answer(200, artifact.content.encode())
        case ["output", "job", job_id, "steps", step, "0"] if step in _STEP_NUMBERS:
            return Answer(200, step_output(_job(account, job_id, identity), int(step)))
    raise Refusal(404, "Not Found")


def _job(account: Account, job_id: str, identity: Identity) -> Job:
    for project in account.projects:
        for run in project.job_runs():
            if run.job.id == job_id and (project.public or identity in ("personal", "project")):
                return run.job
    raise Refusal(404, "Not Found")
