"""Bytes of a source as text, and back without the loss of one byte."""

from __future__ import annotations

import codecs
import re

from migrator.files.errors import Unreadable, Unwritable
from migrator.files.kind import Kind
from migrator.records import dataclass

_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#.*)?")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Decoded:
    """``text`` keeps every line ending and holds no byte order mark.

    Bytes that the encoding does not know stand in it as surrogate escapes.
    """

    text: str
    encoding: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """The bytes of a new text of the same file.

        Raises ``Unwritable`` for a character that the file's encoding can't say.
        """
        try:
            return self.mark + text.encode(self.encoding, "surrogateescape")
        except UnicodeError as error:
            raise Unwritable(
                f"the new text can't be written in {self.encoding}; save it as UTF-8 and run again"
            ) from error


def decode(data: bytes, kind: Kind) -> Decoded:
    """``data`` in UTF-8, or for Python in the encoding that PEP 263 lets it declare.

    Raises ``Unreadable`` for what no reader here can take: UTF-16, UTF-32, bytes
    that are zero, an encoding that does not exist or does not give the same bytes
    back.
    """
    if data.startswith(_WIDE):
        raise Unreadable("is in UTF-16 or UTF-32; save it as UTF-8")
    if b"\0" in data:
        raise Unreadable("holds a NUL byte, so it is no source text; --exclude leaves it out")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    body = data[len(mark) :]
    encoding = "utf-8" if mark or kind != "python" else declared_encoding(body) or "utf-8"
    decoded = Decoded(_text(body, encoding), encoding, mark)
    try:
        exact = decoded.encode(decoded.text) == data
    except Unwritable:
        exact = False
    if not exact:
        raise Unreadable(f"can't be read as {encoding} without loss; save it as UTF-8")
    return decoded


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a comment in the first two lines of a Python file names."""
    for line in _LINE_END.split(data[:4096], maxsplit=2)[:2]:
        if cookie := _COOKIE.match(line):
            return cookie[1].decode("ascii", "replace")
        if not _BLANK.fullmatch(line):
            return None
    return None


def _text(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding, "surrogateescape")
    except LookupError as error:
        raise Unreadable(
            f"declares the unknown encoding {encoding}; save it as UTF-8 and say so"
        ) from error
    except (UnicodeError, ValueError) as error:
        raise Unreadable(f"is not valid {encoding}; save it as UTF-8") from error
