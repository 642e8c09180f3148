"""Files that other processes look at meanwhile: the same is found, sooner."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from migrator.call.source import Source
from migrator.run.letters import read, written
from migrator.run.texts import Texts
from migrator.run.worker import POSSIBLE, Lost, Worker

EACH = 8
"""Files that are worth a process: it begins and tells what it found in the time of two or three."""
_START = 500
"""Code points that take as long as what has to be done for any file."""


class Looked(Protocol):
    """``used`` are the other files that were read for it."""

    @property
    def used(self) -> frozenset[str]: ...


Found = TypeVar("Found", bound=Looked)


class Beside(Generic[Found]):
    """``look`` finds what is in a file of ``texts``.

    Each file has one process that looks at it whenever it changes: it remembers much of it.
    """

    def __init__(self, look: Callable[[str], Found], texts: Texts) -> None:
        self._look = look
        self._texts = texts
        self._workers: dict[str, Worker] = {}
        self._asked: dict[Worker, deque[str]] = {}
        self._answers: dict[str, bytes | Lost] = {}

    def share(self, paths: Sequence[str], processes: int) -> None:
        """Begins; the first of ``paths`` are left to this process. All are in the texts."""
        number = min(processes, len(paths) // EACH)
        if not POSSIBLE or number < 2:
            return
        for share in filter(None, self._shares(paths, number)[1:]):
            try:
                worker = Worker(self._answered)
            except OSError:
                break  # the system has no room for one more
            self._workers.update(dict.fromkeys(share, worker))
        self.ask(paths)

    def _shares(self, paths: Sequence[str], number: int) -> list[list[str]]:
        """One behind the other, of about the same size."""
        sizes = [_START + (len(text.after) if (text := self._texts.get(p)) else 0) for p in paths]
        shares: list[list[str]] = [[] for _ in range(number)]
        before = 0
        for path, size in zip(paths, sizes, strict=True):
            shares[before * number // sum(sizes)].append(path)
            before += size
        return shares

    def ask(self, paths: Collection[str], changed: Collection[str] = ()) -> None:
        """Has those of ``paths`` looked at that are not left to us; ``changed`` were since."""
        for path in paths:
            if worker := self._workers.get(path):
                self._asked.setdefault(worker, deque()).append(path)
        texts = {path: text.after for path, text in self._texts.changed().items()}
        for path in changed:
            if text := self._texts.get(path):
                texts[path] = text.after
        for worker, asked in self._asked.items():
            worker.ask(written((texts, list(asked))))

    def found(self, path: str) -> Found | None:
        """``None``: look yourself. Raises ``Lost``."""
        worker = self._workers.get(path)
        if worker in self._asked:
            self._gather(worker)
        answer = self._answers.pop(path, b"")
        if isinstance(answer, Lost):
            raise answer
        if not answer:
            return None
        found, seen = read(answer)
        # A file that changed meanwhile is for us what it was when we read it.
        return found if all(self._mark(each) == mark for each, mark in seen.items()) else None

    def _gather(self, worker: Worker) -> None:
        waiting = self._asked.pop(worker)
        try:
            for answer in worker.answers():
                self._answers[waiting.popleft()] = answer
        except Lost as lost:
            worker.end()
            self._workers = {p: each for p, each in self._workers.items() if each is not worker}
            if waiting:
                self._answers[waiting[0]] = lost

    def end(self) -> None:
        for worker in set(self._workers.values()):
            worker.end()

    def _answered(self, question: bytes) -> Iterator[bytes]:
        """In the other process."""
        texts, paths = read(question)
        for path, now in texts.items():
            text = self._texts.get(path)
            if text and text.after != now:
                text.now = Source(path, now)
        for path in paths:
            try:
                found = self._look(path)
                yield written((found, {each: self._mark(each) for each in found.used}))
            except Exception:
                yield b""  # whoever asks looks too, and can say what is wrong

    def _mark(self, path: str) -> int | None:
        """What tells whether two processes read the same there."""
        text = self._texts.get(path)
        return hash(text.data) if text else None
