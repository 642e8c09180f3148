"""A whole run."""

from __future__ import annotations

from dataclasses import replace

from migrator.report.report import Report
from migrator.run.contents import Contents
from migrator.run.request import Request


def run(request: Request) -> Report:
    """Looks at everything ``request`` names, and rewrites what it asks for.

    Raises ``BadRule``, ``BadPattern`` and ``BadConfig``; what is wrong with one file is a
    failure in the report.
    """
    contents = Contents(request)
    candidates = list(contents.candidates())
    looked_at = frozenset(contents.named)
    if not candidates:
        failures = tuple(contents.failures)
        return Report((), failures, looked_at=looked_at, checked=len(contents.named))
    # Rules, readers and plan are loaded only for a file that may need them.
    from migrator.run.session import Session

    session = Session(request, contents.failures, contents.named)
    for done, candidate in enumerate(candidates):
        if request.progress:
            request.progress("checking", done, len(candidates))
        session.look(candidate)
    return replace(session.report(len(contents.named)), looked_at=looked_at)
