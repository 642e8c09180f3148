"""``migrator check``."""

from __future__ import annotations

from typing import Any

import click

from migrator.cli.options import (
    CALLS,
    CONFIGURATION,
    FILES,
    PATHS,
    PLACE,
    SECTIONS,
    flag,
    with_options,
)
from migrator.cli.sections import Sectioned
from migrator.report import formats

_REWRITES = (
    flag("--fix", "Rewrite the calls whose rewrite is safe."),
    flag("--unsafe-fixes", "Take rewrites that a person must review too."),
    click.option("--diff", is_flag=True, help="Print the rewrites as a diff, write nothing."),
    click.option("--org-slug", metavar="SLUG", help="Your organization, as `gh/acme`."),
    click.option(
        "--config-for",
        multiple=True,
        metavar="SLUG=PATH",
        help="The `.circleci/config.yml` of a project, as `gh/acme/site=PATH`.",
    ),
)
_REPORT = (
    click.option(
        "--output-format",
        type=click.Choice(formats.names()),
        help="Form of the report.  [default: text]",
    ),
    click.option(
        "--output-file",
        multiple=True,
        metavar="[FORMAT=]FILE",
        type=PLACE,
        help="Write the report there; with FORMAT= one more report.",
    ),
    flag("--statistics", "Count by rule in place of findings."),
    click.option("--show-secrets", is_flag=True, help="Do not mask literal tokens."),
    flag("--quiet", "Findings only, no closing lines.", "-q"),
    flag("--verbose", "Tell how the run went on stderr.", "-v"),
)
_STATUS = (
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "note"]),
        help="Least severity that makes the exit status 1.  [default: error]",
    ),
    flag("--exit-non-zero-on-fix", "Exit with 1 if a file was rewritten."),
    flag("--exit-zero", "Exit with 0 whatever is found."),
)
_OPTIONS = (
    PATHS,
    *_REWRITES,
    *CALLS,
    click.option(
        "--baseline", metavar="FILE", type=PLACE, help="Hide the calls that this file lists."
    ),
    *FILES,
    click.option("--stdin-filename", metavar="NAME", help="The name of what `-` reads."),
    click.option("--show-files", is_flag=True, help="List the files to check, and check none."),
    *_REPORT,
    *_STATUS,
    *CONFIGURATION,
    click.option(
        "--show-settings", is_flag=True, help="Show what holds for each of PATHS, and check none."
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="At most so many processes.  [default: one for each processor]",
    ),
)
_SECTIONS = {
    **SECTIONS,
    "--fix": "Rewrites",
    "--output-format": "Report",
    "--fail-on": "Exit status",
    "--jobs": "Other",
}


@click.command("check", cls=Sectioned, sections=_SECTIONS)
@with_options(_OPTIONS)
def command(**given: Any) -> int:
    """Report every deprecated call of API v1 and v1.1 under PATHS (default: here)."""
    from migrator.cli.configured import settings
    from migrator.cli.perform import perform

    return perform(settings(given))
