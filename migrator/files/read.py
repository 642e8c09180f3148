"""The bytes of a file."""

from __future__ import annotations

import os
import stat

from migrator.files.errors import Unreadable


def read(path: str) -> bytes:
    """All bytes of the regular file at ``path``, a link followed.

    Raises ``Unreadable``, also for a folder, a pipe or a device: opening those
    can block for ever.
    """
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
            raise Unreadable("is a folder; name the files in it")
        if not stat.S_ISREG(mode):
            raise Unreadable("is not a regular file; --exclude leaves it out")
        with open(path, "rb", buffering=0) as file:
            return file.readall()
    except (OSError, ValueError) as error:
        raise Unreadable(_reason(error)) from error


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return f"{reason}; make it readable, or leave it out by --exclude"
