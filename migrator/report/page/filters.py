"""The form by which the page shows some of the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from migrator.catalog.severity import Severity
from migrator.report.page.card import FIXES, applicability, folder
from migrator.report.page.markup import text
from migrator.report.report import Report


def filters(report: Report) -> str:
    """Hidden until a script can answer it: without one all findings are shown."""
    findings = report.findings
    severities = Counter(finding.severity.value for finding in findings)
    fixes = Counter(map(applicability, findings))
    ranked = [s.value for s in reversed(Severity) if severities[s.value]]
    return form(
        choice("severity", {each: each for each in ranked}, severities),
        choice("fix", {each: FIXES[each] for each in FIXES if fixes[each]}, fixes),
        _of_names("rule", Counter(finding.rule for finding in findings)),
        _of_names("folder", Counter(map(folder, findings))),
    )


def form(*choices: str) -> str:
    """``choices`` are one each for the keys that the script knows."""
    return "\n".join(
        (
            '<form id="filters" role="search" aria-label="Filter the calls" hidden>',
            '<p class="search"><label for="words">Search</label>',
            '<input id="words" name="words" type="search" autocomplete="off"></p>',
            *choices,
            '<p><button type="reset">Show all</button></p>',
            '<output id="shown" aria-live="polite"></output>',
            "</form>",
        )
    )


def _of_names(key: str, counts: Mapping[str, int]) -> str:
    return choice(key, {name: name for name in sorted(counts)}, counts)


def choice(
    key: str, names: Mapping[str, str], counts: Mapping[str, int], label: str | None = None
) -> str:
    """One of ``names``, said as they are here, with how many calls each has."""
    options = "".join(_options(names, counts))
    return (
        f'<p><label for="by-{key}">{label or key.capitalize()}</label>'
        f'<select id="by-{key}" name="{key}"><option value="">all</option>{options}</select></p>'
    )


def _options(names: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[str]:
    for value, shown in names.items():
        yield f'<option value="{text(value)}">{text(shown)} ({counts[value]})</option>'
