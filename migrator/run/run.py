"""A whole run."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from migrator.report.report import Report
from migrator.run.contents import Contents
from migrator.run.request import Request

if TYPE_CHECKING:
    from migrator.run.session import Session


def run(request: Request) -> Report:
    """Looks at everything ``request`` names, and rewrites what it asks for.

    Raises ``BadRule``, ``BadPattern`` and ``BadConfig``; what is wrong with one file is a
    failure in the report.
    """
    contents = Contents(request)
    candidates = list(contents.candidates())
    session = None
    for done, candidate in enumerate(chain(candidates, contents.later())):
        if request.progress:
            request.progress("checking", done, max(len(candidates), done + 1))
        if session is None:
            with _nothing_collected():
                session = _session(request, contents)
                session.look(candidate)
        else:
            session.look(candidate)
    checked = len(contents.named)
    looked_at = frozenset(contents.named)
    if session is None:
        return Report((), tuple(contents.failures), looked_at=looked_at, checked=checked)
    return replace(session.report(checked), looked_at=looked_at)


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
