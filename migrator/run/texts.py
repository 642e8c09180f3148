"""The files of a run as they stand now: on disk, or as its edits have made them."""

from __future__ import annotations

import os
from collections.abc import Mapping

from migrator.call.source import Source
from migrator.files.decode import Decoded, decode
from migrator.files.discover import shown
from migrator.files.errors import Unreadable
from migrator.files.kind import Kind, kind
from migrator.files.read import read
from migrator.files.root import inside, root_of
from migrator.records import dataclass

LARGEST = 1 << 20
"""Bytes of a file that is read for the sake of another; no settings module comes near it."""


@dataclass
class Text:
    """A file that was read. ``now`` is its text after the edits that were made so far."""

    kind: Kind | None
    data: bytes
    decoded: Decoded
    now: Source

    @property
    def before(self) -> str:
        return self.decoded.text

    @property
    def after(self) -> str:
        return self.now.text

    @property
    def changed(self) -> bool:
        return self.after != self.before


class Texts:
    """Every file that was read, by the path it is reported under."""

    def __init__(self) -> None:
        self._texts: dict[str, Text | None] = {}
        self._large: set[str] = set()

    def add(self, path: str, data: bytes, language: Kind) -> Text:
        """Raises ``Unreadable``; then there is no such file."""
        self._texts[path] = None
        decoded = decode(data, language)
        text = Text(language, data, decoded, Source(path, decoded.text))
        self._texts[path] = text
        return text

    def get(self, path: str) -> Text | None:
        """The file at ``path``, read if it was not yet; ``None`` where it can't be."""
        if path not in self._texts:
            try:
                self._texts[path] = _opened(path)
            except _TooLarge:
                self._texts[path] = None
                self._large.add(path)
        return self._texts[path]

    def is_too_large(self, path: str) -> bool:
        """Whether that is why ``get`` has nothing for it."""
        return path in self._large

    def lacks(self, path: str) -> bool:
        """Whether it is known that there is no such file, or none that can be read."""
        return path in self._texts and self._texts[path] is None

    @property
    def sources(self) -> Mapping[str, Source]:
        return {path: text.now for path, text in self._texts.items() if text}

    def changed(self) -> dict[str, Text]:
        return {path: text for path, text in sorted(self._texts.items()) if text and text.changed}


class _TooLarge(Exception):
    """The file has more bytes than ``LARGEST``."""


def _opened(path: str) -> Text | None:
    try:
        if os.stat(path).st_size > LARGEST:
            raise _TooLarge
        data = read(path)
        language = kind(path, data)
        decoded = decode(data, language or "shell")
    except (OSError, ValueError, Unreadable):
        return None
    return Text(language, data, decoded, Source(path, decoded.text))


class Neighbours:
    """``migrator.call.language.Project`` for the source at ``path``.

    ``used`` are the paths of the files that it was given, ``too_large`` of those that it was
    not given for that reason.
    """

    def __init__(self, path: str, texts: Texts) -> None:
        self._root = root_of(path)
        self._texts = texts
        self.used: set[str] = set()
        self.too_large: set[str] = set()

    def source(self, path: str) -> Source | None:
        name = shown(os.path.normpath(path))
        known = self._texts.lacks(name) or self._holds(name)
        text = self._texts.get(name) if known else None
        # One that the run looks at itself may be larger, and be there already or not yet.
        if text is None or len(text.data) > LARGEST:
            if text or self._texts.is_too_large(name):
                self.too_large.add(name)
            return None
        self.used.add(name)
        return text.now

    def _holds(self, name: str) -> bool:
        try:
            return inside(os.path.realpath(name), self._root)
        except (OSError, ValueError):
            return False
