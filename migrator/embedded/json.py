"""JSON whose strings know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.embedded.cells import Cells, Read, cells
from migrator.embedded.flow import Double
from migrator.embedded.snippet import CannotRead
from migrator.records import dataclass

_TOKEN = re.compile(
    r'(?<![ \t\r\n])[ \t\r\n]*+(?:("(?:[^"\\]|\\.)*")|([{}\[\]:,])|([^\s{}\[\]:,"]+))', re.DOTALL
)

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Inside(Read):
    """Text in the middle of a string of JSON."""

    refusal: str = "this string can't hold the new text"

    def read(self, raw: str) -> Cells | None:
        found = Double(json=True).read(f'"{raw}"')
        if found is None:
            return None
        shifted = zip(found.text, found.starts, found.ends, strict=True)
        return cells((character, start - 1, end - 1) for character, start, end in shifted)

    def write(self, content: str) -> str:
        return Double(json=True).write(content)

    def hole(self, written: str) -> str:
        return self.write(written)


@dataclass(frozen=True)
class String:
    """``start`` and ``end`` bound it with its quotes."""

    path: Path
    start: int
    end: int


def strings(text: str) -> Iterator[String]:
    """Every string of ``text`` that is a value. Raises ``CannotRead``."""
    _check(text)
    path: list[str | int] = []
    key: str | None = None
    for token in _TOKEN.finditer(text):
        string, sign = token[1], token[2]
        if sign in ("{", "["):
            path.append("" if sign == "{" else 0)
        elif sign in ("}", "]"):
            path.pop()
        elif sign == ":":
            path[-1] = key or ""
        elif sign == "," and path:
            top = path[-1]
            path[-1] = top + 1 if isinstance(top, int) else ""
        elif string and path and path[-1] == "":
            key = string[1:-1] or "\0"
        elif string:
            yield String(tuple(path), *token.span(1))


def _check(text: str) -> None:
    from json import JSONDecodeError, loads

    try:
        loads(text)
    except JSONDecodeError as error:
        raise CannotRead(error.pos, f"it is no JSON ({error.msg}); mend this line") from error
    except (RecursionError, ValueError) as error:
        raise CannotRead(0, "it is nested too deeply to be read") from error
