"""The files of a run that may hold a call."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from migrator.catalog.needles import HINTS, NEEDLES
from migrator.config.exclusion import Configured
from migrator.files import prefilter
from migrator.files.discover import discover, excluded
from migrator.files.errors import Unreadable
from migrator.files.kind import Kind, kind
from migrator.files.read import read
from migrator.files.sieve import Sieve
from migrator.records import dataclass
from migrator.report.report import Failure
from migrator.run.request import Request
from migrator.run.scope import Scopes

if TYPE_CHECKING:
    from migrator.run.candidate import Candidate
    from migrator.run.secondlook import SecondLook


@dataclass
class Contents:
    """``named`` are the files that ``request`` names, ``failures`` hold the unreadable."""

    request: Request
    named: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def candidates(self) -> Iterator[Candidate]:
        """Raises ``BadRule``, ``BadPattern`` and ``BadConfig``."""
        scopes = Scopes(self.request)

        def needles(path: str) -> tuple[bytes, ...]:
            return (*NEEDLES, *(host.encode() for host in scopes.of(path).api_hosts))

        sieve = Sieve(lambda folder: (*needles(os.path.join(folder, "")), prefilter.SUPPRESSES))
        names = list(self.names(sieve))
        sieve.settle()
        for done, path in enumerate(names):
            if self.request.progress:
                self.request.progress("reading", done, len(names))
            wanted = needles(path)
            if sieve.drops(path, (*wanted, prefilter.SUPPRESSES)):
                self.named.append(path)
                if language := kind(path, b""):
                    self._second.keep(path, language, wanted)
                continue
            try:
                data = read(path) if self.request.stdin is None else self.request.stdin
            except Unreadable as error:
                self.failures.append(Failure(path, None, str(error)))
                continue
            self.named.append(path)
            if prefilter.may_call(data, wanted):
                if language := kind(path, data):
                    self._second.found(path, language)
                    yield _candidate(path, language, data)
            elif prefilter.may_suppress(data):
                if language := kind(path, data):
                    yield _candidate(path, language, data)
            elif prefilter.may_call(data, HINTS) and (language := kind(path, data)):
                self._second.keep(path, language, wanted, self.request.stdin)
        if "_second" in vars(self):
            yield from self._second.candidates()

    @cached_property
    def _second(self) -> SecondLook:
        # Made for the first file that is worth one: a hook without a hint needs none.
        from migrator.run.secondlook import SecondLook

        return SecondLook(self.request.paths, HINTS)

    def names(self, sieve: Sieve | None = None) -> Iterator[str]:
        """The files to look at. Raises ``BadPattern`` and ``BadConfig``."""
        request = self.request
        configured = partial(Configured, request.configuration)
        if request.stdin is None:
            yield from discover(
                request.paths,
                exclude=request.exclude,
                configured=configured,
                force_exclude=request.force_exclude,
                gitignore=request.gitignore,
                sieve=sieve,
            )
            return
        # An editor sends whatever is open in it: nobody has named that file.
        name = request.stdin_filename or "-"
        ignored = request.gitignore and request.force_exclude
        if not excluded(name, exclude=request.exclude, configured=configured, gitignore=ignored):
            yield name


def _candidate(path: str, language: Kind, data: bytes) -> Candidate:
    from migrator.run.candidate import Candidate

    return Candidate(path, language, data)
