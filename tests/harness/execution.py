"""A program of a case, run against the stand-in for circleci.com."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from tests.harness.case import Case, ExpectedRequest
from tests.harness.embedded import Embedded
from tests.harness.hosts import programs
from tests.harness.program import Program
from tests.standin import TOKEN, RecordedRequest, Standin

_SECONDS = 120
"""For a machine that others use too."""
_COMMANDS = ("curl", "jq", "make", "wget")
_TOKEN_KEY = "circle-token"
_PROJECT = re.compile(r"/api/v2/project/[^/]+/[^/]+/[^/]+/?")


@dataclass(frozen=True)
class Run:
    status: int
    stdout: str
    stderr: str
    requests: tuple[RecordedRequest, ...]

    @property
    def authentications(self) -> set[tuple[str | None, ...]]:
        """How the requests said who sends them."""
        return {authentication(request) for request in self.requests}


def execute(case: Case, program: Program, folder: Path, api: Standin) -> Run:
    api.clear()
    program.write(folder)
    done = [_finished(command, case, folder, api) for command in _commands(case, program)]
    assert api.refusals == []
    assert not any(_removes_project(request) for request in api.requests)
    status = next((each.returncode for each in done if each.returncode), 0)
    stdout, stderr = "".join(d.stdout for d in done), "".join(d.stderr for d in done)
    return Run(status, stdout, stderr, tuple(api.requests))


def _commands(case: Case, program: Program) -> list[Embedded]:
    """What runs the program, or each of those that are embedded in it."""
    embedded = programs(case.program, program.files[case.program], case.filled)
    if embedded is None:
        return [Embedded((*_interpreter(program, case.program), case.program, *case.args))]
    return [replace(each, command=(*each.command, *case.args)) for each in embedded]


def _finished(
    program: Embedded, case: Case, folder: Path, api: Standin
) -> subprocess.CompletedProcess[str]:
    return started(program.command, folder, api, {**program.variables, **case.env})


def started(
    command: Sequence[str], folder: Path, api: Standin, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """The command at its end; what it sends went to ``api``."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "CIRCLE_TOKEN": TOKEN,
            **api.environment(),
            **environment,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        stdout, stderr = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        # What it has started would send on, to the stand-in of the next program.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


def missing_commands(program: Program) -> list[str]:
    """Commands that the program may call and this machine lacks."""
    words = {word for content in program.files.values() for word in content.split()}
    words |= {b"make"} if any(name.endswith("Makefile") for name in program.files) else set()
    return [name for name in _COMMANDS if name.encode() in words and not shutil.which(name)]


def assert_sent(request: RecordedRequest, expected: ExpectedRequest) -> None:
    sent = ExpectedRequest(
        method=request.method,
        path=request.path,
        host=request.host,
        query={name: value for name, value in request.query if name != _TOKEN_KEY},
        json=request.json,
        status=expected.status and request.status,
    )
    assert sent == expected
    assert expected.status or request.status < 400, f"{request} was refused"
    assert request.json is not None or not request.body


def assert_all_sent(
    requests: Sequence[RecordedRequest], expected: Sequence[ExpectedRequest]
) -> None:
    """The ``requests`` are those ``expected``; of a walk through lists, in any order."""
    if not any(each.times for each in expected):
        for request, one in zip(requests, expected, strict=True):
            assert_sent(request, one)
        return
    counts = Counter(_first_alike(request, expected) for request in requests)
    assert counts == {at: each.times or 1 for at, each in enumerate(expected)}


def _first_alike(request: RecordedRequest, expected: Sequence[ExpectedRequest]) -> int:
    query = {name: value for name, value in request.query if name != _TOKEN_KEY}
    for at, each in enumerate(expected):
        if (
            request.method == each.method
            and _is_like(request.path, each.path)
            and query.keys() == each.query.keys()
            and all(value in ("*", query[name]) for name, value in each.query.items())
        ):
            assert_sent(request, replace(each, path=request.path, query=query, times=0))
            return at
    raise AssertionError(f"{request} is not expected")


def _is_like(path: str, pattern: str) -> bool:
    return bool(re.fullmatch("[^/]+".join(map(re.escape, pattern.split("*"))), path))


def _removes_project(request: RecordedRequest) -> bool:
    """In v2 a DELETE whose path has lost its end deletes the project."""
    return request.method == "DELETE" and bool(_PROJECT.fullmatch(unquote(request.path)))


def _interpreter(program: Program, name: str) -> list[str]:
    if name.endswith("Makefile"):
        return ["make", "-s", "-f"]
    shebang = program.files[name].partition(b"\n")[0]
    python = name.endswith(".py") or (shebang.startswith(b"#!") and b"python" in shebang)
    return [sys.executable] if python else ["bash"]


def authentication(request: RecordedRequest) -> tuple[str | None, ...]:
    headers = request.headers
    in_query = dict(request.query).get(_TOKEN_KEY)
    return headers.get("circle-token"), headers.get("authorization"), in_query
