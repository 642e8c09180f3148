"""What a call is known by from one run to the next, wherever its line has moved to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from migrator.call.source import Source
from migrator.records import dataclass
from migrator.report.finding import Finding
from migrator.report.report import Report

_DIGITS = 16


@dataclass(frozen=True, order=True)
class Fingerprint:
    """``line`` is a hash of the line that the call begins on, without the blanks around it.

    ``ordinal`` counts, from 1, the calls for which all that is the same.
    """

    path: str
    rule: str
    line: str
    ordinal: int

    @property
    def text(self) -> str:
        return digest(f"{self.path}\0{self.rule}\0{self.line}\0{self.ordinal}")


def fingerprints(report: Report) -> dict[Finding, Fingerprint]:
    """That of each finding, the suppressed ones too."""
    findings = (*report.findings, *(each.finding for each in report.suppressed))
    return dict(_counted(sorted(findings, key=lambda each: each.span), report.sources))


def _counted(
    findings: Iterable[Finding], sources: Mapping[str, Source]
) -> Iterator[tuple[Finding, Fingerprint]]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        source = sources[finding.path]
        text = source.line(source.position(finding.span.start).line)
        same = (finding.path, finding.rule, digest(text.strip()))
        seen[same] += 1
        yield finding, Fingerprint(*same, seen[same])


def digest(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
