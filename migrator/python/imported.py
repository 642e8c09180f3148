"""Which files a Python source may import, by its bytes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import join

from migrator.python.resolving import KNOWN, Exists, forms, relative, roots

_GAP = rb"(?:[ \t\f]|\\\r?\n)"
_LIST = _GAP + rb"*\((?:[^)#]|#[^\r\n]*)*\)|(?:[^\r\n;\\#]|\\\r?\n)*"
_IMPORT = re.compile(
    rb"(?:^|[;:\r]|\xef\xbb\xbf)" + _GAP + rb"*(?:"
    rb"from\b(?P<dots>(?:\.|" + _GAP + rb")*)(?P<module>(?:[\w.]|" + _GAP + rb")*?)\bimport\b"
    rb"(?P<names>" + _LIST + rb")|import\b(?P<modules>" + _LIST + rb"))",
    re.MULTILINE,
)
_COMMENT = re.compile(rb"#[^\r\n]*")
_SPACE = re.compile(rb"[\s\\]+")
_NAME = re.compile(rb"[^\W\d][\w.]*")


def imported(path: str, data: bytes, exists: Exists) -> Iterator[str]:
    """The files of the project that the source at ``path`` may import, and maybe others."""
    folders: dict[bool, tuple[str, ...]] = {}
    for level, parts in dict.fromkeys(_modules(data)):
        if level:
            places: tuple[str, ...] = (relative(path, level),)
        else:
            known = parts[0] in KNOWN
            if known not in folders:
                folders[known] = tuple(dict.fromkeys(roots(path, exists, known)))
            places = folders[known]
        for folder in places:
            yield from _files(folder, parts, exists)


def _files(folder: str, parts: tuple[str, ...], exists: Exists) -> Iterator[str]:
    """The module and every package around it, as far as there are files of them."""
    for count in range(len(parts) + 1):
        around = forms(folder, parts[:count]) if count else (join(folder, "__init__.py"),)
        yield from (found for found in around if exists(found))


def _modules(data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The number of dots and the names behind them; ``from a import b`` may mean ``a.b``."""
    if b"import" not in data:
        return
    for statement in _IMPORT.finditer(data):
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


def _names(listed: bytes) -> Iterator[str]:
    words = _NAME.findall(_COMMENT.sub(b"", listed))
    return (word.decode("utf-8", "replace") for word in words if word != b"as")
