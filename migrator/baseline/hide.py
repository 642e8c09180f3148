"""A report without what a baseline lists."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from migrator.baseline.file import Baseline, nameless
from migrator.files.discover import shown
from migrator.report.finding import Suppressed
from migrator.report.fingerprint import Fingerprint, fingerprints
from migrator.report.report import Failure, Report
from migrator.report.secrets import MASK
from migrator.report.summary import count

Asked = Callable[[str, str], bool]
"""Whether a run looks for calls of a rule in a file; path, then rule."""


def hide(report: Report, baseline: Baseline, asked: Asked) -> Report:
    """``report`` without the calls that ``baseline`` lists, and with what it lists in vain.

    Only of the files that were looked at, and of those that are gone, it is known what
    is in vain. Raises ``BadBaseline``.
    """
    if not report.findings and not baseline.may_list(report.looked_at):
        return report
    listed = baseline.calls()
    known = {
        finding: replace(each, path=nameless(os.path.abspath(each.path)))
        for finding, each in fingerprints(report).items()
    }
    told = tuple(finding for finding in report.findings if known[finding] not in listed)
    why = f"listed in {shown(baseline.path)}"
    hidden = (
        Suppressed(finding, "baseline", why)
        for finding in report.findings
        if known[finding] in listed
    )
    stale = _stale(listed - set(known.values()), report, asked)
    return replace(
        report,
        findings=told,
        suppressed=tuple(sorted((*report.suppressed, *hidden), key=lambda each: each.finding.span)),
        failures=(*report.failures, *_told(stale, baseline)),
    )


def _stale(unmet: Iterable[Fingerprint], report: Report, asked: Asked) -> dict[str, Counter[str]]:
    looked_at = {nameless(os.path.abspath(path)): path for path in report.looked_at}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for each in unmet:
        name = looked_at.get(each.path)
        if asked(name, each.rule) if name is not None else _is_gone(each.path):
            found[shown(each.path)][each.rule] += 1
    return found


def _is_gone(path: str) -> bool:
    return MASK not in path and not os.path.lexists(path)


def _told(stale: dict[str, Counter[str]], baseline: Baseline) -> Iterator[Failure]:
    name = shown(baseline.path)
    for path, rules in sorted(stale.items()):
        which = ", ".join(f"{rule} x{n}" if n > 1 else rule for rule, n in sorted(rules.items()))
        be = "is" if rules.total() == 1 else "are"
        calls = count(rules.total(), "call")
        what = f"lists {calls} in {path} that {be} not there any more ({which})"
        how = f"write it anew: migrator baseline {name}"
        yield Failure(name, None, f"{what}; {how}", fatal=False, unused=True)
