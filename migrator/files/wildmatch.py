"""One gitignore pattern as an expression that takes no longer for a hostile one.

What stands between two stars is looked for where it comes first, and never again behind
that: each star is as good as the one before it. The same holds of folders and ``**``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from migrator.records import dataclass

_STAR = "*"
_NEVER = "(?!)"
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


class BadPattern(ValueError):
    """The text is no gitignore pattern."""


@dataclass(frozen=True)
class Pattern:
    """``includes`` is false for what takes back; ``folders`` is true for folders alone.

    One that is not ``anchored`` speaks of the last part of a path.
    """

    expression: re.Pattern[str]
    includes: bool
    folders: bool
    anchored: bool

    def matches(self, path: str, *, folder: bool) -> bool:
        if self.folders and not folder:
            return False
        subject = path if self.anchored else path.rpartition("/")[2]
        return self.expression.fullmatch(subject) is not None


def pattern(line: str) -> Pattern | None:
    """The pattern of a line; ``None`` for one that holds none. Raises ``BadPattern``."""
    text = _stripped(line)
    if not text or text.startswith("#"):
        return None
    includes = not text.startswith("!")
    text = text if includes else text[1:]
    folders = text.endswith("/")
    text = text.removesuffix("/")
    if not text:
        raise BadPattern("it names nothing")
    anchored = "/" in text
    segments = _segments(text.removeprefix("/"))
    return Pattern(re.compile(_path(segments)), includes, folders, anchored)


def _stripped(line: str) -> str:
    """Without the blanks at its end, of which one behind a backslash counts."""
    bare = line.rstrip(" ")
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if slashes % 2 and len(bare) < len(line) else bare


def _segments(text: str) -> list[list[str]]:
    """What stands between slashes: stars, and expressions of one character."""
    segments: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        character = text[at]
        if character == "[":
            token, at = _bracket(text, at)
            segments[-1].append(token)
            continue
        if character == "\\":
            at += 1
            if at == len(text):
                raise BadPattern("nothing follows its backslash")
            character = text[at]
            token = re.escape(character)
        else:
            token = {"*": _STAR, "?": "[^/]"}.get(character, re.escape(character))
        if character == "/":
            segments.append([])
        else:
            segments[-1].append(token)
        at += 1
    return segments


def _bracket(text: str, start: int) -> tuple[str, int]:
    """The set of characters that opens at ``start``, and where the text goes on."""
    at = start + 1
    negated = text[at : at + 1] in ("!", "^")
    at += negated
    first, inner, lowest = at, "", ""
    while text[at : at + 1] != "]" or at == first:
        named = re.compile(r"\[:([^]]*):\]").match(text, at)
        if named:
            if named[1] not in _CLASSES:
                raise BadPattern(f"`{named[1]}` is no class of characters")
            inner, lowest, at = inner + _CLASSES[named[1]], "", named.end()
            continue
        if text[at : at + 1] == "-" and lowest and text[at + 1 : at + 2] not in ("", "]"):
            highest, at = _character(text, at + 1)
            inner += f"{re.escape(lowest)}-{re.escape(highest)}" if lowest <= highest else ""
            lowest = ""
        else:
            lowest, at = _character(text, at)
            inner += re.escape(lowest)
    if not inner:
        return ("[^/]" if negated else _NEVER), at + 1
    return f"(?!/)[{'^' if negated else ''}{inner}]", at + 1


def _character(text: str, at: int) -> tuple[str, int]:
    """The character at ``at``, or behind a backslash there; and where the text goes on."""
    at += text[at : at + 1] == "\\"
    if at >= len(text):
        raise BadPattern("nothing closes its bracket")
    return text[at], at + 1


def _path(segments: list[list[str]]) -> str:
    """An expression for the whole path. ``**`` stands for folders, at the end for all in one."""
    open_end = _is_deep(segments[-1])
    groups = [(deep, list(each)) for deep, each in groupby(segments, _is_deep)]
    if open_end:
        groups.pop()
    expression, deep = "", False
    for number, (is_deep, group) in enumerate(groups, start=1):
        if is_deep:
            deep = True
            continue
        names = "/".join(map(_name, group))
        last = number == len(groups)
        names += "" if last and not open_end else "/"
        if not deep:
            expression += names
        elif last and not open_end:
            expression += f"(?:[^/]*/)*?{names}"
        else:
            expression += f"(?>(?:[^/]*/)*?{names})"
    return expression + ("(?s:.+)" if open_end else "")


def _is_deep(segment: list[str]) -> bool:
    return len(segment) > 1 and set(segment) == {_STAR}


def _name(segment: list[str]) -> str:
    """An expression for one part of a path."""
    first, *rest = _between_stars(segment)
    if not rest:
        return first
    middle = "".join(f"(?>[^/]*?{part})" for part in rest[:-1] if part)
    return f"{first}{middle}[^/]*{rest[-1]}"


def _between_stars(segment: list[str]) -> Iterator[str]:
    part = ""
    for token in segment:
        if token == _STAR:
            yield part
            part = ""
        else:
            part += token
    yield part
