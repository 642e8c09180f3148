"""The files of a run that may hold a call."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from migrator.catalog.needles import HINTS, NEEDLES
from migrator.config.exclusion import Configured
from migrator.files import prefilter
from migrator.files.discover import discover, excluded, is_regular
from migrator.files.errors import Unreadable
from migrator.files.kind import Kind, kind
from migrator.files.read import read
from migrator.files.sieve import Sieve, Sifted, Texts
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
        """Those that name an address of the API, or may be suppressed.

        When the last is out, ``named`` and ``failures`` are complete. Raises ``BadRule``,
        ``BadPattern`` and ``BadConfig``.
        """
        wanted = _Wanted(Scopes(self.request))
        sieve = Sieve(lambda folder: wanted.texts(os.path.join(folder, "")))
        names = list(self.names(sieve))
        sieve.settle()
        dropped: dict[tuple[Sifted, Texts], list[str]] = defaultdict(list)
        for done, path in enumerate(names):
            texts = wanted.texts(path)
            if sifted := sieve.drops(path, texts):
                self.named.append(path)
                dropped[sifted, texts].append(path)
                continue
            if self.request.progress:
                self.request.progress("reading", done, len(names))
            if path not in sieve.unsure or is_regular(path):
                yield from self._read(path, texts[:-1])
        for (sifted, texts), paths in dropped.items():
            self._second.drop(sifted, texts[:-1], paths)
        if "_second" in vars(self):
            self._second.begin()

    def _read(self, path: str, needles: Texts) -> Iterator[Candidate]:
        try:
            data = read(path) if self.request.stdin is None else self.request.stdin
        except Unreadable as error:
            self.failures.append(Failure(path, None, str(error)))
            return
        self.named.append(path)
        # What is in an encoding that can't be read goes on, to be told by whoever decodes it.
        if prefilter.may_call(data, needles) or prefilter.is_wide(data):
            if language := kind(path, data):
                self._second.found(path, language)
                yield _candidate(path, language, data)
        elif prefilter.may_suppress(data):
            if language := kind(path, data):
                yield _candidate(path, language, data)
        elif prefilter.may_call(data, HINTS) and (language := kind(path, data)):
            self._second.keep(path, language, needles)

    def later(self) -> Iterator[Candidate]:
        """Those that are given an address by a file that they import."""
        if "_second" in vars(self):
            yield from self._second.candidates()

    @cached_property
    def _second(self) -> SecondLook:
        # Made for the first file that is worth one: a hook without a hint needs none.
        from migrator.run.secondlook import SecondLook

        return SecondLook(self.request.paths, HINTS, stdin=self.request.stdin)

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


class _Wanted:
    """The texts that a file is read for: its needles, and at the end what a suppression holds."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._folders: dict[str, Texts] = {}
        self._hosts: dict[tuple[str, ...], Texts] = {}

    def texts(self, path: str) -> Texts:
        """The same object for the same hosts: of a big tree they are asked for often."""
        folder = path[: path.rfind("/") + 1]
        if folder not in self._folders:
            self._folders[folder] = self._of(self._scopes.of(path).api_hosts)
        return self._folders[folder]

    def _of(self, hosts: tuple[str, ...]) -> Texts:
        if hosts not in self._hosts:
            own = (*NEEDLES, *(host.encode() for host in hosts))
            self._hosts[hosts] = (*own, prefilter.SUPPRESSES)
        return self._hosts[hosts]
