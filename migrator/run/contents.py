"""The files of a run that may hold a call."""

from __future__ import annotations

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
from migrator.report.finding import Failure
from migrator.run.candidate import Candidate
from migrator.run.request import Request
from migrator.run.scope import Scopes
from migrator.run.secondlook import SecondLook


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
        second = SecondLook(self.request.paths)
        for path, data in self._files():
            needles = (*cloud, *(host.encode() for host in scopes.of(path).api_hosts))
            self.named.append(path)
            if prefilter.may_call(data, needles):
                if language := kind(path, data):
                    second.found(path, language)
                    yield Candidate(path, language, data)
            elif prefilter.may_suppress(data):
                if language := kind(path, data):
                    yield Candidate(path, language, data)
            elif prefilter.may_call(data, hints) and (language := kind(path, data)):
                second.keep(Candidate(path, language, data), needles)
        yield from second.candidates()

    def names(self) -> Iterator[str]:
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
            )
            return
        # An editor sends whatever is open in it: nobody has named that file.
        name = request.stdin_filename or "-"
        ignored = request.gitignore and request.force_exclude
        if not excluded(name, exclude=request.exclude, configured=configured, gitignore=ignored):
            yield name

    def _files(self) -> Iterator[tuple[str, bytes]]:
        names = list(self.names())
        for done, path in enumerate(names):
            if self.request.progress:
                self.request.progress("reading", done, len(names))
            try:
                data = self.request.stdin
                yield path, read(path) if data is None else data
            except Unreadable as error:
                self.failures.append(Failure(path, None, str(error)))
