"""A page to look at: every repository, and each call in it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from migrator import __version__
from migrator.fleet.fleet import Result
from migrator.fleet.outcome import Counts, Outcome, counts
from migrator.fleet.report import Shown
from migrator.fleet.repository import Repository
from migrator.report.countdown import countdown
from migrator.report.page.card import FIXES
from migrator.report.page.document import document
from migrator.report.page.filters import choice, form
from migrator.report.page.markup import prose, text
from migrator.report.summary import count

_TITLE = "Calls of CircleCI's API v1"
_HEAD = ("repository", "calls", "safe", "unsafe", "none", "days left", "failed")


def render(result: Result, shown: Shown) -> str:
    return document(_TITLE, "\n".join(_body(result, shown)))


def _body(result: Result, shown: Shown) -> Iterator[str]:
    total = counts([outcome for _, outcome in result.repositories])
    number = len(result.repositories)
    many = f"{number} repository" if number == 1 else f"{number} repositories"
    yield '<a class="skip" href="#calls">To the calls</a>'
    yield f"<header><h1>{text(_TITLE)}</h1>"
    yield '<button type="button" id="dark" role="switch" aria-checked="false" hidden>Dark</button>'
    yield f"<p>{many} checked on {shown.today}.</p></header>"
    yield "<main>"
    yield f'<ul class="deadlines">{"".join(_deadlines(result, shown))}</ul>'
    yield _table(result, shown)
    yield from _troubles(result, shown)
    left = "left" if shown.fix else "found"
    calls = count(total.calls, "call") if total.calls else "No calls"
    yield f'<h2 id="calls" tabindex="-1">{calls} {left}</h2>'
    if total.calls:
        yield _filters(result)
        yield f'<ol class="findings">{"".join(_cards(result, shown))}</ol>'
    yield "</main>"
    yield f"<footer>migrator {__version__}; <code>migrator explain RULE</code> tells more.</footer>"


def _found(result: Result) -> Iterator[tuple[str, dict[str, Any]]]:
    for repository, outcome in result.repositories:
        for finding in outcome.findings:
            yield repository.name, finding


def _day(finding: dict[str, Any]) -> datetime.date | None:
    return datetime.date.fromisoformat(finding["sunset"]) if finding["sunset"] else None


def _fix(finding: dict[str, Any]) -> str:
    word: str = finding["fix"]["applicability"] if finding["fix"] else "none"
    return word


def _deadlines(result: Result, shown: Shown) -> Iterator[str]:
    days = Counter(_day(finding) for _, finding in _found(result))
    for day in sorted(day for day in days if day):
        said = text(countdown(day, shown.today, calls=days[day]))
        yield f'<li class="dies"><strong>{count(days[day], "call")}</strong> {said}</li>'
    if days[None]:
        has = "has" if days[None] == 1 else "have"
        yield f"<li><strong>{count(days[None], 'call')}</strong> {has} no published last day</li>"


def _table(result: Result, shown: Shown) -> str:
    head = "".join(f'<th scope="col">{text(each)}</th>' for each in _HEAD)
    rows = "".join(_row(*each, shown) for each in result.repositories)
    return (
        '<div class="scrolls"><table><caption>By repository</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(repository: Repository, outcome: Outcome, shown: Shown) -> str:
    name = text(repository.name)
    if outcome.findings:
        name = f'<span class="name" data-key="folder" data-value="{name}">{name}</span>'
    below = f"<small>{text(repository.place.shown)}</small>"
    if outcome.branch:
        made = f"{count(outcome.branch.fixed, 'call')} rewritten on {outcome.branch.name}"
        below += f"<small>{text(made)}</small>"
    counted = counts([outcome])
    numbers = ["-"] * 5 if outcome.report is None else _numbers(counted, shown)
    failed = len(outcome.problems) + len(outcome.failed)
    cells = "".join(f"<td>{each}</td>" for each in (*numbers, failed or ""))
    return f'<tr><th scope="row">{name}{below}</th>{cells}</tr>'


def _numbers(counted: Counts, shown: Shown) -> list[str]:
    days = counted.days(shown.today)
    numbers = (counted.calls, counted.safe, counted.unsafe, counted.none)
    return [*map(str, numbers), "" if days is None else str(days)]


def _troubles(result: Result, shown: Shown) -> Iterator[str]:
    told: list[str] = []
    for repository, outcome in result.repositories:
        name = text(repository.name)
        at = text(f"{shown.source}:{repository.line}")
        told += [f"{at}: {name}: failed: {prose(each)}" for each in outcome.problems]
        told += [f"{name}: {prose(each)}" for each in outcome.failed]
        told += [f"{name}: note: {prose(each)}" for each in outcome.notes]
        if outcome.incomplete:
            number = count(outcome.incomplete, "place")
            told.append(f"{name}: {number} could not be read in full")
    if told:
        items = "".join(f"<li>{each}</li>" for each in told)
        yield f'<section class="troubles"><h2>Beside the calls</h2><ul>{items}</ul></section>'


def _filters(result: Result) -> str:
    found = list(_found(result))
    severities = Counter(finding["severity"] for _, finding in found)
    fixes = Counter(_fix(finding) for _, finding in found)
    rules = Counter(finding["rule"] for _, finding in found)
    names = Counter(name for name, _ in found)
    ranked = [each for each in ("error", "warning", "note") if severities[each]]
    return form(
        choice("severity", {each: each for each in ranked}, severities),
        choice("fix", {each: FIXES[each] for each in FIXES if fixes[each]}, fixes),
        choice("rule", {name: name for name in sorted(rules)}, rules),
        choice("folder", {name: name for name in sorted(names)}, names, "Repository"),
    )


def _cards(result: Result, shown: Shown) -> Iterator[str]:
    for number, (name, finding) in enumerate(_found(result), 1):
        yield _card(name, finding, f"call-{number}", shown)


def _card(repository: str, finding: dict[str, Any], name: str, shown: Shown) -> str:
    place = f"{repository}: {finding['path']}:{finding['line']}:{finding['column']}"
    severity, rule, fix = finding["severity"], finding["rule"], _fix(finding)
    data = {"rule": rule, "severity": severity, "fix": fix, "folder": repository}
    facts = "".join(f' data-{key}="{text(value)}"' for key, value in data.items())
    return (
        f'<li class="finding" id="{name}"{facts}><article aria-labelledby="{name}-place">'
        f'<h3 id="{name}-place"><a href="#{name}">{text(place)}</a></h3>'
        f'<p class="kind"><span class="severity {severity}">{severity}</span>'
        f" <code>{text(rule)}</code> <span>{FIXES[fix]}</span></p>"
        f"<p>{prose(finding['message'])}</p><dl>{''.join(_facts(finding, shown))}</dl>"
        "</article></li>"
    )


def _facts(finding: dict[str, Any], shown: Shown) -> Iterator[str]:
    becomes = finding["replacement"]
    yield _fact("is", f"<code>{text(finding['endpoint'])}</code>")
    yield _fact("becomes", f"<code>{text(becomes)}</code>" if becomes else "no call of v2 is known")
    if day := _day(finding):
        yield _fact("last day", text(countdown(day, shown.today)))
    yield _fact("fix", prose(finding["fix"]["message"]) if finding["fix"] else "none")
    for note in finding["notes"]:
        yield _fact("note", prose(note))


def _fact(name: str, said: str) -> str:
    return f"<div><dt>{name}</dt><dd>{said}</dd></div>"
