"""``migrator explain RULE``."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator

import click

from migrator.catalog.rule import Example, Rule
from migrator.cli.rule_names import named_rule
from migrator.report.countdown import countdown

_WIDTH = 96


@click.command("explain")
@click.argument("rule")
def command(rule: str) -> None:
    """Explain one RULE: why, what to write instead, an example before and after."""
    click.echo("\n".join(explanation(named_rule(rule), datetime.date.today())))


def explanation(rule: Rule, today: datetime.date) -> Iterator[str]:
    """The lines of the rule's page."""
    yield f"{rule.id}: {rule.title}"
    yield ""
    yield f"  severity  {rule.severity.value}"
    yield f"  was       {rule.v1.v1_words}"
    yield f"  becomes   {rule.v2.v2_words if rule.v2 else 'no call of v2 is known'}"
    if rule.sunset:
        yield f"  sunset    {countdown(rule.sunset, today)}"
    yield f"  --fix     {rule.fix.applicability}"
    yield from _section("Why", rule.why)
    yield from _section("Instead", rule.instead)
    yield from _section("For who reads the answer", rule.reader)
    yield from _section("Look at", rule.fix.message)
    for example in rule.examples:
        yield from _example(example)
    yield from _section("Source", rule.source)


def _section(heading: str, prose: str) -> Iterator[str]:
    if not prose:
        return
    yield ""
    yield heading
    for number, paragraph in enumerate(prose.split("\n\n")):
        if number:
            yield ""
        yield from textwrap.wrap(
            paragraph,
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _example(example: Example) -> Iterator[str]:
    stays = example.before == example.after
    yield ""
    yield f"Example in {example.language}" + (", which --fix leaves as it is" if stays else "")
    yield ""
    yield textwrap.indent(example.before.strip("\n"), "    ")
    if not stays:
        yield ""
        yield "  becomes"
        yield ""
        yield textwrap.indent(example.after.strip("\n"), "    ")
