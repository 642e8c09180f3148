"""A baseline's file: which calls it lists."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from migrator.files.discover import shown
from migrator.files.errors import Unreadable
from migrator.files.read import read
from migrator.report.fingerprint import Fingerprint
from migrator.report.secrets import Secrets

VERSION = 1
_KEYS = {"path": str, "rule": str, "line": str, "ordinal": int}


class BadBaseline(Exception):
    """The text is one line that names the file and says what to do."""


class Baseline:
    """The bytes of the file at ``path``; what they say is looked at when it is asked for."""

    def __init__(self, path: str) -> None:
        """Raises ``BadBaseline`` if the file can't be read."""
        self.path = path
        try:
            self.data = read(path)
        except Unreadable as error:
            how = f"`migrator baseline {shown(path)}` writes one"
            raise BadBaseline(f"{shown(path)}: {error}; {how}") from error

    def may_list(self, paths: Iterable[str]) -> bool:
        """``False`` only if it lists no call in any of ``paths``."""
        names = (os.path.basename(path) for path in paths)
        return any(not name.isascii() or name.encode() in self.data for name in names)

    def calls(self) -> frozenset[Fingerprint]:
        """With absolute paths. Raises ``BadBaseline``."""
        import json

        try:
            listed = json.loads(self.data)
        except ValueError as error:
            raise self._bad(f"not JSON: {error}") from error
        if not isinstance(listed, dict) or not isinstance(listed.get("calls"), list):
            raise self._bad("not a list of calls")
        if listed.get("version") != VERSION:
            raise self._bad(f"of version {listed.get('version')}, not {VERSION}")
        folder = os.path.dirname(os.path.abspath(self.path))
        return frozenset(self._call(each, folder) for each in listed["calls"])

    def _call(self, listed: Any, folder: str) -> Fingerprint:
        known = isinstance(listed, dict) and all(
            type(listed.get(name)) is kind for name, kind in _KEYS.items()
        )
        if not known:
            raise self._bad("with an entry that is none")
        path = os.path.normpath(os.path.join(folder, listed["path"]))
        return Fingerprint(nameless(path), listed["rule"], listed["line"], listed["ordinal"])

    def _bad(self, what: str) -> BadBaseline:
        name = shown(self.path)
        return BadBaseline(f"{name}: is no baseline ({what}); name the file that holds one")


def nameless(path: str) -> str:
    """``path`` without the secrets in it: a baseline lies where others read it."""
    return Secrets().name(path)


def _from(folder: str, path: str) -> str:
    return os.path.relpath(os.path.abspath(path), folder).replace(os.sep, "/")


def written(path: str, calls: Iterable[Fingerprint]) -> str:
    """The text of a baseline that is to lie at ``path``."""
    import json

    folder = os.path.dirname(os.path.abspath(path))
    entries = [
        {
            "path": nameless(_from(folder, call.path)),
            "rule": call.rule,
            "line": call.line,
            "ordinal": call.ordinal,
        }
        for call in calls
    ]
    entries.sort(key=lambda entry: tuple(entry.values()))
    lines = ",\n".join(f"    {json.dumps(entry)}" for entry in entries)
    listed = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "calls": {listed}\n}}\n'
