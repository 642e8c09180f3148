"""The files of a run that may hold a call."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from migrator.catalog.rulefile import api
from migrator.config.exclusion import Configured
from migrator.files import prefilter
from migrator.files.discover import discover, excluded
from migrator.files.errors import Unreadable
from migrator.files.kind import kind
from migrator.files.read import read
from migrator.files.sieve import Sieve
from migrator.report.finding import Failure
from migrator.run.candidate import Candidate
from migrator.run.request import Request
from migrator.run.scope import Scopes
from migrator.run.secondlook import Kept, SecondLook


@dataclass
class Contents:
    """``named`` are the files that ``request`` names, ``failures`` hold the unreadable."""

    request: Request
    named: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def candidates(self) -> Iterator[Candidate]:
        """Raises ``BadRule``, ``BadPattern`` and ``BadConfig``."""
        cloud = tuple(name.encode() for name in api()["needles"])
        hints = tuple(hint.encode() for hint in api()["hints"])
        scopes = Scopes(self.request)

        def needles(path: str) -> tuple[bytes, ...]:
            return (*cloud, *(host.encode() for host in scopes.of(path).api_hosts))

        second = SecondLook(self.request.paths, hints)
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
                    second.keep(Kept(path, language, wanted))
                continue
            try:
                data = read(path) if self.request.stdin is None else self.request.stdin
            except Unreadable as error:
                self.failures.append(Failure(path, None, str(error)))
                continue
            self.named.append(path)
            if prefilter.may_call(data, wanted):
                if language := kind(path, data):
                    second.found(path, language)
                    yield Candidate(path, language, data)
            elif prefilter.may_suppress(data):
                if language := kind(path, data):
                    yield Candidate(path, language, data)
            elif prefilter.may_call(data, hints) and (language := kind(path, data)):
                second.keep(Kept(path, language, wanted, self.request.stdin))
        yield from second.candidates()

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
