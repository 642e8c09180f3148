"""``migrator rules``."""

from __future__ import annotations

import click

from migrator.catalog.rule import Rule
from migrator.cli.rule_names import known_rules

_HEADINGS = ("rule", "API v1", "API v2", "--fix", "dies on")


@click.command("rules")
def command() -> None:
    """List the rules: name, the v1 call, the v2 call, what --fix can do, the day the call dies.

    `safe` and `unsafe` are the best that --fix can do; what a program does with the answer can
    make a rewrite unsafe.
    """
    table = [_HEADINGS, *(_row(rule) for rule in known_rules().rules)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _row(rule: Rule) -> tuple[str, ...]:
    return (
        rule.id,
        rule.v1.v1_words,
        rule.v2.v2_words if rule.v2 else "-",
        rule.fix.applicability,
        str(rule.sunset or "-"),
    )
