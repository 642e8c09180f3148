"""Where a work tree comes from, read from its files: no git is run for it."""

from __future__ import annotations

import os
import re

from migrator.files.errors import Unreadable
from migrator.files.read import read

_LARGEST = 1 << 20
_SECTION = re.compile(r'\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]\s*(.*)')
_URL = re.compile(r"\s*url\s*=\s*(.*)", re.IGNORECASE)


def origin(root: str) -> str | None:
    """The address of the remote ``origin`` of the work tree at ``root``, if it names one."""
    folder = _git_folder(root)
    text = _text(os.path.join(folder, "config")) if folder else None
    inside = False
    for line in (text or "").splitlines():
        if section := _SECTION.match(line):
            inside = (section[1].lower(), section[2]) == ("remote", "origin")
            line = section[3]
        if inside and (url := _URL.fullmatch(line)):
            return url[1].strip().strip('"') or None
    return None


def _git_folder(root: str) -> str | None:
    """The folder that holds the configuration; a work tree beside another points to it."""
    git = os.path.join(root, ".git")
    if os.path.isdir(git):
        return git
    pointer = _text(git)
    if pointer is None or not pointer.startswith("gitdir:"):
        return None
    folder = os.path.join(root, pointer.removeprefix("gitdir:").strip())
    common = _text(os.path.join(folder, "commondir"))
    return os.path.join(folder, common.strip()) if common else folder


def _text(path: str) -> str | None:
    try:
        if os.stat(path).st_size > _LARGEST:
            return None
        return read(path).decode("utf-8", "replace")
    except (OSError, ValueError, Unreadable):
        return None
