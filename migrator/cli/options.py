"""The options of the commands that look at files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

Option = Any
"""What decorates a function with an option of click."""


def flag(name: str, help: str, *short: str) -> Option:
    """An option that a configuration may turn on, and ``--no-…`` off again."""
    return click.option(*short, f"{name}/--no-{name[2:]}", default=None, help=help)


PLACE = click.Path(readable=False)
"""A file or folder that need not be there; shells complete it."""


def complete_rule(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """The rules that go on from ``begun``, also behind a comma."""
    from migrator.catalog.rulefile import ids

    before, comma, last = begun.rpartition(",")
    return [before + comma + rule for rule in sorted(ids()) if rule.startswith(last)]


PATHS = click.argument("paths", nargs=-1, metavar="[PATHS]...", type=PLACE)

CALLS = (
    click.option(
        "--select",
        multiple=True,
        metavar="RULE",
        shell_complete=complete_rule,
        help="Only these rules.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="RULE",
        shell_complete=complete_rule,
        help="Not these rules.",
    ),
    click.option(
        "--api-host", multiple=True, metavar="HOST", help="A server of your own, besides the cloud."
    ),
)
FILES = (
    click.option(
        "--exclude", multiple=True, metavar="GLOB", help="Leave out; a gitignore pattern."
    ),
    flag("--force-exclude", "Leave out also what PATHS name."),
    click.option(
        "--no-gitignore/--gitignore", default=None, help="Look also at what .gitignore names."
    ),
)
CONFIGURATION = (
    click.option(
        "--config",
        metavar="FILE",
        type=PLACE,
        help="The configuration for all files, in place of their own.",
    ),
    click.option("--isolated", is_flag=True, help="Without any configuration file."),
)
WHICH_CALLS = (*CALLS, *FILES, *CONFIGURATION)
SECTIONS = {
    "--select": "Calls",
    "--exclude": "Files",
    "--config": "Configuration",
    "--help": "Other",
}
"""The headings of the help, by the first option under each."""


def with_options(options: Iterable[Option]) -> Callable[[Any], Any]:
    """Decorates a function with all of them, in this order."""

    def decorate(function: Any) -> Any:
        for option in reversed(tuple(options)):
            function = option(function)
        return function

    return decorate


def refuse_both(config: str | None, *, isolated: bool) -> None:
    """Of ``CONFIGURATION``. Raises ``click.UsageError``."""
    if config and isolated:
        raise click.UsageError(
            "--config names a configuration, --isolated refuses it; give one of them."
        )
