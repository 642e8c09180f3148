"""The work on this machine: a bounded pool of processes, each doing one repository at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext

from migrator.fleet import apart
from migrator.fleet.asked import Job
from migrator.fleet.outcome import Outcome
from migrator.fleet.work import work
from migrator.processors import processors

Done = Iterator[tuple[Job, Outcome]]


def workers(repositories: int, jobs: int | None) -> int:
    """How many processes: no more than there are repositories, or processors for us."""
    return max(1, min(repositories, processors(), jobs or processors()))


def here(jobs: Sequence[Job], limit: int | None = None) -> Done:
    """Each job with what became of it, in the order in which they end."""
    number = workers(len(jobs), limit)
    try:
        executor = ProcessPoolExecutor(number, _context(), _begin)
        futures = {executor.submit(work, job): job for job in jobs}
    except (OSError, NotImplementedError):
        # Here no process can be started, or no semaphore made.
        for job in jobs:
            yield job, work(job)
        return
    lost: list[Job] = []
    try:
        for future in as_completed(futures):
            job = futures.pop(future)
            try:
                yield job, future.result()
            except BrokenProcessPool:
                lost.append(job)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
    # One of them has ended the process that worked on it, and with it the pool.
    with ThreadPoolExecutor(number) as threads:
        yield from zip(lost, threads.map(apart.work, lost), strict=True)


def _context() -> BaseContext:
    """Forked where that is safe, so that what was loaded is loaded once."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else None)


def _begin() -> None:
    # An interrupt ends a worker without a word: the run tells of it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose run was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
