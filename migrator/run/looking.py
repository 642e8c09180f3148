"""The files of a run that may hold calls, looked at before anything changes and after."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from migrator.call.language import MISSING, Trouble
from migrator.call.source import Source
from migrator.catalog.load import catalog
from migrator.files.errors import Unreadable
from migrator.processors import processors
from migrator.records import dataclass
from migrator.report.report import Failure
from migrator.run.beside import Beside
from migrator.run.candidate import Candidate
from migrator.run.elsewhere import told_once
from migrator.run.examine import Case, Examined, examine
from migrator.run.folder import Folder
from migrator.run.request import Request
from migrator.run.scope import Scopes
from migrator.run.texts import LARGEST, Neighbours, Text, Texts
from migrator.run.worker import Lost

_TOO_LARGE = (
    f"`{{}}`, which it reads, has more than {LARGEST:,} bytes and was not looked into; {MISSING}"
)
_BY_HAND = "mend it and run again, or look for calls in it yourself"
"""What is to be done where a reader's reason says no better."""


@dataclass
class File:
    """``used`` are the other files that its calls were read from."""

    now: Examined
    used: frozenset[str]


class Looking:
    """``files`` are those with calls or with suppressions that keep none.

    To ``failures`` those of looking are added; ``named`` are the paths of all files that the
    run may write.
    """

    def __init__(self, request: Request, failures: list[Failure], named: frozenset[str]) -> None:
        self.scopes = Scopes(request)
        self.texts = Texts()
        self.files: dict[str, File] = {}
        self._request = request
        self._failures = failures
        self._named = named
        self._beside = Beside(self.examined, self.texts)
        self._added = self._looked = 0

    def add(self, candidates: Iterable[Candidate]) -> None:
        """The files that are to be looked at, before the first of them is."""
        for each in candidates:
            self._added += 1
            try:
                self.texts.add(each.path, each.data, each.kind)
            except Unreadable as error:
                self._fail(each.path, str(error))

    def share(self, candidates: Iterable[Candidate]) -> None:
        """Has some of those that are to be looked at next looked at by other processes."""
        paths = [each.path for each in candidates if self.texts.get(each.path)]
        self._beside.share(paths, min(self._request.jobs or processors(), processors()))

    def look(self, candidate: Candidate) -> None:
        """Finds the calls of a file that was added."""
        if self._request.progress:
            self._request.progress("checking", self._looked, self._added)
        self._looked += 1
        path = candidate.path
        text = self.texts.get(path)
        if text is None:
            return
        try:
            file = self._beside.found(path) or self.examined(path)
        except Lost as lost:
            self._fail(
                path, f"the process that looked at it ended ({lost}); check it alone to see why"
            )
            return
        except Exception as error:
            if os.environ.get("MIGRATOR_TRACEBACK"):
                raise
            # A fault of this program with one file must not hide the calls of the others.
            what = f"internal error: {type(error).__name__}: {error}"
            how = "please report it; MIGRATOR_TRACEBACK=1 shows where it comes from"
            self._fail(path, f"{what}; {how}")
            return
        for trouble in file.now.troubles:
            line = text.now.position(trouble.offset).line
            how = "" if "; " in trouble.reason else f"; {_BY_HAND}"
            self._failures.append(Failure(path, line, f"{trouble.reason}{how}", fatal=False))
        if file.now.cases or file.now.idle:
            self.files[path] = file

    def look_again(self, changed: Collection[str]) -> None:
        """At the files that changed, and at those whose calls are read from them too."""
        paths = [
            path
            for path, file in self.files.items()
            if path in changed or not file.used.isdisjoint(changed)
        ]
        self._beside.ask(paths, changed)
        for path in paths:
            self.files[path] = self._again(path)

    def _again(self, path: str) -> File:
        try:
            return self._beside.found(path) or self.examined(path)
        except Lost:
            return self.examined(path)

    def examined(self, path: str) -> File:
        """What is in the file as it is now."""
        text = self.text(path)
        assert text.kind, path
        neighbours = Neighbours(path, self.texts)
        scope = self.scopes.of(path)
        folder = Folder(path, self.texts, self._named, self._request.config_for)
        now = examine(text.now, text.kind, catalog(), scope, neighbours, folder)
        large = tuple(Trouble(0, _TOO_LARGE.format(name)) for name in sorted(neighbours.too_large))
        now = replace(now, troubles=(*now.troubles, *large))
        return File(now, frozenset(neighbours.used | folder.used))

    def text(self, path: str) -> Text:
        text = self.texts.get(path)
        assert text, path
        return text

    def cases(self) -> list[Case]:
        return told_once([c for path in sorted(self.files) for c in self.files[path].now.cases])

    def sources(self, cases: Iterable[Case]) -> Mapping[str, Source]:
        """The files, and the texts in them that the calls stand in."""
        embedded = {each.path: each for case in cases for each in case.source.around}
        return {**embedded, **self.texts.sources}

    def close(self) -> None:
        self._beside.end()

    def _fail(self, path: str, what: str) -> None:
        self._failures.append(Failure(path, None, what))
