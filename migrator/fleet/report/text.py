"""A table, a line a repository, for people."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.fleet.fleet import Result
from migrator.fleet.outcome import Counts, Outcome, counts
from migrator.fleet.report import Shown
from migrator.report.printable import printable, width
from migrator.report.summary import count

_HEAD = ("REPOSITORY", "CALLS", "SAFE", "UNSAFE", "NONE", "SUNSET", "DAYS", "FAILED")
_TEXTS = {"REPOSITORY", "SUNSET", "BRANCH"}


def render(result: Result, shown: Shown) -> str:
    lines = [*_table(_rows(result, shown)), *_told(result, shown)]
    if not shown.quiet:
        lines += ["", *_closing(result, shown)]
    return "".join(f"{line}\n" for line in lines)


def _rows(result: Result, shown: Shown) -> list[tuple[str, ...]]:
    fix = ("FIXED", "BRANCH") if shown.fix else ()
    rows = [(*_HEAD, *fix)]
    for repository, outcome in result.repositories:
        fixed = (str(outcome.fixed), _branch(outcome)) if shown.fix else ()
        failed = len(outcome.failed) + len(outcome.problems)
        if outcome.report is None:
            cells: tuple[str, ...] = ("-", "-", "-", "-", "", "")
            fixed = ("-", "") if shown.fix else ()
        else:
            cells = _cells(counts([outcome]), shown)
        rows.append((printable(repository.name), *cells, str(failed or ""), *fixed))
    outcomes = [outcome for _, outcome in result.repositories]
    failed = sum(len(each.failed) + len(each.problems) for each in outcomes)
    total = counts(outcomes)
    fixed = (str(total.fixed), "") if shown.fix else ()
    rows.append(("TOTAL", *_cells(total, shown), str(failed or ""), *fixed))
    return rows


def _cells(counted: Counts, shown: Shown) -> tuple[str, ...]:
    days = counted.days(shown.today)
    return (
        str(counted.calls),
        str(counted.safe),
        str(counted.unsafe),
        str(counted.none),
        "" if counted.sunset is None else counted.sunset.isoformat(),
        "" if days is None else str(days),
    )


def _branch(outcome: Outcome) -> str:
    return printable(outcome.branch.name) if outcome.branch else ""


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for head, cell, room in zip(rows[0], row, widths, strict=True):
            blank = " " * (room - width(cell))
            cells.append(cell + blank if head in _TEXTS else blank + cell)
        yield "  ".join(cells).rstrip()


def _told(result: Result, shown: Shown) -> Iterator[str]:
    lines: list[str] = []
    for repository, outcome in result.repositories:
        name = printable(repository.name)
        at = printable(f"{shown.source}:{repository.line}")
        for problem in outcome.problems:
            place = printable(repository.place.shown)
            lines.append(f"{at}: {name} ({place}): failed: {printable(problem)}")
        lines += [f"{name}: {printable(failed)}" for failed in outcome.failed]
        lines += [f"{name}: note: {printable(note)}" for note in outcome.notes]
    return iter(["", *lines] if lines else [])


def _closing(result: Result, shown: Shown) -> Iterator[str]:
    outcomes = [outcome for _, outcome in result.repositories]
    total = counts(outcomes)
    number = len(outcomes)
    having = sum(bool(each.findings) for each in outcomes)
    repositories = f"{number} repository" if number == 1 else f"{number} repositories"
    left = "left" if shown.fix else "found"
    words = ", ".join(count(n, word) for word, n in total.severities.items() if n)
    if total.calls:
        calls = count(total.calls, "call")
        yield f"{calls} of API v1 {left} in {having} of {repositories}: {words}."
    elif all(each.finished for each in outcomes):
        yield f"No calls of API v1 {left} in {repositories}."
    for repository, outcome in result.repositories:
        if outcome.branch:
            yield (
                f"{printable(repository.name)}: {count(outcome.branch.fixed, 'call')} rewritten in"
                f" {count(outcome.branch.files, 'file')} on the branch"
                f" {printable(outcome.branch.name)} of {printable(outcome.branch.repository)}."
            )
    if incomplete := sum(each.incomplete for each in outcomes):
        yield (
            f"{count(incomplete, 'place')} could not be read in full;"
            " --output-format json lists them."
        )
    if result.again:
        yield f"{count(result.again, 'line')} of the list named a repository again."
    if result.earlier:
        yield (
            f"{result.earlier} of {repositories} finished by an earlier run;"
            " --fresh does them again."
        )
