"""The lines of a Makefile, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from migrator.records import dataclass

_LINE = re.compile(r"(?:[^\\\r\n]|\\(?:\r\n|[\s\S]|\Z))*(?:\r\n|\r|\n|\Z)")
_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_DEFINITION = re.compile(
    r"\s*(?:(?:export|override|private)\s+)*(?P<name>[A-Za-z_]\w*)\s*"
    r"(?P<operator>:{0,3}=|\?=|\+=|!=)[ \t]*",
    re.ASCII,
)
_TARGETS = re.compile(r"[^\s#:=][^#=:]*:(?!=)[ \t]*")
_CONDITION = re.compile(r"\s*(ifdef|ifndef|ifeq|ifneq|else|endif)\b")
_DEFINE = re.compile(r"\s*(?:(?:export|override)\s+)*define\s+(?P<name>[\w.-]+)")
_ENDEF = re.compile(r"\s*endef\b")
_RULE = re.compile(r"[^\s#=][^=#]*:(?!=)|[^\s#=]+\s*&?:(?!=)")
_ONE_SHELL = re.compile(r"^\.ONESHELL\s*:", re.MULTILINE)
_COMMENT = re.compile(r"(?:(?<![\\ \t])[ \t]+)?(?<!\\)#")


@dataclass(frozen=True)
class Bounds:
    start: int
    end: int


@dataclass(frozen=True)
class Definition:
    """``operator`` is the sign of make; ``certain`` that nothing makes it depend on anything."""

    name: str
    operator: str
    value: Bounds
    certain: bool


@dataclass
class Makefile:
    """``recipes`` are programs: lines without their tab and the signs before them.

    Each line is one, unless ``.ONESHELL`` makes one of a whole recipe. ``canned`` are
    the lines of each ``define``.
    """

    definitions: list[Definition] = field(default_factory=list)
    recipes: list[tuple[Bounds, ...]] = field(default_factory=list)
    canned: dict[str, list[Bounds]] = field(default_factory=dict)


def read(text: str) -> Makefile:
    found = Makefile()
    depth, in_rule, in_recipe = 0, False, False
    canned: list[Bounds] | None = None
    together = bool(_ONE_SHELL.search(text))
    for start, end in _lines(text):
        if canned is not None:
            if _ENDEF.match(text, start, end):
                canned = None
            else:
                canned.append(_command(text, start, end))
        elif in_rule and text.startswith("\t", start):
            line = _command(text, start + 1, end)
            if together and in_recipe:
                found.recipes[-1] += (line,)
            else:
                found.recipes.append((line,))
            in_recipe = True
        elif condition := _CONDITION.match(text, start, end):
            depth += {"else": 0, "endif": -1}.get(condition[1], 1)
        elif define := _DEFINE.match(text, start, end):
            canned = found.canned.setdefault(define["name"], [])
        elif definition := _definition(text, start, end, certain=not depth):
            found.definitions.append(definition)
            in_rule = False
        elif not _blank(text, start, end):
            in_rule, in_recipe = bool(_RULE.match(text, start, end)), False
            inline = text.find(";", start, end)
            if in_rule and inline >= 0:
                found.recipes.append((_command(text, inline + 1, end),))
                in_recipe = True
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Each logical line without what ends it."""
    at = 0
    while at < len(text):
        line = _LINE.match(text, at)
        assert line
        if line.end() == at:
            return
        ending = _END.search(text, at, line.end())
        yield at, ending.start() if ending else line.end()
        at = line.end()


def _blank(text: str, start: int, end: int) -> bool:
    line = text[start:end].strip()
    return not line or line.startswith("#")


def _definition(text: str, start: int, end: int, *, certain: bool) -> Definition | None:
    """Also one that holds for some targets alone, which is not certain."""
    found = _DEFINITION.match(text, start, end)
    if not found and (targets := _TARGETS.match(text, start, end)):
        found = _DEFINITION.match(text, targets.end(), end)
        certain = False
    if not found:
        return None
    comment = _COMMENT.search(text, found.end(), end)
    stop = comment.start() if comment else end
    return Definition(found["name"], found["operator"], Bounds(found.end(), stop), certain)


def _command(text: str, start: int, end: int) -> Bounds:
    """Without the signs that speak to make."""
    while start < end and text[start] in "@-+ \t":
        start += 1
    return Bounds(start, end)
