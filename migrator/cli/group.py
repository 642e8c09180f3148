"""The commands, each loaded when it is called."""

from __future__ import annotations

import os
from importlib import import_module

import click

from migrator import __version__

_COMMANDS = {
    "check": "Report deprecated calls of CircleCI's API v1, and rewrite them to v2.",
    "baseline": "List the calls that there are, so that a check tells only of new ones.",
    "explain": "Explain one rule in full.",
    "fleet": "Check many repositories, and report on all of them together.",
    "rules": "List all rules.",
    "suppress": "Write comments that keep calls as they are, with a reason.",
}


class _Group(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"migrator.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise _meant(f"No such option: {error.option_name}", given, ctx) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS and not ctx.resilient_parsing:
            raise _meant(f"No such command: {args[0]}", args, ctx)
        return super().resolve_command(ctx, args)


def _meant(problem: str, given: list[str], ctx: click.Context) -> click.UsageError:
    from difflib import get_close_matches

    word = given[0]
    close = [] if os.path.exists(word) else get_close_matches(word, _COMMANDS, 1)
    meant = [*close, *given[1:]] if close else ["check", *given]
    command = " ".join(["migrator", *meant])
    return click.UsageError(f"{problem}. Did you mean `{command}`?", ctx)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 nothing is left to report, 1 findings are left, 2 the work could not"
    " be done.",
)
@click.version_option(
    __version__, "-V", "--version", prog_name="migrator", message="%(prog)s %(version)s"
)
def group() -> None:
    """Find calls of CircleCI's REST API v1 and v1.1 in Python and shell, and move them to v2."""
