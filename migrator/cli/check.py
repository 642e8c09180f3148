"""``migrator check``."""

from __future__ import annotations

from typing import Any

import click

from migrator.report import formats

_OPTIONS = (
    click.argument("paths", nargs=-1, metavar="[PATHS]..."),
    click.option("--fix", is_flag=True, help="Rewrite the calls whose rewrite is safe."),
    click.option(
        "--unsafe-fixes", is_flag=True, help="Take rewrites that a person must review too."
    ),
    click.option("--diff", is_flag=True, help="Print the rewrites as a diff, write nothing."),
    click.option(
        "--output-format",
        type=click.Choice(formats.names()),
        default="text",
        show_default=True,
        help="Form of the report.",
    ),
    click.option("--output-file", metavar="FILE", help="Write the report there."),
    click.option("--select", multiple=True, metavar="RULE", help="Only these rules."),
    click.option("--ignore", multiple=True, metavar="RULE", help="Not these rules."),
    click.option(
        "--exclude", multiple=True, metavar="GLOB", help="Leave out; a gitignore pattern."
    ),
    click.option("--force-exclude", is_flag=True, help="Leave out also what PATHS name."),
    click.option("--no-gitignore", is_flag=True, help="Look also at what .gitignore names."),
    click.option("--stdin-filename", metavar="NAME", help="The name of what `-` reads."),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "note"]),
        default="error",
        show_default=True,
        help="Least severity that makes the exit status 1.",
    ),
    click.option(
        "--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if a file was rewritten."
    ),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
    click.option("--org-slug", metavar="SLUG", help="Your organization, as `gh/acme`."),
    click.option(
        "--api-host", multiple=True, metavar="HOST", help="A server of your own, besides the cloud."
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="At most so many processes; today it is always one.",
    ),
    click.option("--statistics", is_flag=True, help="Count by rule in place of findings."),
    click.option("--show-secrets", is_flag=True, help="Do not mask literal tokens."),
    click.option("-q", "--quiet", is_flag=True, help="Findings only, no closing lines."),
    click.option("-v", "--verbose", is_flag=True, help="Tell how the run went on stderr."),
)


def _with_options(function: Any) -> Any:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command("check")
@_with_options
def command(**given: Any) -> int:
    """Report every deprecated call of API v1 and v1.1 under PATHS (default: here)."""
    from migrator.cli.perform import perform
    from migrator.cli.settings import Settings

    return perform(Settings(**given))
