"""A whole run."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import islice
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
    later = contents.later()
    if not candidates:
        candidates = list(islice(later, 1))
    if candidates:
        report = _looked_at(candidates, later, request, contents)
    else:
        report = Report((), tuple(contents.failures), checked=len(contents.named))
    return replace(report, looked_at=frozenset(contents.named))


def _looked_at(
    candidates: list[Candidate], later: Iterable[Candidate], request: Request, contents: Contents
) -> Report:
    """``later`` are found out while the ``candidates`` are looked at."""
    first, *others = candidates
    with _nothing_collected():
        session = _session(request, contents)
        session.looking.add(candidates)
        session.looking.look(first)
    with closing(session.looking) as looking:
        looking.share(others)
        for candidate in others:
            looking.look(candidate)
        for candidate in later:
            looking.add([candidate])
            looking.look(candidate)
        return session.report(len(contents.named))


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
