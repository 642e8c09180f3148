"""A process beside this one, forked from it, that answers questions."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO, NoReturn

POSSIBLE = sys.platform == "linux"
"""Elsewhere what a library has begun may not outlive a fork."""
_STREAMS = 3
_HEAD = 8
_OFTEN = 0.5
"""Seconds between two looks whether it is still wanted."""
Answers = Callable[[bytes], Iterable[bytes]]


class Lost(Exception):
    """It ended over what it was asked; ``str`` says how."""


class Worker:
    """It knows what this process knows when it begins, and answers by ``answers``.

    The answers lie in memory until they are asked for: it never waits for this process.
    Raises ``OSError`` where the system has no room for it.
    """

    def __init__(self, answers: Answers) -> None:
        parent = os.getpid()
        opened: list[int] = []
        try:
            opened.append(os.memfd_create("answers"))
            opened += os.pipe()
            opened += os.pipe()
            self._process = os.fork()
        except OSError:
            for each in opened:
                os.close(each)
            raise
        self._answers, asked, self._ask, self._done, done = opened
        self._at = 0
        if not self._process:
            _work(answers, asked, self._answers, done, parent)
        os.close(asked)
        os.close(done)

    def ask(self, question: bytes) -> None:
        left = memoryview(_framed(question))
        with suppress(BrokenPipeError):  # what became of it is told with the answers
            while left:
                left = left[os.write(self._ask, left) :]

    def answers(self) -> Iterator[bytes]:
        """All to the latest question. Raises ``Lost`` behind those that it gave."""
        whole = os.read(self._done, 1)
        size = os.fstat(self._answers).st_size
        # Where the file is written next is the same for both processes: it is not moved here.
        data = os.pread(self._answers, size - self._at, self._at)
        self._at = size
        yield from _unframed(data)
        if not whole:
            raise Lost(self._ended())

    def _ended(self) -> str:
        process, self._process = self._process, 0
        try:
            code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        except ChildProcessError:
            return "nobody knows how"
        return f"signal {-code}" if code < 0 else f"status {code}"

    def end(self) -> None:
        for each in (self._ask, self._done, self._answers):
            os.close(each)
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            self._ended()


def _work(answers: Answers, asked: int, answered: int, done: int, parent: int) -> NoReturn:
    status = 1
    try:
        # Ctrl-C ends it without a word: the process that asks tells of it.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _end_with(parent)
        _close_all_but(asked, answered, done)
        _serve(answers, asked, answered, done)
        status = 0
    finally:
        os._exit(status)


def _serve(answers: Answers, asked: int, answered: int, done: int) -> None:
    """Until nobody asks any more."""
    with open(asked, "rb") as questions, open(answered, "wb") as file:
        while question := _next(questions):
            for answer in answers(question):
                file.write(_framed(answer))
                file.flush()
            os.write(done, b".")


def _end_with(parent: int) -> None:
    """Soon, where that was killed."""

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _OFTEN, _OFTEN)


def _close_all_but(*kept: int) -> None:
    """What else this process has open, another one may wait to see closed."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(_STREAMS):
        os.dup2(nowhere, stream)
    first = _STREAMS
    for each in sorted(kept):
        os.closerange(first, each)
        first = each + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(_HEAD, "big") + data


def _next(file: BinaryIO) -> bytes:
    return file.read(int.from_bytes(file.read(_HEAD), "big"))


def _unframed(data: bytes) -> Iterator[bytes]:
    """The whole ones."""
    at = 0
    while at < len(data):
        start = at + _HEAD
        at = start + int.from_bytes(data[at:start], "big")
        if at <= len(data):
            yield data[start:at]
