"""The files of a run that may hold a call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from migrator.catalog.rulefile import api
from migrator.files import prefilter
from migrator.files.discover import discover, excluded
from migrator.files.errors import Unreadable
from migrator.files.kind import Kind, kind
from migrator.files.read import read
from migrator.report.finding import Failure
from migrator.run.request import Request


@dataclass(frozen=True)
class Candidate:
    path: str
    kind: Kind
    data: bytes


@dataclass
class Contents:
    """``named`` are the files that ``request`` names, ``failures`` hold the unreadable."""

    request: Request
    named: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def candidates(self) -> Iterator[Candidate]:
        """Raises ``BadRule`` and ``BadPattern``."""
        names = (*api()["needles"], *self.request.api_hosts)
        needles = tuple(name.encode() for name in names)
        for path, data in self._files():
            self.named.append(path)
            if self.request.progress:
                self.request.progress(len(self.named))
            if prefilter.may_call(data, needles) and (language := kind(path, data)):
                yield Candidate(path, language, data)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        request = self.request
        if request.stdin is not None:
            name = request.stdin_filename or "-"
            dropped = request.force_exclude and excluded(
                name, exclude=request.exclude, gitignore=request.gitignore
            )
            if not dropped:
                yield name, request.stdin
            return
        for path in discover(
            request.paths,
            exclude=request.exclude,
            force_exclude=request.force_exclude,
            gitignore=request.gitignore,
        ):
            try:
                yield path, read(path)
            except Unreadable as error:
                self.failures.append(Failure(path, None, str(error)))
