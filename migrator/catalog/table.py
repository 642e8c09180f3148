"""A table of a rule file of which every key must be taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from migrator.catalog.errors import BadRule


class Table:
    """``left`` are the keys that nobody has read yet."""

    def __init__(self, path: Path, left: dict[str, Any]) -> None:
        self.path = path
        self.left = dict(left)

    def take(self, key: str, kind: type, default: Any) -> Any:
        value = self.left.pop(key, default)
        # A truth value is a number to Python, and none to TOML.
        if value is not default and (
            not isinstance(value, kind) or type(value) is bool is not kind
        ):
            raise BadRule(f"{self.path}: `{key}` must be a {kind.__name__}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self.take(key, str, default)
        if value is None:
            raise BadRule(f"{self.path}: `{key}` is missing")
        return str(value)

    def choice(self, key: str, choices: list[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise BadRule(f"{self.path}: `{key}` must be one of {', '.join(choices)}")
        return value

    def prose(self, key: str, default: str | None = None) -> str:
        """Paragraphs, each on one line."""
        paragraphs = self.text(key, default).strip().split("\n\n")
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)

    def list(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self.take(key, list, default)
        if value is None:
            raise BadRule(f"{self.path}: `{key}` is missing")
        if not all(isinstance(each, str) for each in value):
            raise BadRule(f"{self.path}: `{key}` must hold texts")
        return tuple(value)

    def names(self, key: str) -> frozenset[str]:
        return frozenset(self.list(key, ()))

    def words(self, key: str) -> dict[str, str]:
        value: dict[str, str] = self.take(key, dict, {})
        if not all(isinstance(each, str) for each in value.values()):
            raise BadRule(f"{self.path}: `{key}` must hold texts")
        return value

    def all_words(self) -> dict[str, str]:
        return {key: self.text(key) for key in sorted(self.left)}

    def table(self, key: str) -> Table:
        return Table(self.path, self.take(key, dict, {}))

    def tables(self, key: str) -> Iterator[Table]:
        for each in self.take(key, list, []):
            if not isinstance(each, dict):
                raise BadRule(f"{self.path}: `{key}` must hold tables")
            yield Table(self.path, each)

    def close(self) -> None:
        if self.left:
            raise BadRule(f"{self.path}: nobody reads `{'`, `'.join(sorted(self.left))}`")
