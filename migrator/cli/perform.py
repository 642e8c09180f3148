"""A run from settings to exit status."""

from __future__ import annotations

import datetime
import sys
from time import perf_counter

import click

from migrator.catalog.rulefile import BadRule
from migrator.cli.output import write_bytes, write_file, write_text
from migrator.cli.settings import Settings
from migrator.config.errors import BadConfig
from migrator.files.patterns import BadPattern
from migrator.report.colour import wanted
from migrator.report.finding import Report
from migrator.report.formats import load
from migrator.report.summary import count
from migrator.report.view import View
from migrator.run import Mode, run
from migrator.run.request import Request


def perform(settings: Settings) -> int:
    """Runs, prints, and answers the exit status."""
    started = perf_counter()
    try:
        if settings.show_settings or settings.show_files:
            from migrator.cli.show import show

            return show(settings)
        request = settings.request()
        report = run(request)
    except BadPattern as error:
        raise click.UsageError(f"--exclude: {error}") from error
    except (BadRule, BadConfig) as error:
        raise click.ClickException(str(error)) from error
    taken = perf_counter() - started
    _tell(report, request, settings)
    if settings.verbose:
        click.echo(f"{count(report.checked, 'file')} looked at in {taken:.2f} s.", err=True)
    return exit_status(report, settings)


def exit_status(report: Report, settings: Settings) -> int:
    """As the contract has it; the same for every format."""
    if any(failure.fatal for failure in report.failures):
        return 2
    if settings.exit_zero:
        return 0
    if settings.exit_non_zero_on_fix and settings.mode is Mode.FIX and report.fixed:
        return 1
    return int(any(f.severity.rank >= settings.threshold.rank for f in report.findings))


def _tell(report: Report, request: Request, settings: Settings) -> None:
    """The diff, and the source that came from stdin, have stdout for themselves."""
    stream = sys.stdout
    if request.mode is Mode.DIFF:
        from migrator.cli.patch import patch

        write_bytes(patch(report, request.stdin, settings))
        stream = sys.stderr
    elif request.mode is Mode.FIX and request.stdin is not None:
        from migrator.cli.patch import rewritten

        write_bytes(rewritten(report, request.stdin))
        stream = sys.stderr
    to_file = settings.output_file is not None
    view = View(
        today=datetime.date.today(),
        colour=not to_file and wanted(stream),
        show_secrets=settings.show_secrets,
        unsafe=settings.unsafe_fixes,
        written=request.mode is Mode.FIX,
        statistics=settings.statistics,
        quiet=settings.quiet,
    )
    text = load(settings.output_format)(report, view)
    if settings.output_file is not None:
        write_file(settings.output_file, text)
    else:
        write_text(stream, text)
