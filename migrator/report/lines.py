"""The lines that the formats for people share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrator.report.applicability import Applicability
from migrator.report.colour import Paint
from migrator.report.printable import printable
from migrator.report.summary import count, summarise
from migrator.report.view import View

if TYPE_CHECKING:
    from migrator.call.source import Source
    from migrator.report.finding import Finding
    from migrator.report.report import Failure, Report


def headline(finding: Finding, source: Source, view: View) -> str:
    """``path:line:column: severity[rule] message``; ``[*]`` says that this run could fix it."""
    paint = Paint(on=view.colour)
    at = source.position(finding.span.start)
    place = paint.bold(f"{printable(finding.path)}:{at.line}:{at.column}:")
    what = paint.severity(f"{finding.severity.value}[{finding.rule}]", finding.severity)
    mark = "[*] " if _within_reach(finding, view) else ""
    return f"{place} {what} {mark}{printable(finding.message)}"


def _within_reach(finding: Finding, view: View) -> bool:
    fix = finding.fix
    return fix is not None and (view.unsafe or fix.applicability is Applicability.SAFE)


def failure(failed: Failure, paint: Paint) -> str:
    line = "" if failed.line is None else f":{failed.line}"
    place = paint.bold(f"{printable(failed.path)}{line}:")
    word = paint.severity(failed.word, failed.severity)
    return f"{place} {word}: {printable(failed.message)}"


def statistics(report: Report) -> Iterator[str]:
    """A line a rule, the most frequent first."""
    rules = summarise(report).rules
    for rule, number in rules.items():
        yield f"{number:>5}  {rule}"


def closing(report: Report, view: View) -> Iterator[str]:
    """What was fixed, what is left, what a fix could still do, how much was checked."""
    if view.quiet:
        return
    summary = summarise(report)
    if report.fixed and view.written:
        yield from fixed(report)
    if report.removed and view.written:
        yield f"Removed {count(report.removed, 'suppression')} that nothing needed."
    where = "left" if view.written else "found"
    if summary.left:
        parts = [count(n, severity.value) for severity, n in summary.severities.items() if n]
        yield f"{_calls(report)} {where}: {', '.join(parts)}."
        yield from _fixable(summary.safe, summary.unsafe, unsafe_allowed=view.unsafe)
    elif all(failed.unused for failed in report.failures):
        new = "new " if summary.listed else ""
        yield f"No {new}calls of API v1 {where}."
    if summary.listed:
        yield f"{count(summary.listed, 'more call')} listed in the baseline."
    yield f"{count(summary.checked, 'file')} checked."


def _calls(report: Report) -> str:
    """``3 calls of API v1 and 1 of API v2``, without the one that there is none of."""
    current = sum(finding.current for finding in report.findings)
    old = len(report.findings) - current
    if not old:
        return f"{count(current, 'call')} of API v2"
    return f"{count(old, 'call')} of API v1" + (f" and {current} of API v2" if current else "")


def _fixable(safe: int, unsafe: int, *, unsafe_allowed: bool) -> Iterator[str]:
    if unsafe_allowed and safe + unsafe:
        yield f"[*] {safe + unsafe} fixable with --fix --unsafe-fixes."
    elif safe or unsafe:
        more = f"; {unsafe} {'more ' if safe else ''}with --fix --unsafe-fixes" if unsafe else ""
        yield f"[*] {safe} fixable with --fix{more}."


def fixed(report: Report) -> Iterator[str]:
    """What was rewritten, by file."""
    by_path: dict[str, Counter[str]] = {}
    for finding in report.fixed:
        by_path.setdefault(finding.path, Counter())[finding.rule] += 1
    yield f"Fixed {count(len(report.fixed), 'call')} in {count(len(by_path), 'file')}:"
    for path, rules in sorted(by_path.items()):
        named = ", ".join(f"{rule} x{n}" if n > 1 else rule for rule, n in sorted(rules.items()))
        yield f"  {printable(path)}: {rules.total()} ({named})"
    edited = {edit.span.path for f in report.fixed if f.fix for edit in f.fix.edits}
    for path in sorted(edited - by_path.keys()):
        yield f"  {printable(path)}: changed with them"
