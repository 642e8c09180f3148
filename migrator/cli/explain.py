"""``migrator explain RULE``."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator

import click

from migrator.catalog.rule import Example, Rule
from migrator.cli.fields import fields
from migrator.cli.options import complete_rule
from migrator.cli.rule_names import named_rule
from migrator.migrate.guards import GUARDS
from migrator.report.countdown import countdown

_WIDTH = 96
_UNWALKED = ["a field is read that none of them answers", "the answer goes out of view"]


@click.command("explain")
@click.argument("rule", shell_complete=complete_rule)
def command(rule: str) -> None:
    """Explain one RULE: why, what to write instead, an example before and after."""
    click.echo("\n".join(explanation(named_rule(rule), datetime.date.today())))


def explanation(rule: Rule, today: datetime.date) -> Iterator[str]:
    """The lines of the rule's page."""
    yield f"{rule.id}: {rule.title}"
    yield ""
    yield f"  severity  {rule.severity.value}"
    yield f"  was       {rule.v1.v1_words} of API {' and '.join(rule.v1.versions)}"
    yield f"  becomes   {becomes(rule)}"
    if rule.sunset:
        yield f"  sunset    {countdown(rule.sunset, today)}"
    yield f"  --fix     {rule.fix.applicability}"
    yield from _section("Why", rule.why)
    yield from _section("Instead", rule.instead)
    yield from _section("For who reads the answer", rule.reader)
    yield from _fields(rule)
    yield from _fields_of_walk(rule)
    yield from _section("Fix safety", "\n\n".join(safety(rule)))
    for example in rule.examples:
        yield from _example(example)
    yield from _section("Source", rule.source)


def becomes(rule: Rule) -> str:
    """The call of v2, or what there is in its place."""
    if rule.v2 is None and rule.walk:
        return f"several calls of API v2, of which the first is {rule.walk.start.v2_words}"
    if rule.v2 is None:
        return "no call of v2 is known"
    return f"{rule.v2.v2_words} of API v2, which answers {rule.v2.status}"


def safety(rule: Rule) -> Iterator[str]:
    """When ``--fix`` writes the v2 call, and when only a person should."""
    fix = rule.fix
    if fix.applicability == "none":
        yield "Nothing is written."
    elif fix.applicability == "unsafe" and rule.v2:
        yield f"Written by --unsafe-fixes only: {fix.message}."
    elif rule.v2:
        yield "Written by --fix where all that the program does with the answer is carried over."
        doubts = [GUARDS[word][1] for word in fix.guards]
        doubts += [fix.message] if fix.sole_key else []
        doubts += [f"`{path}` is read" for path in sorted(rule.answer.doubt)]
        doubts += ["a field is read that v2 does not answer", "the answer goes out of view"]
        yield f"Written by --unsafe-fixes only where {_either(doubts)}."
    if fix.applicability != "none" and (fix.mapped_reads or fix.answered_reads):
        amount = "as one call" if rule.walk else "at all"
        yield f"Not written {amount} where {_either(_obstacles(rule))}."
    if rule.walk:
        yield f"Written as several calls by --unsafe-fixes only: {rule.walk.message}."
        yield f"Not written at all where {_either(_UNWALKED)}."


def _obstacles(rule: Rule) -> list[str]:
    found = ["a field is read that v2 does not answer"]
    found += ["the answer goes out of view"] if rule.fix.mapped_reads else []
    return found + (["nothing is read of the answer"] if rule.fix.needs_reads else [])


def _either(clauses: list[str]) -> str:
    *most, last = dict.fromkeys(clauses)
    return f"{', '.join(most)} or {last}" if most else last


def _fields(rule: Rule) -> Iterator[str]:
    rows = list(fields(rule.answer)) if rule.v2 else []
    if not rows:
        return
    yield ""
    yield "Fields"
    width = min(max(len(name) for name, _ in rows), _WIDTH // 3)
    for name, fate in rows:
        yield from textwrap.wrap(
            fate,
            _WIDTH,
            initial_indent=f"  {name.ljust(width)}  ",
            subsequent_indent=" " * (width + 4),
            break_long_words=False,
            break_on_hyphens=False,
        )


def _fields_of_walk(rule: Rule) -> Iterator[str]:
    rows = list(walked(rule))
    if not rows:
        return
    yield ""
    yield "Fields by several calls"
    width = max(len(name) for name, _ in rows)
    for name, fate in rows:
        yield f"  {name.ljust(width)}  {fate}"


def walked(rule: Rule) -> Iterator[tuple[str, str]]:
    """Which object of v2 holds what, where several calls answer."""
    for field in rule.walk.fields if rule.walk else ():
        part = "" if field.segment is None else f", part {field.segment + 1}"
        yield f"[].{field.name}", f"`{field.path}` of the {field.of}{part}"


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
    if example.config:
        yield ""
        yield "  beside .circleci/config.yml"
        yield ""
        yield textwrap.indent(example.config.strip("\n"), "    ")
    if not stays:
        yield ""
        yield "  becomes"
        yield ""
        yield textwrap.indent(example.after.strip("\n"), "    ")
