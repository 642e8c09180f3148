"""The counts at the top of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from migrator.report.countdown import countdown
from migrator.report.finding import Finding
from migrator.report.page.card import FIXES, applicability, folder
from migrator.report.page.markup import text
from migrator.report.report import Report
from migrator.report.summary import count
from migrator.report.view import View

_DONE = {
    "safe": "does the same; <code>--fix</code> writes it",
    "unsafe": "<code>--fix --unsafe-fixes</code> writes it, a person looks at it",
    "none": "no rewrite is certain; the finding says what to do",
}


def totals(report: Report, view: View) -> str:
    """How many calls die and when, by endpoint, by folder, and by what ``--fix`` can do."""
    if not report.findings:
        return ""
    findings = report.findings
    rules = {finding.rule: finding for finding in findings}
    by_rule = Counter(finding.rule for finding in findings)
    endpoints = {name: _becomes(rules[name]) for name in _first_most(by_rule)}
    by_folder = Counter(map(folder, findings))
    by_fix = Counter(map(applicability, findings))
    return "\n".join(
        (
            f'<ul class="deadlines">{"".join(_deadlines(findings, view))}</ul>',
            '<div class="tables">',
            _table("By what <code>--fix</code> can do", "fix", by_fix, _fixes(by_fix)),
            _table("By folder", "folder", by_folder, dict.fromkeys(_first_most(by_folder), "")),
            _table("By endpoint", "rule", by_rule, endpoints),
            "</div>",
        )
    )


def _first_most(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))


def _deadlines(findings: Iterable[Finding], view: View) -> Iterator[str]:
    days = Counter(finding.sunset for finding in findings)
    for day in sorted(day for day in days if day):
        number = days[day]
        said = text(countdown(day, view.today, calls=number))
        yield f'<li class="dies"><strong>{count(number, "call")}</strong> {said}</li>'
    if days[None]:
        has = "has" if days[None] == 1 else "have"
        yield f"<li><strong>{count(days[None], 'call')}</strong> {has} no published last day</li>"


def _fixes(found: Iterable[str]) -> Mapping[str, str]:
    return {each: _DONE[each] for each in FIXES if each in found}


def _becomes(finding: Finding) -> str:
    becomes = finding.replacement or "no call of v2 is known"
    return f"{text(finding.endpoint)} <span>→ {text(becomes)}</span>"


def _table(caption: str, key: str, counts: Mapping[str, int], said: Mapping[str, str]) -> str:
    """``said`` are the rows, in order, in HTML; a script makes their names buttons."""
    most = max(counts.values())
    rows = "".join(_row(key, name, counts[name], most, below) for name, below in said.items())
    return (
        f'<div class="scrolls"><table><caption>{caption}</caption><thead class="unseen"><tr>'
        f"<th>{key}</th><th>calls</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(key: str, name: str, number: int, most: int, said: str) -> str:
    """The bar is a picture of the number beside it."""
    shown = FIXES[name] if key == "fix" else name
    bar = (
        '<svg aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 1">'
        f'<rect width="{100 * number / most:.1f}" height="1"/></svg>'
    )
    below = f" <small>{said}</small>" if said else ""
    return (
        f'<tr><th scope="row"><span class="name" data-key="{key}" data-value="{text(name)}">'
        f"{text(shown)}</span>{below}{bar}</th><td>{number}</td></tr>"
    )
