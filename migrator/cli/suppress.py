"""``migrator suppress``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from migrator.cli.options import PATHS, SECTIONS, WHICH_CALLS, with_options
from migrator.cli.sections import Sectioned


def _one_line(_: click.Context, __: click.Parameter, reason: str) -> str:
    reason = reason.strip()
    if not reason.isprintable() or not reason or "# migrator:" in reason:
        raise click.BadParameter("give one line of text that says why.")
    return reason


@click.command("suppress", cls=Sectioned, sections=SECTIONS)
@click.option(
    "--reason", required=True, metavar="TEXT", callback=_one_line, help="Why the calls stay."
)
@with_options((PATHS, *WHICH_CALLS))
def command(reason: str, **given: Any) -> int:
    """Write a comment to each call under PATHS (default: here), so that `check` lets it be."""
    from migrator.cli.configured import settings
    from migrator.cli.perform import told
    from migrator.cli.settings import STDIN
    from migrator.report.printable import printable
    from migrator.report.secrets import secrets_of
    from migrator.report.summary import count

    if STDIN in given["paths"]:
        raise click.UsageError("`-` has no file to write to; name the file.")
    asked = replace(settings(given), fix=False, diff=False)
    request = asked.request()
    report = told(asked, request)
    failures = [failed for failed in report.failures if failed.fatal]
    done: dict[str, int] = {}
    if report.findings:
        from migrator.run.suppress import suppress

        outcome = suppress(report, request, reason)
        done, failures = outcome.done, [*failures, *outcome.left]
    secrets = secrets_of(report)
    for failed in failures:
        line = "" if failed.line is None else f":{failed.line}"
        click.echo(printable(secrets.mask(f"{failed.path}{line}: {failed.message}")), err=True)
    calls, files = sum(done.values()), sum(map(bool, done.values()))
    click.echo(f"{count(calls, 'call')} of API v1 suppressed in {count(files, 'file')}.")
    if any(failed.fatal for failed in failures):
        return 2
    return int(bool(failures))
