"""``migrator fleet``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from migrator.cli.options import PLACE, WHICH_CALLS, refuse_both, with_options

if TYPE_CHECKING:
    from migrator.fleet.asked import Asked
    from migrator.fleet.fleet import Result
    from migrator.fleet.listing import Listing

STDIN = "-"

_OPTIONS = (
    click.argument("list_file", metavar="REPOS.txt", type=PLACE),
    click.option("--fix", is_flag=True, help="Put safe rewrites on a branch of each repository."),
    click.option(
        "--unsafe-fixes", is_flag=True, help="Take rewrites that a person must review too."
    ),
    click.option("--branch", metavar="NAME", help="Of --fix.  [default: migrator/circleci-v2]"),
    click.option(
        "--folder",
        metavar="DIR",
        type=PLACE,
        default="migrator-fleet",
        help="Holds what is finished, and clones.  [default: migrator-fleet]",
    ),
    click.option("--fresh", is_flag=True, help="Do again also what is finished."),
    click.option(
        "--jobs", type=click.IntRange(min=1), metavar="N", help="At most so many processes."
    ),
    click.option("--dask", metavar="ADDRESS", help="Work on the Dask cluster of this scheduler."),
    click.option(
        "--output-format",
        type=click.Choice(["html", "json", "text"]),
        default="text",
        help="Form of the report.  [default: text]",
    ),
    click.option("--output-file", metavar="FILE", type=PLACE, help="Write the report there."),
    *WHICH_CALLS,
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "note"]),
        help="Least severity that makes the exit status 1, in place of each repository's own.",
    ),
    click.option("--org-slug", metavar="SLUG", help="Your organization, as `gh/acme`."),
    click.option("--quiet", "-q", is_flag=True, help="No closing lines."),
)


@click.command("fleet")
@with_options(_OPTIONS)
def command(list_file: str, **given: Any) -> int:
    """Check all repositories that REPOS.txt lists, a folder or a git URL a line, in one report.

    What is finished is not done again, so a run that was ended goes on where it was. --fix
    writes a branch with one commit to each repository; work trees stay as they are, and
    nothing is pushed.
    """
    from migrator.cli.progress import Bar, wanted
    from migrator.fleet.fleet import fleet
    from migrator.fleet.refused import Refused
    from migrator.report.printable import printable

    listing = _listing(list_file)
    asked = _asked(given)
    bar = (
        Bar(sys.stderr, what="repositories") if wanted(sys.stderr) and not given["quiet"] else None
    )
    try:
        result = fleet(
            listing.repositories,
            asked,
            given["folder"],
            fresh=given["fresh"],
            jobs=given["jobs"],
            dask=given["dask"],
            progress=bar,
        )
    except Refused as error:
        raise click.ClickException(printable(str(error))) from error
    finally:
        if bar:
            bar.end()
    _tell(result, listing, list_file, given)
    outcomes = [outcome for _, outcome in result.repositories]
    if not all(each.finished for each in outcomes):
        return 2
    return int(any(each.over for each in outcomes))


def _listing(path: str) -> Listing:
    """Raises ``click.ClickException``."""
    from migrator.files.errors import Unreadable
    from migrator.files.read import read
    from migrator.fleet.listing import BadList, parse
    from migrator.report.printable import printable

    try:
        data = sys.stdin.buffer.read() if path == STDIN else read(path)
        folder = os.getcwd() if path == STDIN else os.path.dirname(os.path.abspath(path))
        return parse(data.decode("utf-8", "surrogateescape"), folder, _source(path))
    except Unreadable as error:
        raise click.ClickException(printable(f"{path}: {error}")) from error
    except BadList as error:
        raise click.ClickException(printable(str(error))) from error


def _source(path: str) -> str:
    return "<stdin>" if path == STDIN else path


def _asked(given: dict[str, Any]) -> Asked:
    """Raises ``click.ClickException``."""
    from migrator.cli.rule_names import named_rules
    from migrator.cli.settings import checked
    from migrator.config.configuration import chosen
    from migrator.config.errors import BadConfig
    from migrator.config.values import host_problem, pattern_problem, slug_problem
    from migrator.fleet.asked import BRANCH, Asked
    from migrator.report.printable import printable

    refuse_both(given["config"], isolated=given["isolated"])
    if given["unsafe_fixes"] and not given["fix"]:
        raise click.UsageError("--unsafe-fixes says what --fix may do; give both.")
    config = given["config"] and os.path.abspath(given["config"])
    try:
        chosen(config, isolated=given["isolated"])
    except BadConfig as error:
        raise click.ClickException(printable(str(error))) from error
    return Asked(
        fix=given["fix"],
        unsafe=given["unsafe_fixes"],
        branch=_branch(given["branch"] or BRANCH),
        select=tuple(sorted(named_rules(given["select"]))),
        ignore=tuple(sorted(named_rules(given["ignore"]))),
        exclude=tuple(checked(each, pattern_problem, "--exclude") for each in given["exclude"]),
        force_exclude=bool(given["force_exclude"]),
        no_gitignore=given["no_gitignore"],
        org_slug=given["org_slug"] and checked(given["org_slug"], slug_problem, "--org-slug"),
        api_host=tuple(
            checked(each, host_problem, "--api-host").lower() for each in given["api_host"]
        ),
        fail_on=given["fail_on"],
        config=config,
        isolated=given["isolated"],
    )


def _branch(name: str) -> str:
    """Raises ``click.UsageError``."""
    from migrator.fleet.git import Git
    from migrator.fleet.refused import Refused

    try:
        # With --branch git would take `@{-1}` too, for another name.
        Git(os.curdir)("check-ref-format", f"refs/heads/{name}")
    except Refused as error:
        raise click.UsageError(
            f"--branch: `{name}` is no name for a branch; give another."
        ) from error
    return name


def _tell(result: Result, listing: Listing, path: str, given: dict[str, Any]) -> None:
    import datetime
    from dataclasses import replace

    from migrator.cli.output import write_file, write_text
    from migrator.fleet.report import Shown, render
    from migrator.report.secrets import Secrets

    shown = Shown(
        source=_source(path),
        today=datetime.date.today(),
        fix=given["fix"],
        quiet=given["quiet"],
    )
    text = render(given["output_format"], replace(result, again=listing.again), shown)
    # Names of repositories and branches: of their files the secrets are masked already.
    text = Secrets().name(text)
    if given["output_file"]:
        write_file(given["output_file"], text)
    else:
        write_text(sys.stdout, text)
