"""Rewritten sources on stdout."""

from __future__ import annotations

import sys

from migrator.cli.settings import Settings
from migrator.files.decode import decode
from migrator.files.kind import kind
from migrator.report.colour import Paint, wanted
from migrator.report.diff import diff, for_screen
from migrator.report.finding import Report
from migrator.report.secrets import Secrets


def patch(report: Report, settings: Settings) -> bytes:
    """The changes as a diff: bytes to apply, or on a terminal lines to look at."""
    secrets = Secrets((c.before for c in report.changes), shown=settings.show_secrets)
    text = diff(report.changes, secrets)
    if sys.stdout.isatty():
        shown = for_screen(text, Paint(on=wanted(sys.stdout)))
        return shown.encode(sys.stdout.encoding, "replace")
    return text.encode("utf-8", "surrogateescape")


def rewritten(report: Report, source: bytes) -> bytes:
    """What has become of a source from stdin."""
    if not report.changes:
        return source
    change = report.changes[0]
    named = kind(change.path, source)
    assert named, "a source of no kind has no changes"
    return decode(source, named).encode(change.after)
