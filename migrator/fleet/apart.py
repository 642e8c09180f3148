"""The work on one repository in a process that is started for it alone.

What ends that process ends no other work, and the folder it works in is its own:
`python -m migrator.fleet.apart` reads a job from stdin and prints what became of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from migrator.fleet.asked import Job
from migrator.fleet.outcome import Outcome


def work(job: Job) -> Outcome:
    """What became of it, also if its process is killed."""
    try:
        done = subprocess.run(
            # -P: no module comes from the folder that this happens to run in.
            [sys.executable, "-P", "-m", "migrator.fleet.apart"],
            input=job.to_json().encode(),
            capture_output=True,
            check=False,
        )
    except OSError as error:
        return Outcome(problems=(f"no process can be started for it: {error.strerror}",))
    if done.returncode < 0:
        what = f"the process that worked on it was ended by signal {-done.returncode}"
        return Outcome(problems=(f"{what}; if that is 9, memory may have run out",))
    if done.returncode or not done.stdout:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no word"]
        return Outcome(problems=(f"the process that worked on it failed: {lines[-1]}",))
    return Outcome.from_dict(json.loads(done.stdout))


def main() -> None:
    from migrator.fleet.work import work as work_here

    # What is printed by the way must not stand in the answer.
    answer = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    outcome = work_here(Job.from_json(sys.stdin.read()))
    with os.fdopen(answer, "w", encoding="ascii") as stream:
        json.dump(outcome.to_dict(), stream)


if __name__ == "__main__":
    main()
