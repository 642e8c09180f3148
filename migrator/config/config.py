"""One configuration file, read and checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from migrator.config.errors import BadConfig
from migrator.files.discover import shown
from migrator.files.errors import Unreadable
from migrator.files.patterns import Patterns
from migrator.files.read import read
from migrator.records import dataclass

PYPROJECT = "pyproject.toml"
TABLE = "migrator"


@dataclass(frozen=True)
class Config:
    """``values`` by key. ``root`` is the folder (absolute) that its patterns speak of.

    ``path`` is ``None`` where no file is.
    """

    path: str | None = None
    root: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def excluding(self) -> Patterns | None:
        patterns = self.values.get("exclude")
        return Patterns(patterns) if patterns else None

    def ignored(self, path: str) -> frozenset[str]:
        """The rules that ``per-file-ignores`` takes away from the file at ``path`` (absolute)."""
        inner = self.inner(path)
        found = (
            rules
            for taken_back, patterns, rules in self._per_file
            if inner is not None and _speaks_of(patterns, inner) is not taken_back
        )
        return frozenset().union(*found)

    def inner(self, path: str) -> str | None:
        """``path`` (absolute) as the patterns know it; ``None`` if it lies elsewhere."""
        root = os.path.join(self.root, "")
        return path[len(root) :].replace(os.sep, "/") if path.startswith(root) else None

    @cached_property
    def _per_file(self) -> tuple[tuple[bool, Patterns, frozenset[str]], ...]:
        table: Mapping[str, list[str]] = self.values.get("per-file-ignores", {})
        return tuple(
            (pattern.startswith("!"), Patterns([pattern.removeprefix("!")]), frozenset(rules))
            for pattern, rules in table.items()
        )


def _speaks_of(patterns: Patterns, inner: str) -> bool:
    """Whether the patterns name the file, or a folder that it is in."""
    parts = inner.split("/")
    folders = ("/".join(parts[:end]) for end in range(1, len(parts)))
    return any(patterns.opinion(each, folder=True) for each in folders) or bool(
        patterns.opinion(inner, folder=False)
    )


def load(path: str, root: str) -> Config | None:
    """The configuration in the file at ``path``.

    ``None`` for a pyproject.toml that has no table for this program. Raises ``BadConfig``.
    """
    try:
        data = read(path)
    except Unreadable as error:
        raise BadConfig(f"{shown(path)}: {error}") from error
    of_project = os.path.basename(path) == PYPROJECT
    if of_project and TABLE.encode() not in data:
        return None
    return _Reader(shown(path), data, of_project).config(path, root)


class _Reader:
    def __init__(self, name: str, data: bytes, of_project: bool) -> None:
        import tomllib

        self._name = name
        self._of_project = of_project
        try:
            self._text = data.decode("utf-8-sig")
            self._table: Any = tomllib.loads(self._text)
        except (ValueError, RecursionError) as error:
            raise BadConfig(f"{name}: not valid TOML: {error}") from error

    def config(self, path: str, root: str) -> Config | None:
        table = self._table
        if self._of_project:
            tools = table.get("tool")
            table = tools.get(TABLE) if isinstance(tools, dict) else None
            if table is None:
                return None
        if not isinstance(table, dict):
            raise self._bad(TABLE, f"`{TABLE}` must be a table")
        for name, value in table.items():
            self._judge(name, value)
        return Config(path, root, table)

    def _judge(self, name: str, value: Any) -> None:
        from migrator.config.keys import KEYS, ONLY_TYPED, nearest

        if name in ONLY_TYPED:
            why = f"it is given on the command line alone, because {ONLY_TYPED[name]}"
            raise self._bad(name, f"`{name}` is no key of a configuration: {why}")
        key = KEYS.get(name)
        if key is None:
            hint = nearest(name, list(KEYS), f"The keys are {', '.join(sorted(KEYS))}.")
            raise self._bad(name, f"`{name}` is no key. {hint}")
        if not key.right(value):
            raise self._bad(name, f"`{name}` must be {key.expected}, not {_said(value)}")
        for part, member in _members(value):
            if problem := key.each and key.each(member):
                raise self._bad(name, f"`{name}`: {problem}", part)
        if isinstance(value, dict):
            self._judge_patterns(name, value)

    def _judge_patterns(self, name: str, table: Mapping[str, Any]) -> None:
        from migrator.config.values import pattern_problem

        for pattern in table:
            if problem := pattern_problem(pattern.removeprefix("!")):
                raise self._bad(name, f"`{name}`: {problem}", pattern)

    def _bad(self, key: str, what: str, part: str = "") -> BadConfig:
        """``part`` is a key inside of ``key``'s table."""
        from migrator.config.lines import line_of

        table = TABLE if self._of_project else ""
        line = (part and line_of(self._text, table, part)) or line_of(self._text, table, key)
        return BadConfig(f"{self._name}{f':{line}' if line else ''}: {what}")


def _members(value: Any) -> list[tuple[str, Any]]:
    """What a value holds, with the key inside of it."""
    if isinstance(value, dict):
        return [(pattern, rule) for pattern, rules in value.items() for rule in rules]
    return [("", member) for member in (value if isinstance(value, list) else [value])]


def _said(value: Any) -> str:
    """What kind of thing it is: a value is not ours to print."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    kinds: dict[type, str] = {str: "a text", dict: "a table", list: "a list of other things"}
    return kinds.get(type(value), "a date")
