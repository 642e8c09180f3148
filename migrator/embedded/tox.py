"""tox.ini: the commands of test environments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.call.source import Source
from migrator.embedded.braced import Braced
from migrator.embedded.inlay import inlay, written
from migrator.embedded.lines import Lines, newline_of
from migrator.embedded.snippet import Snippet

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_SECTION = re.compile(r"\[(?:testenv|testenv:[^\]]*|pkgenv|base)\]")
_KEY = re.compile(r"(?P<key>[\w-]+)[ \t]*[:=][ \t]*")
_COMMANDS = re.compile(r"commands(?:_pre|_post)?")


def snippets(source: Source) -> Iterator[Snippet]:
    """Each line is a command; a backslash joins it with the next one."""
    newline = newline_of(source.text)
    for start, end in _commands(source.text):
        part = written(source, source.span(start, end), Braced(Lines("", newline)))
        yield Snippet("shell", inlay(source, [part]))


def _commands(text: str) -> Iterator[tuple[int, int]]:
    at, inside, wanted = 0, False, False
    while at < len(text):
        line = _LINE.match(text, at)
        assert line
        start, at = at, max(line.end(), at + 1)
        content = line.group().strip()
        if text[start : start + 1] not in (" ", "\t"):
            wanted = False
            if content.startswith("["):
                inside = bool(_SECTION.match(content))
            elif inside and (key := _KEY.match(text, start, line.end())):
                wanted = bool(_COMMANDS.fullmatch(key["key"]))
                start = key.end()
        if not wanted or not text[start:at].strip() or text[start:at].lstrip().startswith("#"):
            continue
        while text[start:at].rstrip().endswith("\\") and at < len(text):
            line = _LINE.match(text, at)
            assert line
            at = max(line.end(), at + 1)
        while text[start] in " \t-":
            start += 1
        yield start, start + len(text[start:at].rstrip())
