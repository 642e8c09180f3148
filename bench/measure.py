"""Whole processes, timed in turn."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Command:
    """``statuses`` are the exit statuses of a run that did its work."""

    name: str
    argv: tuple[str, ...]
    cwd: Path
    statuses: frozenset[int] = frozenset({0, 1})
    environment: Mapping[str, str] = field(default_factory=dict)

    def once(self) -> float:
        """Seconds of one run. Raises ``RuntimeError`` where it did not do its work."""
        started = perf_counter()
        done = subprocess.run(
            self.argv,
            cwd=self.cwd,
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        taken = perf_counter() - started
        if done.returncode not in self.statuses:
            raise RuntimeError(f"{self.name} ended with {done.returncode}: {done.stderr[-300:]!r}")
        return taken


@dataclass(frozen=True)
class Times:
    """Seconds of every run, in the order in which they were made."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.runs)

    def __str__(self) -> str:
        return f"{self.median:.3f} s ({min(self.runs):.3f} to {max(self.runs):.3f})"


def in_turn(commands: Sequence[Command], rounds: int) -> dict[str, Times]:
    """Every command once a round, after one round that does not count."""
    runs: dict[str, list[float]] = {command.name: [] for command in commands}
    for number in range(rounds + 1):
        for command in commands:
            taken = command.once()
            if number:
                runs[command.name].append(taken)
    return {name: Times(tuple(taken)) for name, taken in runs.items()}


def ratio(times: Mapping[str, Times], one: str, other: str) -> float:
    """The median of the ratios of the runs that stood side by side."""
    pairs = zip(times[one].runs, times[other].runs, strict=True)
    return median(a / b for a, b in pairs)


def peak_megabytes(command: Command) -> float:
    """The most memory that one process of the command held, in MiB."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command.argv],
        cwd=command.cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    unit = 1 if sys.platform == "darwin" else 1024
    return int(done.stdout) * unit / (1 << 20)


def machine() -> str:
    cores = len(os.sched_getaffinity(0))
    pages = os.sysconf("SC_PHYS_PAGES") * resource.getpagesize()
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{cores} cores, {pages >> 30} GiB, {sys.platform}, Python {version}"
