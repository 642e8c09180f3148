"""The HTTP program that a command runs, itself or through others such as ``sudo`` or ``xargs``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from migrator.call.source import Edit
from migrator.call.value import HOLE, Hole, Literal
from migrator.records import dataclass
from migrator.shell import curl, httpie, wget
from migrator.shell.arguments import Argv
from migrator.shell.request import Request
from migrator.shell.state import Field
from migrator.shell.text import Gap, Part, Text

_READERS: dict[str, Callable[[Argv], Request]] = {
    "curl": curl.read,
    "wget": wget.read,
    "http": httpie.read,
    "https": httpie.read,
}
SPEAKING = frozenset("echo printf log logger warn info error die print cat : usage".split())
"""Commands that show their arguments to people."""

_READING_AGAIN = frozenset("eval ssh watch parallel rsh su".split())
"""Commands that make one text of their arguments, and a shell reads that."""

_ADDRESS = re.compile(rf"[/.{HOLE}]")
_FOUND = re.compile(r"(?:\$\(|`)(?:which|command -v|type -P) (\w+)[)`]")
"""Where a program is, looked for by the shell."""

_CURL_NAMES = frozenset({"$CURL", "${CURL}", "$curl", "${curl}"})


@dataclass(frozen=True)
class Invocation:
    """``name`` is the argument that names the program; ``request`` is what it is told to send."""

    name: Field
    request: Request


def invocation(argv: Argv) -> Invocation | None:
    """The request that ``argv`` sends, if it runs a program that this room knows."""
    if not argv or argv[0].text.known in SPEAKING:
        return None
    for index, field in enumerate(argv):
        reader = _reader(field)
        if reader is None:
            continue
        before, rest = argv[:index], argv[index + 1 :]
        if any(f.text.known == "xargs" for f in before):
            return Invocation(field, _through_xargs(before, rest, reader))
        request = _read_again(before, reader(rest))
        return Invocation(field, request) if index == 0 or _addressed(request) else None
    return None


def _read_again(before: Argv, request: Request) -> Request:
    again = [name for field in before if (name := field.text.known or "") in _READING_AGAIN]
    if not again:
        return request
    obstacle = f"`{again[0]}` reads the command a second time, when its quotes are gone"
    return replace(request, obstacles=(*request.obstacles, obstacle))


def _addressed(request: Request) -> bool:
    """Whether any of its operands looks like a URL, so that others may run it."""
    return any(_ADDRESS.search(given.text.shape) for given in request.urls)


def _reader(field: Field) -> Callable[[Argv], Request] | None:
    name = field.text.known
    if name is None:
        written = field.text.value().written()
        found = _FOUND.fullmatch(written)
        return _READERS.get(found[1] if found else "curl" if written in _CURL_NAMES else "")
    if "://" in name:
        return None
    return _READERS.get(re.split(r"[/\\]", name)[-1].removesuffix(".exe"))


def _through_xargs(before: Argv, rest: Argv, reader: Callable[[Argv], Request]) -> Request:
    mark = _replaced(before)
    if mark:
        return reader(tuple(replace(f, text=_marked(f.text, mark)) for f in rest))
    request = reader(rest)
    added = "`xargs` puts more arguments behind the ones that stand here"
    return replace(request, obstacles=(*request.obstacles, added))


def _replaced(before: Argv) -> str | None:
    """The text that ``xargs -I`` puts each line of its input in place of."""
    words = [field.text.known or "" for field in before]
    for index, word in enumerate(words):
        if word.startswith("-I"):
            return word[2:] or (words[index + 1] if index + 1 < len(words) else None)
        if word in ("-i", "--replace"):
            return "{}"
    return None


def _marked(text: Text, mark: str) -> Text:
    parts: list[Part] = []
    for part in text.parts:
        if not isinstance(part, Literal) or mark not in part.text:
            parts.append(part)
            continue
        at = 0
        while (found := part.text.find(mark, at)) >= 0:
            parts += [part.cut(at, found)] if found > at else []
            span = part.cut(found, found + len(mark)).span
            drop = (Edit(span, ""),) if span else ()
            parts.append(Gap(Hole(mark, span, mark, drop=drop)))
            at = found + len(mark)
        parts += [part.cut(at, len(part.text))] if at < len(part.text) else []
    return Text(tuple(parts))
