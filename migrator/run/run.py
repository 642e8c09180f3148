"""A whole run."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from migrator.report.report import Report
from migrator.run.contents import Contents
from migrator.run.request import Request

if TYPE_CHECKING:
    from migrator.run.candidate import Candidate
    from migrator.run.session import Session


def run(request: Request) -> Report:
    """Looks at everything ``request`` names, and rewrites what it asks for.

    Raises ``BadRule``, ``BadPattern`` and ``BadConfig``; what is wrong with one file is a
    failure in the report.
    """
    contents = Contents(request)
    candidates = list(contents.candidates())
    coming = _told_of(chain(candidates, contents.later()), len(candidates), request)
    first = next(coming, None)
    if first is None:
        report = Report((), tuple(contents.failures), checked=len(contents.named))
        return replace(report, looked_at=frozenset(contents.named))
    with _nothing_collected():
        session = _session(request, contents)
        session.add(candidates or [first])
        session.look(first)
    with closing(session):
        session.share(candidates[1:])
        for number, candidate in enumerate(coming, 1):
            if number >= len(candidates):
                session.add([candidate])
            session.look(candidate)
        report = session.report(len(contents.named))
    return replace(report, looked_at=frozenset(contents.named))


def _told_of(coming: Iterable[Candidate], known: int, request: Request) -> Iterator[Candidate]:
    for done, candidate in enumerate(coming):
        if request.progress:
            request.progress("checking", done, max(known, done + 1))
        yield candidate


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Inside, where the modules are loaded, hardly anything becomes garbage, so none is looked for.

    What is there at the end is for the whole run, and is not gone through again.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


# Rules, readers and plan are loaded only for a file that may need them.
def _session(request: Request, contents: Contents) -> Session:
    from migrator.run.session import Session

    return Session(request, contents.failures, contents.named)
