"""Which files a Python source may import, by its bytes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import join, split

from migrator.call.language import Listing, Mention, exists_in
from migrator.python.resolving import KNOWN, LAYOUTS, relative, roots

_INIT = "__init__.py"
_GAP = rb"(?:[ \t\f]|\\\r?\n)"
_LIST = _GAP + rb"*\((?:[^)#]|#[^\r\n]*+)*+\)|(?:[^\r\n;\\#]|\\\r?\n)*+"
_START = rb"(?:^|[;:\r]|\xef\xbb\xbf)" + _GAP + rb"*"
_FROM = rb"from\b(?P<dots>(?:\.|" + _GAP + rb")*+)(?P<module>(?:[\w.]|" + _GAP + rb")*?)\b"
_IMPORT = re.compile(
    _START
    + rb"(?:"
    + _FROM
    + rb"import\b(?P<names>"
    + _LIST
    + rb")"
    + rb"|import\b(?P<modules>"
    + _LIST
    + rb"))",
    re.MULTILINE,
)
_BEFORE = re.compile(_START + rb"(?:" + _FROM + rb")?import\b", re.MULTILINE)
_WORD = re.compile(rb"import(?<!\wimport)\b")
_COMMENT = re.compile(rb"#[^\r\n]*")
_SPACE = re.compile(rb"[\s\\]+")
_NAME = re.compile(rb"[^\W\d][\w.]*")


def imported(path: str, data: bytes, listing: Listing) -> Iterator[str]:
    """The files of the project that the source at ``path`` may import, and maybe others."""
    modules = dict.fromkeys(named(data))
    if not modules:
        return
    places: dict[bool, tuple[str, ...]] = {}
    for level, parts in modules:
        if level:
            yield from _files(relative(path, level), parts, listing)
            continue
        known = parts[0] in KNOWN
        if known not in places:
            places[known] = tuple(dict.fromkeys(roots(path, exists_in(listing), known)))
        for folder in places[known]:
            names = listing(folder)
            if parts[0] in names or f"{parts[0]}.py" in names:
                yield from _files(folder, parts, listing)


def mention(path: str) -> Mention:
    """A package is named by its folder, but by what lies in it only with dots, if at all.

    In a folder that modules are imported from it is met by the programs beside that, too.
    """
    folder, name = split(path)
    module = name.removesuffix(".py")
    if name != _INIT:
        return Mention(frozenset({module} if _NAME.fullmatch(module.encode()) else ()))
    around, package = split(folder)
    return Mention(frozenset({package}), around if package in LAYOUTS else folder)


def _files(folder: str, parts: tuple[str, ...], listing: Listing) -> Iterator[str]:
    """The module and every package around it, as far as there are files of them."""
    for part in parts:
        names = listing(folder)
        if _INIT in names:
            yield join(folder, _INIT)
        if f"{part}.py" in names:
            yield join(folder, f"{part}.py")
        if part not in names:
            return
        folder = join(folder, part)
    if _INIT in listing(folder):
        yield join(folder, _INIT)


def named(data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The modules that ``data`` imports, each the number of dots and the names behind them.

    ``from a import b`` may mean ``a.b``.
    """
    for statement in _statements(data):
        if statement["modules"] is not None:
            for name in _names(statement["modules"]):
                yield 0, tuple(name.split("."))
            continue
        module = _SPACE.sub(b"", statement["module"]).decode("utf-8", "replace")
        parts = tuple(part for part in module.split(".") if part)
        level = statement["dots"].count(b".")
        if parts or level:
            yield level, parts
            for name in _names(statement["names"]):
                yield level, (*parts, name)


def _statements(data: bytes) -> Iterator[re.Match[bytes]]:
    """The import statements: each is looked for around the word, not at every line."""
    done = 0
    for word in _WORD.finditer(data):
        if word.start() < done:
            continue
        start = _BEFORE.search(data, _line_start(data, word.start(), done), word.end() + 1)
        statement = start and _IMPORT.match(data, start.start())
        if statement:
            yield statement
        done = statement.end() if statement else word.end()


def _line_start(data: bytes, at: int, least: int) -> int:
    """Where the logical line around ``at`` begins, or ``least`` where that is behind it."""
    start = data.rfind(b"\n", least, at) + 1
    while start > least and data.endswith((b"\\\n", b"\\\r\n"), 0, start):
        start = data.rfind(b"\n", least, start - 1) + 1
    return max(start, least)


def _names(listed: bytes) -> Iterator[str]:
    words = _NAME.findall(_COMMENT.sub(b"", listed))
    return (word.decode("utf-8", "replace") for word in words if word != b"as")
