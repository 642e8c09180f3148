"""Where a run's output goes."""

from __future__ import annotations

import os
import sys
from typing import IO

import click


def write_text(stream: IO[str], text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        abandon(stream)


def write_bytes(data: bytes) -> None:
    """To stdout as they are."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        abandon(sys.stdout)


def write_file(path: str, text: str, named_by: str = "--output-file") -> None:
    """Raises ``click.ClickException``."""
    _write(path, text, "w", named_by)


def replace_file(path: str, before: bytes, text: str, named_by: str) -> None:
    """As ``write_file``, but ``before``, which it holds, is lost only if all of ``text`` is there.

    Raises ``click.ClickException``.
    """
    from migrator.files.errors import Unwritable
    from migrator.files.write import replace

    try:
        replace(path, before, text.encode("utf-8", "replace"))
    except Unwritable as error:
        raise click.ClickException(f"{named_by}: {path} {error}") from error


def append_file(path: str, text: str, named_by: str) -> None:
    """Raises ``click.ClickException``."""
    _write(path, text, "a", named_by)


def _write(path: str, text: str, mode: str, named_by: str) -> None:
    try:
        with open(path, mode, encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(f"{named_by}: {path} can't be written: {reason}") from error


def abandon(stream: IO[str]) -> None:
    """Nobody reads any more: what is still buffered must not fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
