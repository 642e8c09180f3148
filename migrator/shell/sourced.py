"""Which file a script reads into itself by ``source`` or ``.``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

from migrator.call.value import Hole, Value

_SOURCING = re.compile(rb"(?<![^;&|({\s])(?:source|\.)[ \t]+([^\n;]*)")
_PATH = re.compile(rb"[\w.@+-]+(?:/[\w.@+-]+)*")
_SCRIPT = re.compile(rb"(?<![\w./@+-])[\w./@+-]+\.(?:sh|bash|ksh|zsh|inc|env|lib|rc)\b")
_OWN_FOLDER = re.compile(r"\bdirname\b|BASH_SOURCE|\$\{?0\b|\bpwd\b|\$PWD\b|--show-toplevel")
_PART_OF_FILE = re.compile(r"(?<!\d)(?::\d+)+$")
"""What the name of a program inside a file adds to that of the file."""


def neighbours(path: str, data: bytes, exists: Callable[[str], bool]) -> Iterator[str]:
    """Every file that a script may read into itself, whatever it does to name it."""
    lines = _SOURCING.findall(data)
    if not lines:
        return
    words = [word for line in lines for word in _PATH.findall(line)] + _SCRIPT.findall(data)
    for word in dict.fromkeys(words):
        for place in places(path, word.decode("utf-8", "replace")):
            if exists(place):
                yield place
                break


def relative(value: Value) -> str | None:
    """The path in ``value``, from the folder of the script on; ``None`` where nobody knows it."""
    known = value.known
    if known is not None:
        return known
    first, rest = value.pieces[0], value.cut(1).known
    if isinstance(first, Hole) and _OWN_FOLDER.search(first.source) and rest:
        return rest.lstrip("/") if rest.startswith("/") else None
    return None


def places(script: str, path: str) -> Iterator[str]:
    """Where the file at ``path`` may be: beside ``script``, or from a folder above it on."""
    if os.path.isabs(path):
        yield os.path.normpath(path)
        return
    folder = os.path.dirname(_PART_OF_FILE.sub("", script))
    while True:
        yield os.path.normpath(os.path.join(folder, path))
        if folder in ("", os.sep):
            return
        folder = os.path.dirname(folder)
