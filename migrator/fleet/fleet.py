"""A run over all repositories of a list."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from migrator.fleet.asked import Asked, Job
from migrator.fleet.outcome import Outcome
from migrator.fleet.repository import Repository
from migrator.fleet.state import State

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Result:
    """Every repository with what became of it, sorted by name.

    ``earlier`` counts those that a run of before has finished, ``again`` the lines of
    the list that name a repository a second time.
    """

    repositories: tuple[tuple[Repository, Outcome], ...]
    earlier: int = 0
    again: int = 0


def fleet(
    repositories: Iterable[Repository],
    asked: Asked,
    folder: str,
    *,
    fresh: bool = False,
    jobs: int | None = None,
    dask: str | None = None,
    progress: Progress | None = None,
) -> Result:
    """Does what is not done yet; ``folder`` holds what outlives the run. Raises ``Refused``."""
    listed = list(repositories)
    with State(folder, asked, fresh=fresh) as state:
        known = dict(state.finished)
        earlier = sum(each.place.shown in known for each in listed)
        todo = [_job(each, state.folder, asked) for each in listed if each.place.shown not in known]
        for done, (job, outcome) in enumerate(_done(todo, jobs, dask), 1):
            known[job.shown] = outcome
            state.add(job.shown, outcome)
            if progress:
                progress("checking", earlier + done, len(listed))
    return Result(tuple((each, known[each.place.shown]) for each in listed), earlier)


def _done(todo: list[Job], jobs: int | None, dask: str | None) -> Iterable[tuple[Job, Outcome]]:
    if not todo:
        return ()
    if dask is not None:
        from migrator.fleet.cluster import there

        return there(todo, dask)
    # Loaded before the pool is forked, so that all of its processes share them.
    import migrator.run.session  # noqa: F401
    from migrator.fleet.pool import here

    return here(todo, jobs)


def _job(repository: Repository, folder: str, asked: Asked) -> Job:
    place = repository.place
    return Job(
        repository.key, place.where, place.shown, place.scheme, os.path.abspath(folder), asked
    )
