"""Which programs show what is done for each rule; `python -m tests.rule_table` prints it."""

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


def found(evidence: Evidence) -> int:
    return sum(evidence[each] for each in APPLICABILITIES)


def lines() -> Iterator[str]:
    """The table in Markdown."""
    columns = (*APPLICABILITIES, "silent")
    yield f"| rule | found | {' | '.join(columns)} |"
    yield "|---|" + "--:|" * (1 + len(columns))
    for rule, evidence in table().items():
        numbers = [found(evidence), *(evidence[column] for column in columns)]
        yield f"| {rule} | {' | '.join(str(number or '-') for number in numbers)} |"


if __name__ == "__main__":
    print("\n".join(lines()))
