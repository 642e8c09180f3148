"""The program, and scripts for it to check."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SAFE = (
    'curl -X POST -u "$CIRCLE_TOKEN:" -H "Content-Type: application/json"'
    """ -d '{"branch": "main"}' "https://circleci.com/api/v1.1/project/gh/acme/site/build" """
    "> /dev/null\n"
)
UNSAFE = "curl -X POST https://circleci.com/api/v1.1/project/gh/acme/site/tree/main > /dev/null\n"
NEVER = "curl -X DELETE https://circleci.com/api/v1.1/project/gh/acme/site/build-cache\n"


ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "migrator"]


def process(*arguments: str, **others: str) -> subprocess.Popen[bytes]:
    """The program as a process of its own, with ``others`` in its environment."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), **others},
    )


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str


Migrator = Callable[..., Ended]
