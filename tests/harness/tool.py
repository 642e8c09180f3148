"""The tool as its users run it, in this process."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migrator.cli import run


@dataclass(frozen=True)
class Outcome:
    status: int
    stdout: bytes
    stderr: str

    @property
    def report(self) -> Any:
        """What ``--output-format json`` printed."""
        assert self.status != 2, self.stderr
        return json.loads(self.stdout)


JSON = ("--output-format", "json", "--show-secrets")
"""The report, with nothing masked."""


def check(folder: Path, *options: str) -> Outcome:
    """``migrator check`` in ``folder``."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = run(["check", *options])
    return Outcome(status, _written(out), _written(err).decode())


def check_json(folder: Path, *options: str) -> Any:
    return check(folder, *JSON, *options).report


def refusal(folder: Path) -> str:
    """What is said of the one call there, which no fix moves."""
    (found,) = check_json(folder, "--unsafe-fixes")["findings"]
    assert found["fix"] is None
    message: str = found["message"]
    return message


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()
