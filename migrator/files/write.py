"""Replacing a file whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from migrator.files.errors import Unwritable


def replace(path: str, before: bytes, after: bytes) -> None:
    """Puts ``after`` in the place of ``before`` at ``path``.

    A link is followed; mode, owner and extended attributes stay. At every moment
    the file holds the one or the other. Raises ``Unwritable`` if it does not hold
    ``before`` any more, or if the system refuses.
    """
    try:
        _replace(os.path.realpath(path), before, after)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Unwritable(f"could not be written ({reason}) and is unchanged") from error


def _replace(target: str, before: bytes, after: bytes) -> None:
    status = os.stat(target)
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise Unwritable("is read-only and is unchanged; make it writable and run again")
    temporary, descriptor = _create_beside(target)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            _keep_attributes(target, status, temporary)
            os.fsync(file.fileno())
        with open(target, "rb") as file:
            if file.read() != before:
                raise Unwritable("changed while it was being checked; run again")
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _create_beside(target: str) -> tuple[str, int]:
    """A new file in the same folder, under a name that no other run picks or scans."""
    name = f".migrator-{os.urandom(8).hex()}.tmp"
    temporary = os.path.join(os.path.dirname(target), name)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    return temporary, os.open(temporary, flags, 0o600)


def _keep_attributes(target: str, status: os.stat_result, temporary: str) -> None:
    # The owner goes first: a change of owner clears the set-user-id bit of the mode.
    mine = os.stat(temporary)
    if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
        with suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(target):
                os.setxattr(temporary, name, os.getxattr(target, name))
    os.chmod(temporary, stat.S_IMODE(status.st_mode))
