"""No regular expression of the program takes long on a text that is made for it.

A text is what stands before a repetition in the pattern, then many times what may be repeated,
then what fits nowhere. Time of the processor alone counts, and what grows with the square of the
length takes many times the limit.
"""

from __future__ import annotations

import ast
import functools
import importlib
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import string
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from migrator.call.value import HOLE

HOME = Path(__file__).parents[1] / "migrator"
LENGTH = 20_000
SECONDS = 0.5
ANCHORED = {"match", "fullmatch"}
ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}
SAMPLES = f"a0_ \t\n\r.-/\\\"'`$#{HOLE}"
SHORT = {"migrator.shell.layout._BEFORE": 400}
"""Patterns that are given so many characters at most."""
MOST_UNITS, MOST_BEFORE = 16, 12


class TooSlow(Exception):
    pass


@functools.cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(HOME.rglob("*.py")):
        parts = path.relative_to(HOME.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if parts[-1] != "__main__":
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def methods(tree: ast.Module) -> dict[str, set[str]]:
    """What a module does with each of its patterns."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in ANCHORED | ANYWHERE:
                found.setdefault(node.value.id, set()).add(node.attr)
    return found


def patterns() -> Iterator[tuple[str, re.Pattern[Any], frozenset[str]]]:
    """Each with where it stands and how it is used: those of modules and those written in calls."""
    for name, tree in modules().items():
        used_here = methods(tree)
        for key, value in vars(importlib.import_module(name)).items():
            if isinstance(value, re.Pattern):
                yield f"{name}.{key}", value, frozenset(used_here.get(key, ANYWHERE))
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            given = node.args[0] if node.args else None
            if of_re and isinstance(given, ast.Constant) and node.func.attr in ANCHORED | ANYWHERE:
                used = frozenset({node.func.attr})
                yield f"{name}:{node.lineno}", re.compile(given.value, re.MULTILINE), used


def characters(item: tuple[Any, Any]) -> list[str]:
    """Some of those that the item of a pattern stands for."""
    code, value = item
    if code is codes.LITERAL:
        return [chr(value)]
    if code is codes.RANGE:
        return [chr(value[0])]
    if code is codes.ANY:
        return ["a"]
    if code in (codes.IN, codes.NOT_LITERAL, codes.CATEGORY):
        class_ = parser.SubPattern(
            parser.State(), [item if code is not codes.CATEGORY else (codes.IN, [item])]
        )
        return [c for c in (*SAMPLES, *string.printable) if fits(class_, c)][:6]
    return []


def fits(class_: Any, character: str) -> bool:
    code, value = class_.data[0]
    if code is codes.NOT_LITERAL:
        return bool(ord(character) != value)
    negated = value[0][0] is codes.NEGATE
    return negated != any(holds(each, character) for each in value)


def holds(item: tuple[Any, Any], character: str) -> bool:
    code, value = item
    if code is codes.LITERAL:
        return bool(ord(character) == value)
    if code is codes.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if code is codes.CATEGORY:
        return bool(re.fullmatch(CATEGORIES[value], character))
    return False


CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_WORD: r"\W",
}
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def inner(item: tuple[Any, Any]) -> list[Any]:
    """The patterns inside of an item."""
    code, value = item
    if code in REPEATS:
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    return [value] if code is codes.ATOMIC_GROUP else []


def example(items: Iterable[tuple[Any, Any]]) -> str:
    """A text that the items may stand for."""
    written = ""
    for item in items:
        code, value = item
        if code in REPEATS:
            written += example(value[2]) * max(value[0], 0)
        elif inside := inner(item):
            written += example(inside[0])
        else:
            written += "".join(characters(item)[:1])
    return written


def repetitions(items: Any, before: str = "") -> Iterator[tuple[str, list[str]]]:
    """For each repetition what stands before it, and what may be repeated."""
    for item in items:
        if item[0] in REPEATS:
            body = item[1][2]
            single = characters(body[0]) if len(body) == 1 else []
            yield before, [*single, example(body)]
        for each in inner(item):
            yield from repetitions(each, before)
        before += example([item])


def texts(pattern: re.Pattern[Any], length: int) -> Iterator[str]:
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    found = list(repetitions(tree))
    units = dict.fromkeys(unit for _, several in found for unit in several if unit)
    starts = dict.fromkeys(("", *(before for before, _ in found)))
    wholes = [example(tree), *starts]
    for unit in [*units][:MOST_UNITS]:
        for start in [*starts][:MOST_BEFORE]:
            yield (start + unit * (length // len(unit)))[: length - 1] + "\0"
    for whole in wholes:
        if whole:
            yield (whole * (length // len(whole)))[: length - 1] + "\0"


def try_out(pattern: re.Pattern[Any], used: frozenset[str], length: int = LENGTH) -> str:
    """The text that takes too long, cut; empty where none does."""
    for text in texts(pattern, length):
        given = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            if used & ANYWHERE:
                for _ in pattern.finditer(given):
                    pass
            if "match" in used:
                pattern.match(given)
            if "fullmatch" in used:
                pattern.fullmatch(given)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except TooSlow:
            return repr(text[:80])
    return ""


@pytest.fixture(autouse=True)
def alarm() -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, ring)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


ALL = {name: (pattern, used) for name, pattern, used in patterns()}


@pytest.mark.parametrize("name", ALL)
def test_it_is_soon_done(name: str) -> None:
    assert not try_out(*ALL[name], SHORT.get(name, LENGTH))


@pytest.mark.parametrize(
    "pattern", [r"(a|a)*b", r"x[ \t]*[ \t]*;", r"\s+$", r"(?:\w+\.?)+!", r"#.*?#!"]
)
def test_a_slow_one_is_noticed(pattern: str) -> None:
    assert try_out(re.compile(pattern), frozenset({"search"}))
