"""The work on a Dask cluster that runs already."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from migrator.fleet import apart
from migrator.fleet.asked import Job
from migrator.fleet.outcome import Outcome
from migrator.fleet.pool import Done
from migrator.fleet.refused import Refused

_PATIENCE = 15
"""Seconds to wait for the scheduler."""


def there(jobs: Sequence[Job], address: str) -> Done:
    """As ``pool.here``. A job whose worker dies goes to another. Raises ``Refused``."""
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        missing = "--dask needs the package distributed: pip install 'migrator[dask]'"
        raise Refused(missing) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refused(f"--dask: no scheduler answers at {address}: {reason}") from error
    run = uuid.uuid4().hex
    with client:
        # The key makes it one task for Dask, however often it has to be begun.
        futures = {
            client.submit(_task, job.to_json(), key=f"migrator-{run}-{job.key}", pure=False): job
            for job in jobs
        }
        for future in as_completed(list(futures), loop=client.loop):
            yield futures[future], _outcome(future)
            future.release()


def _task(job: str) -> dict[str, object]:
    # A worker may do other people's work in other threads: the folder of its process is not ours.
    return apart.work(Job.from_json(job)).to_dict()


def _outcome(future: object) -> Outcome:
    try:
        return Outcome.from_dict(future.result())  # type: ignore[attr-defined]
    except Exception as error:
        # Whatever came to pass on the other machine, the other repositories are none the worse.
        lines = str(error).splitlines() or ["no word"]
        return Outcome(problems=(f"the cluster gave it up: {type(error).__name__}: {lines[0]}",))
