"""Which reports of a run go where."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import IO

import click

from migrator.cli.output import append_file, write_file, write_text
from migrator.records import dataclass
from migrator.report import formats
from migrator.report.colour import wanted
from migrator.report.report import Report
from migrator.report.view import View

SUMMARY = "GITHUB_STEP_SUMMARY"


@dataclass(frozen=True)
class Output:
    """A report in ``format``; ``path`` is ``None`` for the one that is printed."""

    format: str
    path: str | None = None


def outputs(format: str, files: tuple[str, ...]) -> tuple[Output, ...]:
    """``format`` is printed unless a file takes it; ``NAME=FILE`` is one more, in that format.

    Raises ``click.UsageError``.
    """
    found = [_output(format, file) for file in files]
    plain = sum(file == output.path for file, output in zip(files, found, strict=True))
    if plain > 1:
        raise click.UsageError(
            "--output-file: one FILE takes --output-format; say FORMAT=FILE for the others."
        )
    paths = [output.path for output in found]
    for path in paths:
        if paths.count(path) > 1:
            raise click.UsageError(
                f"--output-file: two reports can't both be in {path}; name two files."
            )
    return tuple(found) if plain else (*found, Output(format))


def _output(format: str, file: str) -> Output:
    name, equals, path = file.partition("=")
    return (
        Output(name, path) if equals and path and name in formats.names() else Output(format, file)
    )


def tell(report: Report, view: View, told: tuple[Output, ...], stream: IO[str]) -> None:
    """Writes each; what is printed goes to ``stream``. Raises ``click.ClickException``."""
    for output in told:
        if output.path is None:
            coloured = replace(view, colour=wanted(stream))
            write_text(stream, formats.load(output.format)(report, coloured))
        else:
            write_file(output.path, formats.load(output.format)(report, view))
    if view.statistics and not all(formats.counts(output.format) for output in told):
        from migrator.report.lines import statistics

        write_text(sys.stderr, "".join(f"{line}\n" for line in statistics(report)))
    if any(output.format == "github" for output in told):
        _summarise(report, view)


def _summarise(report: Report, view: View, environment: Mapping[str, str] = os.environ) -> None:
    path = environment.get(SUMMARY)
    if path:
        from migrator.report.jobsummary import summary

        append_file(path, summary(report, view), SUMMARY)
