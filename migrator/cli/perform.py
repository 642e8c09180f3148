"""A run from settings to exit status."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter

import click

from migrator.catalog.errors import BadRule
from migrator.cli.output import write_bytes, write_text
from migrator.cli.outputs import Output, outputs, tell
from migrator.cli.progress import Bar, wanted
from migrator.cli.settings import Settings
from migrator.config.errors import BadConfig
from migrator.files.patterns import BadPattern
from migrator.report.report import Report
from migrator.report.summary import count
from migrator.report.view import View
from migrator.run import Mode, run
from migrator.run.request import Request
from migrator.run.scope import Scopes


def perform(settings: Settings) -> int:
    """Runs, prints, and answers the exit status."""
    started = perf_counter()
    if settings.show_settings or settings.show_files:
        from migrator.cli.show import show

        with told_in_a_line():
            return show(settings)
    where = outputs(settings.output_format, settings.output_file)
    request = settings.request()
    report = told(settings, request)
    taken = perf_counter() - started
    _tell(report, request, settings, where)
    if settings.verbose:
        write_text(sys.stderr, f"{count(report.checked, 'file')} looked at in {taken:.2f} s.\n")
    return exit_status(report, settings)


def told(settings: Settings, request: Request) -> Report:
    """What a run finds that no baseline lists. Raises ``click.ClickException``."""
    bar = None
    if not settings.quiet and wanted(sys.stderr):
        bar = Bar(sys.stderr)
        request = replace(request, progress=bar)
    try:
        report = found(request)
    finally:
        if bar:
            bar.end()
    return report if settings.baseline is None else _hidden(report, request, settings.baseline)


def found(request: Request) -> Report:
    """What a run finds. Raises ``click.ClickException``."""
    with told_in_a_line():
        return run(request)


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """What a user got wrong, as ``click.ClickException``."""
    try:
        yield
    except BadPattern as error:
        raise click.UsageError(f"--exclude: {error}") from error
    except (BadRule, BadConfig) as error:
        raise _told(error) from error


def _hidden(report: Report, request: Request, path: str) -> Report:
    from migrator.baseline.file import BadBaseline, Baseline
    from migrator.baseline.hide import hide

    try:
        return hide(report, Baseline(path), Scopes(request).want)
    except BadBaseline as error:
        raise _told(error) from error


def _told(error: Exception) -> click.ClickException:
    from migrator.report.printable import printable

    return click.ClickException(printable(str(error)))


def exit_status(report: Report, settings: Settings) -> int:
    """As the contract has it; the same for every format."""
    if any(failure.fatal for failure in report.failures):
        return 2
    if settings.exit_zero:
        return 0
    changed = report.fixed or report.changes
    if settings.exit_non_zero_on_fix and settings.mode is Mode.FIX and changed:
        return 1
    return int(any(f.severity.rank >= settings.threshold.rank for f in report.findings))


def _tell(report: Report, request: Request, settings: Settings, where: tuple[Output, ...]) -> None:
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
    view = View(
        today=datetime.date.today(),
        show_secrets=settings.show_secrets,
        unsafe=settings.unsafe_fixes,
        written=request.mode is Mode.FIX,
        statistics=settings.statistics,
        quiet=settings.quiet,
    )
    tell(report, view, where, stream)
