"""Which programs show what is done for each rule, and which tests run them.

`python -m tests.rule_table` prints it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from migrator.catalog.load import catalog
from tests.harness.case import cases

APPLICABILITIES = ("safe", "unsafe", "none")
# Evidence of one rule: how many calls of each applicability, and how many silent programs.
Evidence = Mapping[str, int]


def table() -> Mapping[str, Evidence]:
    """By rule, from the fixtures and from the examples of the rules, which are all tests."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in cases():
        if case.silent:
            counts[case.rule]["silent"] += len(case.before.files)
        for finding in case.findings:
            counts[finding.rule][finding.applicability] += 1
    for rule in catalog().rules:
        counts[rule.id][rule.fix.applicability] += len(rule.examples)
    return {rule.id: counts[rule.id] for rule in catalog().rules}


def shown_by() -> Mapping[str, Mapping[str, str]]:
    """By rule and applicability the test that shows it, if there is one its own."""
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for case in sorted(cases(), key=lambda case: case.silent):
        for finding in case.findings:
            if case.rule == finding.rule:
                names[finding.rule].setdefault(
                    finding.applicability, f"test_fixtures.py[{case.id}]"
                )
    for rule in catalog().rules:
        if rule.examples:
            names[rule.id].setdefault(rule.fix.applicability, f"test_examples.py[{rule.id}]")
    for case in cases():
        for finding in case.findings:
            names[finding.rule].setdefault(finding.applicability, f"test_fixtures.py[{case.id}]")
    return names


def found(evidence: Evidence) -> int:
    return sum(evidence[each] for each in APPLICABILITIES)


def lines() -> Iterator[str]:
    """The table in Markdown."""
    columns = (*APPLICABILITIES, "silent")
    yield f"| rule | found | {' | '.join(columns)} | shown by |"
    yield "|---|" + "--:|" * (1 + len(columns)) + "---|"
    tests = shown_by()
    for rule, evidence in table().items():
        numbers = [found(evidence), *(evidence[column] for column in columns)]
        shown = [f"{each}: {tests[rule][each]}" for each in APPLICABILITIES if each in tests[rule]]
        cells = [*(str(number or "-") for number in numbers), ", ".join(shown)]
        yield f"| {rule} | {' | '.join(cells)} |"


if __name__ == "__main__":
    print("\n".join(lines()))
