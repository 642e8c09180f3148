"""Rewritten sources on stdout."""

from __future__ import annotations

import sys

import click

from migrator.cli.settings import Settings
from migrator.files.decode import decode
from migrator.files.errors import Unreadable, Unwritable
from migrator.files.kind import kind
from migrator.files.read import read
from migrator.report.colour import Paint, wanted
from migrator.report.diff import diff, for_screen
from migrator.report.report import Change, Report
from migrator.report.secrets import secrets_of

_BYTEWISE = "latin-1"


def patch(report: Report, stdin: bytes | None, settings: Settings) -> bytes:
    """The changes as a diff: bytes to apply, or on a terminal lines to look at."""
    changes = report.changes
    if not sys.stdout.isatty():
        changes = tuple(_bytewise(change, stdin) for change in changes)
    secrets = secrets_of(report, shown=settings.show_secrets)
    text = diff(changes, secrets)
    if not sys.stdout.isatty():
        return text.encode(_BYTEWISE)
    return for_screen(text, Paint(on=wanted(sys.stdout))).encode(sys.stdout.encoding, "replace")


def rewritten(report: Report, source: bytes) -> bytes:
    """What has become of a source from stdin."""
    return _encoded(report.changes[0], source) if report.changes else source


def _bytewise(change: Change, stdin: bytes | None) -> Change:
    """The change with a character for each byte, so that a patch has the file's own bytes."""
    try:
        source = read(change.path) if stdin is None else stdin
        after = _encoded(change, source)
    except (Unreadable, Unwritable) as error:
        raise click.ClickException(f"{change.path}: {error}") from error
    return Change(change.path, source.decode(_BYTEWISE), after.decode(_BYTEWISE))


def _encoded(change: Change, source: bytes) -> bytes:
    language = kind(change.path, source)
    assert language, "a source of no kind has no changes"
    return decode(source, language).encode(change.after)
