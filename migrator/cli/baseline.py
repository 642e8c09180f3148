"""``migrator baseline``."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import click

from migrator.cli.options import PATHS, PLACE, SECTIONS, WHICH_CALLS, with_options
from migrator.cli.sections import Sectioned


@click.command("baseline", cls=Sectioned, sections=SECTIONS)
@click.argument("file", type=PLACE)
@with_options((PATHS, *WHICH_CALLS))
def command(file: str, **given: Any) -> int:
    """Write the calls under PATHS (default: here) to FILE, for `check --baseline FILE` to hide."""
    from migrator.baseline.file import BadBaseline, Baseline, written
    from migrator.cli.configured import settings
    from migrator.cli.output import write_file
    from migrator.cli.perform import told
    from migrator.files.discover import shown
    from migrator.report.fingerprint import fingerprints
    from migrator.report.printable import printable
    from migrator.report.secrets import secrets_of
    from migrator.report.summary import count

    before: bytes | None = None
    if os.path.lexists(file):
        try:
            old = Baseline(file)
            old.calls()
            before = old.data
        except BadBaseline as error:
            raise click.ClickException(printable(f"{error}, or of a new one")) from error
    asked = replace(settings(given), fix=False, diff=False, baseline=None)
    report = told(asked, asked.request())
    known = fingerprints(report)
    text = written(file, (known[each] for each in report.findings))
    write_file(file, text, "FILE", before)
    secrets = secrets_of(report)
    for failed in report.failures:
        if failed.fatal:
            said = secrets.mask(f"{failed.path}: failed: {failed.message}")
            click.echo(printable(said), err=True)
    name = printable(secrets.name(shown(file)))
    click.echo(
        f"{count(len(report.findings), 'call')} of API v1 listed in {name};"
        f" `migrator check --baseline {name}` hides them."
    )
    return 2 if any(failed.fatal for failed in report.failures) else 0
