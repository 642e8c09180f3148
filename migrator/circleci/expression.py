"""Expressions in the conditions of workflows, as far as parameters decide them.

Source: configuration reference, "Using expressions in your configuration".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as MappingOf

from migrator.circleci.value import UNKNOWN, Unknown, Value, truth
from migrator.records import dataclass

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<pattern>/(?:[^/\\]|\\.)*/)
    |(?P<number>-?[0-9]+)(?![\w.])
    |(?P<name>[A-Za-z][\w.-]*)
    |(?P<sign>==|!=|>=|<=|>|<|\(|\)))""",
    re.VERBOSE,
)
_PARAMETER = "pipeline.parameters."
_DEEPEST = 50

Compare = Callable[[Value, Value], bool | None]

_COMPARISONS: MappingOf[str, Compare] = {
    # Of different types the reference says that they are never equal.
    "==": lambda one, other: type(one) is type(other) and one == other,
    "!=": lambda one, other: type(one) is not type(other) or one != other,
    "starts-with": lambda one, other: (
        one.startswith(other) if isinstance(one, str) and isinstance(other, str) else None
    ),
    **dict.fromkeys(("matches", ">=", "<=", ">", "<"), lambda one, other: None),
}


class _NotRead(Exception):
    pass


@dataclass(frozen=True)
class _Held:
    """What an expression in parentheses, or a negation, comes to."""

    held: bool | None


def holds(expression: str, parameters: MappingOf[str, Value | Unknown]) -> bool | None:
    """Whether ``expression`` holds, ``None`` where that is not known or it can't be read."""
    reader = _Reader(expression, parameters)
    try:
        held = reader.disjunction(_DEEPEST)
        reader.end()
    except _NotRead:
        return None
    return held


class _Reader:
    def __init__(self, text: str, parameters: MappingOf[str, Value | Unknown]) -> None:
        self.text = text.strip()
        self.parameters = parameters
        self.at = 0

    def end(self) -> None:
        if self.at < len(self.text):
            raise _NotRead

    def disjunction(self, depth: int) -> bool | None:
        held = [self.conjunction(depth)]
        while self.take("or"):
            held.append(self.conjunction(depth))
        return True if True in held else None if None in held else False

    def conjunction(self, depth: int) -> bool | None:
        held = [self.comparison(depth)]
        while self.take("and"):
            held.append(self.comparison(depth))
        return False if False in held else None if None in held else True

    def comparison(self, depth: int) -> bool | None:
        left = self.operand(depth)
        found = _TOKEN.match(self.text, self.at)
        sign = found[0].strip() if found else ""
        if sign not in _COMPARISONS:
            return left.held if isinstance(left, _Held) else truth(left)
        self.take(sign)
        right = self.operand(depth)
        if isinstance(left, _Held | Unknown) or isinstance(right, _Held | Unknown):
            return None
        return _COMPARISONS[sign](left, right)

    def operand(self, depth: int) -> Value | Unknown | _Held:
        if not depth:
            raise _NotRead
        if self.take("not"):
            inner = self.operand(depth - 1)
            held = inner.held if isinstance(inner, _Held) else truth(inner)
            return _Held(None if held is None else not held)
        if self.take("("):
            inside = _Held(self.disjunction(depth - 1))
            if not self.take(")"):
                raise _NotRead
            return inside
        return self.atom()

    def atom(self) -> Value | Unknown:
        found = _TOKEN.match(self.text, self.at)
        if not found or found.lastgroup == "sign":
            raise _NotRead
        self.at = found.end()
        word = found[found.lastgroup or 0]
        if found.lastgroup == "text":
            return UNKNOWN if "\\" in word else word[1:-1]
        if found.lastgroup == "number":
            return int(word)
        if word in ("true", "false"):
            return word == "true"
        if found.lastgroup == "name" and word.startswith(_PARAMETER):
            return self.parameters.get(word.removeprefix(_PARAMETER), UNKNOWN)
        if word in ("and", "or"):
            raise _NotRead
        return UNKNOWN

    def take(self, word: str) -> bool:
        found = _TOKEN.match(self.text, self.at)
        if found and found[found.lastgroup or 0] == word:
            self.at = found.end()
            return True
        return False
