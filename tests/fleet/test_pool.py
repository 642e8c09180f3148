"""Who does the work: a pool of processes, one of its own, or a Dask cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from migrator.fleet import apart, pool, work
from migrator.fleet.asked import Asked, Job
from migrator.fleet.outcome import Outcome
from tests.cli.program import SAFE, Migrator, process
from tests.fleet.repositories import Repositories


def job(path: Path, **asked: Any) -> Job:
    return Job(path.name, str(path), str(path), None, str(path.parent / "out"), Asked(**asked))


def test_a_job_goes_to_another_process_whole(repositories: Repositories) -> None:
    path = repositories.make("a\udcff", {"x.sh": SAFE, "y.sh": "curl circleci.com/api/v1.1/me"})
    wanted = job(path, select=("me-get",), exclude=("z*",), fail_on="note")
    assert Job.from_json(wanted.to_json()) == wanted
    here = work.work(wanted)
    assert apart.work(wanted) == Outcome.from_dict(here.to_dict())
    assert (len(here.findings), here.over) == (1, True)


@pytest.mark.parametrize(
    ("repositories", "jobs", "expected"), [(1, None, 1), (9, 1, 1), (9, None, 3), (9, 9, 3)]
)
def test_workers(
    monkeypatch: pytest.MonkeyPatch, repositories: int, jobs: int | None, expected: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 2, 5}, raising=False)
    assert pool.workers(repositories, jobs) == expected


def _killed(job: Job) -> Outcome:
    if job.key == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return work.work(job)


def test_a_repository_that_kills_its_process(
    repositories: Repositories, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [job(repositories.make(name)) for name in "abcd"]
    monkeypatch.setattr(pool, "work", _killed)
    alone = apart.work
    killed = Outcome(problems=("killed",))
    monkeypatch.setattr(apart, "work", lambda job: killed if job.key == "b" else alone(job))
    found = {job.key: outcome for job, outcome in pool.here(jobs, 2)}
    assert found["b"] == killed
    assert [len(found[name].findings) for name in "acd"] == [3, 3, 3]


def test_how_a_process_ended_is_told(
    repositories: Repositories, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: Any, **__: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], status, b"", b"Traceback\nNameError: x\n")

    wanted = job(repositories.make("a"))
    monkeypatch.setattr(subprocess, "run", run)
    status = -9
    (problem,) = apart.work(wanted).problems
    assert problem.startswith("the process that worked on it was ended by signal 9")
    status = 1
    (problem,) = apart.work(wanted).problems
    assert problem == "the process that worked on it failed: NameError: x"


def test_another_version_does_no_work(repositories: Repositories) -> None:
    (problem,) = work.work(job(repositories.make("a"), version="0.0.1")).problems
    assert problem.endswith(" here, not 0.0.1")


def test_a_fault_of_this_program_is_told(
    repositories: Repositories, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(_: Any) -> None:
        raise KeyError("s3cret")

    monkeypatch.setattr(work, "check", check)
    (problem,) = work.work(job(repositories.make("a"))).problems
    assert problem.startswith("internal error: KeyError: 's3cret'; please report it; ")


def test_workers_end_with_the_run(repositories: Repositories) -> None:
    """A pool that outlives the run would wait for work for ever."""
    names = [f"r{number}" for number in range(12)]
    for name in names:
        repositories.make(name, {"x.sh": SAFE * 10})
    running = process("fleet", repositories.listed(*names), "--jobs", "2")
    children: set[str] = set()
    until = time.monotonic() + 30
    while not children and time.monotonic() < until:
        children = _children(running.pid)
    running.kill()
    running.communicate(timeout=30)
    until = time.monotonic() + 30
    while any(map(_is_alive, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert children
    assert not any(map(_is_alive, children))


def _children(pid: int) -> set[str]:
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    if not Path("/proc/self").exists():
        pytest.skip("tells children apart by /proc")
    return set(listing.read_text().split()) if listing.exists() else set()


def _is_alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A scheduler and two workers, each a process of its own that is not begun again."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as local:
        yield local


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_that_loses_a_worker_loses_nothing(
    repositories: Repositories, migrator: Migrator, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from migrator.fleet import state

    names = [f"r{number}" for number in range(6)]
    for name in names:
        repositories.make(name, {"x.sh": SAFE})
    listed = repositories.listed(*names, "none")
    here = migrator("fleet", listed, "--fix", "--folder", "one", "--branch", "one").out
    add = state.State.add
    lost: list[str] = []

    def kill_then_add(self: state.State, shown: str, outcome: Outcome) -> None:
        if not lost:
            # Scheduler and test share a process: who has work now can be read there.
            busy = [each for each in cluster.scheduler.workers.values() if each.processing]
            lost.append(busy[0].address)
            os.kill(cluster.workers[busy[0].name].pid, signal.SIGKILL)
        add(self, shown, outcome)

    monkeypatch.setattr(state.State, "add", kill_then_add)
    ended = migrator("fleet", listed, "--fix", "--dask", cluster.scheduler_address)
    assert len(lost) == 1, ended
    assert ended.status == 2
    assert [
        line.split() for line in ended.out.replace("migrator/circleci-v2", "one").splitlines()
    ] == [line.split() for line in here.splitlines()]


def test_a_scheduler_that_does_not_answer(
    repositories: Repositories, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("migrator.fleet.cluster._PATIENCE", 0.5)
    repositories.make("a")
    ended = migrator("fleet", repositories.listed("a"), "--dask", "tcp://127.0.0.1:9")
    assert ended.status == 2
    assert "--dask: no scheduler answers at tcp://127.0.0.1:9: " in ended.err


def test_dask_may_be_missing(
    repositories: Repositories, migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    repositories.make("a")
    ended = migrator("fleet", repositories.listed("a"), "--dask", "tcp://127.0.0.1:9")
    assert ended.status == 2
    assert "--dask needs the package distributed: pip install 'migrator[dask]'" in ended.err
