"""What a fleet has finished, so that a run which was ended goes on where it was."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from types import TracebackType
from typing import IO, Self

from migrator.fleet.asked import Asked
from migrator.fleet.checkout import remove
from migrator.fleet.outcome import Outcome
from migrator.fleet.refused import Refused
from migrator.fleet.work import TREES

_VERSION = 1
_NAME = "state.jsonl"


class State:
    """A line a repository in a file of ``folder``, added when it is finished.

    Where a kill has cut a line short, that repository alone is done again.
    """

    def __init__(self, folder: str, asked: Asked, *, fresh: bool) -> None:
        self.folder = os.path.abspath(folder)
        self._asked = asked.fingerprint
        self._fresh = fresh
        self._path = os.path.join(self.folder, _NAME)
        self._lock: IO[bytes] | None = None
        self._file: IO[bytes] | None = None
        self.finished: dict[str, Outcome] = {}

    def __enter__(self) -> Self:
        """Raises ``Refused``."""
        try:
            self._open()
        except OSError as error:
            self._close()
            reason = error.strerror or str(error)
            raise Refused(f"--folder: {self.folder} can't be written to: {reason}") from error
        except Refused:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        for file in (self._file, self._lock):
            if file is not None:
                file.close()

    def add(self, shown: str, outcome: Outcome) -> None:
        """Keeps it if it is finished, also through a crash of the machine. Raises ``Refused``."""
        if not outcome.finished:
            return
        record = {
            "version": _VERSION,
            "place": shown,
            "asked": self._asked,
            "day": datetime.date.today().isoformat(),
            "outcome": outcome.to_dict(),
        }
        assert self._file
        try:
            self._file.write(json.dumps(record).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refused(f"--folder: {self._path} can't be written: {reason}") from error

    def _open(self) -> None:
        os.makedirs(self.folder, exist_ok=True)
        # No repository that the folder lies in takes it for its own.
        with open(os.path.join(self.folder, ".gitignore"), "w", encoding="ascii") as file:
            file.write("*\n")
        self._lock = open(os.path.join(self.folder, "lock"), "ab")  # noqa: SIM115
        _lock(self._lock, self.folder)
        trees = os.path.join(self.folder, TREES)
        os.makedirs(trees, exist_ok=True)
        for name in os.listdir(trees):
            remove(os.path.join(trees, name))
        whole = b""
        if not self._fresh and os.path.exists(self._path):
            with open(self._path, "rb") as file:
                data = file.read()
            whole = data[: data.rfind(b"\n") + 1]
            for line in whole.splitlines():
                self._read(line)
        mode = "r+b" if os.path.exists(self._path) else "wb"
        self._file = open(self._path, mode)  # noqa: SIM115
        self._file.truncate(len(whole))
        self._file.seek(len(whole))

    def _read(self, line: bytes) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            record = json.loads(line)
            if record["version"] == _VERSION and record["asked"] == self._asked:
                self.finished[record["place"]] = Outcome.from_dict(record["outcome"])


def _lock(file: IO[bytes], folder: str) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Refused(
            f"--folder: another fleet is at work in {folder}; wait for it, or name another folder"
        ) from error
