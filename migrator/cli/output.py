"""Where a run's output goes."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import click

_OF_STREAMS = frozenset({errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG, errno.EDQUOT})


def write_text(stream: IO[str], text: str) -> None:
    """Raises ``click.ClickException``, but not where the reader has gone away."""
    with _heard(stream):
        stream.write(text)
        stream.flush()


def write_bytes(data: bytes) -> None:
    """To stdout as they are. Raises as ``write_text``."""
    with _heard(sys.stdout):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@contextmanager
def _heard(stream: IO[str]) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        abandon(stream)
    except OSError as error:
        abandon(stream)
        raise click.ClickException(_unheard(stream, error)) from error


def write_file(
    path: str, text: str, named_by: str = "--output-file", before: bytes | None = None
) -> None:
    """Whole or not at all, and where ``before`` is given only if the file holds that.

    Raises ``click.ClickException``.
    """
    from migrator.files.errors import Unwritable
    from migrator.files.write import replace, write

    data = text.encode("utf-8", "replace")
    try:
        if before is None:
            write(path, data)
        else:
            replace(path, before, data)
    except Unwritable as error:
        raise click.ClickException(f"{named_by}: {path} {error}") from error


def append_file(path: str, text: str, named_by: str) -> None:
    """Raises ``click.ClickException``."""
    try:
        with open(path, "a", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(f"{named_by}: {path} can't be written: {reason}") from error


def abandon(stream: IO[str]) -> None:
    """Nobody reads any more: what is still buffered must not fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_streams() -> None:
    """Stands in for what the program was started without: Python gives none for it.

    What is written to stdout then fails, as on a full disk; what only stderr would
    tell is told nobody. No file may get the number of one of them.
    """
    if sys.stdin is None:
        _hold(0, os.O_RDONLY)
    if sys.stdout is None:
        sys.stdout = _hold(1, os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = _hold(2, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _hold(number: int, flags: int) -> IO[str]:
    opened = os.open(os.devnull, flags)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)
    return open(number, "w", encoding="utf-8", closefd=False)


def failing(error: OSError) -> str | None:
    """Which of stdout and stderr can't be written, if ``error`` is of one of them.

    From then on it takes all. A write that failed need not fail again.
    """
    told = None
    for stream in (sys.stderr, sys.stdout):
        try:
            stream.flush()
        except OSError as again:
            told = _unheard(stream, again)
            abandon(stream)
    if told is None and error.filename is None and error.errno in _OF_STREAMS:
        told = _unheard(sys.stdout, error)
        abandon(sys.stdout)
    return told


def _unheard(stream: IO[str], error: OSError) -> str:
    name = "stdout" if stream is sys.stdout else "stderr"
    return f"{name} can't be written: {(error.strerror or str(error)).lower()}"


def complain(text: str) -> None:
    """On stderr, if it can be written."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)
