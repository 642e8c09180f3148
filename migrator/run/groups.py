"""Files that must be written together."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from migrator.report.finding import Finding


def groups(paths: Collection[str], fixed: Iterable[Finding]) -> tuple[tuple[str, ...], ...]:
    """``paths`` parted so that all that one of ``fixed`` edits is in one part, each sorted."""
    part = {path: {path} for path in paths}
    for finding in fixed:
        edited = {edit.span.path for edit in finding.fix.edits} if finding.fix else set()
        joined = set().union(*(part[path] for path in edited if path in part))
        for path in joined:
            part[path] = joined
    return tuple(sorted({tuple(sorted(together)) for together in part.values()}))
