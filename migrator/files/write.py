"""Replacing files whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from migrator.files.errors import NotReplaced, Unreadable, Unwritable
from migrator.files.read import read
from migrator.files.root import leads_out
from migrator.files.signals import as_interrupts, held_off

Replacement = tuple[str, bytes, bytes]
"""The path of a file, what it must hold, and what it is to hold."""


def write(path: str, data: bytes) -> None:
    """Puts ``data`` at ``path`` whole or not at all, whatever it held.

    What is no regular file (a pipe, a terminal, whatever ``/dev/stdout`` is) takes it as it
    comes. Raises ``Unwritable``.
    """
    try:
        if _takes_as_it_comes(path):
            with open(path, "wb") as file:
                file.write(data)
            return
        with as_interrupts():
            beside = _Beside(path, None, data)
            try:
                beside.write()
                beside.put()
            finally:
                beside.drop()
    except OSError as error:
        raise Unwritable(f"can't be written: {(error.strerror or str(error)).lower()}") from error


_NEXT = {
    errno.ENOSPC: "make room and run again",
    errno.EDQUOT: "make room and run again",
    errno.EACCES: "make its folder writable and run again",
}


def replace(path: str, before: bytes, after: bytes) -> None:
    """Puts ``after`` in the place of ``before`` at ``path``.

    A link is followed; mode, owner and extended attributes stay. At every moment
    the file holds the one or the other. Raises ``Unwritable`` if it does not hold
    ``before`` any more, or if the system refuses.
    """
    try:
        replace_together([(path, before, after)])
    except NotReplaced as error:
        raise Unwritable(str(error)) from error


def replace_together(replacements: Iterable[Replacement]) -> None:
    """The same for several files: all are replaced or none.

    All new contents are on the disk before the first file is replaced, and a signal that
    would end the process waits until the last is. Raises ``NotReplaced``.
    """
    beside: list[_Beside] = []
    try:
        for path, before, after in replacements:
            with _told(path):
                beside.append(each := _Beside(path, before, after))
                each.write()
        with held_off():
            for each in beside:
                with _told(each.path):
                    each.check()
            _put_all(beside)
    finally:
        for each in beside:
            each.drop()


def _put_all(beside: Sequence[_Beside]) -> None:
    for number, each in enumerate(beside):
        try:
            each.put()
        except OSError as error:
            lost = tuple(_put_back(beside[:number]))
            raise NotReplaced(each.path, _reason(error), lost) from error


def _put_back(beside: Iterable[_Beside]) -> Iterator[tuple[str, str]]:
    for each in beside:
        assert each.before is not None
        try:
            replace(each.path, each.after, each.before)
        except Unwritable as error:
            yield each.path, str(error)


class _Beside:
    """The new content of a file, in a file beside it. Raises ``OSError`` and ``Unwritable``."""

    def __init__(self, path: str, before: bytes | None, after: bytes) -> None:
        """It may hold anything, or not be there, where ``before`` is ``None``."""
        self.path, self.before, self.after = path, before, after
        self._target = os.path.realpath(path)
        # Known before it is there: whatever interrupts a run finds what to take away.
        self._temporary = _name_beside(self._target)

    def write(self) -> None:
        if leads_out(self.path):
            raise Unwritable("is unchanged: a link leads out of the project; name what it leads to")
        status = self._status()
        if status and not (status.st_mode & 0o222 and os.access(self._target, os.W_OK)):
            raise Unwritable("is read-only and is unchanged; make it writable and run again")
        with os.fdopen(self._create(), "wb") as file:
            file.write(self.after)
            file.flush()
            if status:
                _keep_attributes(self._target, status, self._temporary)
            os.fsync(file.fileno())

    def _status(self) -> os.stat_result | None:
        """``None`` for what need not be there and is not."""
        try:
            return os.stat(self._target)
        except FileNotFoundError:
            if self.before is None:
                return None
            raise

    def _create(self) -> int:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        try:
            return os.open(self._temporary, flags, 0o666 if self.before is None else 0o600)
        except FileExistsError:
            self._temporary = ""
            raise

    def check(self) -> None:
        if os.path.realpath(self.path) != self._target:
            raise Unwritable("became a link while it was being checked; run again")
        try:
            now = read(self._target)
        except Unreadable as error:
            raise Unwritable(f"changed while it was being checked ({error}); run again") from error
        if now != self.before:
            raise Unwritable("changed while it was being checked; run again")

    def put(self) -> None:
        os.replace(self._temporary, self._target)
        self._temporary = ""

    def drop(self) -> None:
        if self._temporary:
            with suppress(OSError):
                os.unlink(self._temporary)


@contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except Unwritable as error:
        raise NotReplaced(path, str(error)) from error
    except OSError as error:
        raise NotReplaced(path, _reason(error)) from error


def _takes_as_it_comes(path: str) -> bool:
    """What is a name for something open leads to a file whose other readers hold it open too."""
    if os.path.abspath(path).startswith(("/dev/", "/proc/")):
        return True
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        return False


def _reason(error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    how = _NEXT.get(error.errno or 0, "see to that and run again")
    return f"could not be written ({reason}) and is unchanged; {how}"


def _name_beside(target: str) -> str:
    """A name in the same folder that no other run picks or scans."""
    return os.path.join(os.path.dirname(target), f".migrator-{os.urandom(8).hex()}.tmp")


def _keep_attributes(target: str, status: os.stat_result, temporary: str) -> None:
    """Raises ``Unwritable`` if the new file would belong to somebody else or lose what is set."""
    # The owner goes first: a change of owner clears the set-user-id bit of the mode.
    mine = os.stat(temporary)
    if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
        with _kept("its owner and group"):
            os.chown(temporary, status.st_uid, status.st_gid)
    if hasattr(os, "listxattr"):
        for name in _attributes(target):
            # What the system secures files by it may set itself, and let nobody else.
            of_users = name.startswith(("user.", "system."))
            with _kept(f"its attribute {name}") if of_users else suppress(OSError):
                os.setxattr(temporary, name, os.getxattr(target, name))
    os.chmod(temporary, stat.S_IMODE(status.st_mode))


def _attributes(target: str) -> list[str]:
    try:
        return os.listxattr(target)
    except OSError:
        return []


@contextmanager
def _kept(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        how = "run as its owner, or change it by hand"
        raise Unwritable(f"is unchanged: {what} can't be kept ({reason}); {how}") from error
