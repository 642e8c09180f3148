"""Rules from the files in ``rules/``."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from migrator.catalog.catalog import Catalog
from migrator.catalog.rule import AnswerMap, Compared, Endpoint, Example, Keys, Lookup, Repair, Rule
from migrator.catalog.rulefile import API, BadRule, folder, read
from migrator.catalog.severity import Severity
from migrator.catalog.template import Template


@cache
def catalog() -> Catalog:
    """The catalog that belongs to this program. Raises ``BadRule``."""
    return load(folder())


def load(rules: Path) -> Catalog:
    """Raises ``BadRule``."""
    facts = _Table(rules / API, read(rules / API))
    hosts, needles = facts.list("hosts"), facts.list("needles")
    versions = facts.list("versions")
    files = sorted(path for path in rules.glob("*.toml") if path.name != API)
    return Catalog(tuple(_rule(path, versions) for path in files), hosts, needles)


def _rule(path: Path, versions: tuple[str, ...]) -> Rule:
    table = _Table(path, read(path))
    v1, v2 = table.table("v1"), table.table("v2")
    rule = Rule(
        id=path.stem,
        title=table.text("title"),
        severity=Severity(table.choice("severity", [each.value for each in Severity])),
        sunset=table.take("sunset", datetime.date, None),
        v1=_endpoint(v1, versions),
        v2=_endpoint(v2, ("v2",)) if v2.left else None,
        why=table.prose("why"),
        instead=table.prose("instead"),
        reader=table.prose("reader", ""),
        source=table.prose("source", ""),
        body=_keys(table.table("body")),
        query=_keys(table.table("query")),
        lookup=_lookup(table.table("lookup")),
        answer=_answer(table.table("answer")),
        fix=_repair(table.table("fix")),
        only_undeclared=table.take("only_undeclared", bool, False),
        examples=tuple(_example(each) for each in table.tables("example")),
    )
    table.close()
    return rule


def _endpoint(table: _Table, versions: tuple[str, ...]) -> Endpoint:
    endpoint = Endpoint(
        method=table.text("method"),
        template=Template(table.text("path")),
        versions=table.list("versions", versions),
        status=table.take("status", int, 200),
    )
    table.close()
    return endpoint


def _keys(table: _Table) -> Keys:
    keys = Keys(
        keep=table.names("keep"),
        rename=table.words("rename"),
        drop=table.words("drop"),
        refuse=table.words("refuse"),
        take=table.words("take"),
        option=table.words("option"),
        exclusive=table.names("exclusive"),
        declare=table.names("declare"),
        hazard=table.words("hazard"),
        one_job=table.text("one_job", ""),
        values=_values(table.table("values")),
        same=table.take("same", bool, False),
        send=table.take("send", dict, {}),
    )
    table.close()
    return keys


def _lookup(table: _Table) -> Lookup:
    lookup = Lookup(
        of=table.text("of", ""),
        known=tuple(known.all_words() for known in table.tables("known")),
        missing=table.prose("missing", ""),
    )
    table.close()
    return lookup


def _values(table: _Table) -> dict[str, dict[str, str]]:
    return {key: table.words(key) for key in sorted(table.left)}


def _answer(table: _Table) -> AnswerMap:
    answer = AnswerMap(
        same=table.names("same"),
        rename=table.words("rename"),
        gone=table.words("gone"),
        note=table.words("note"),
        compared=_compared(table.table("compared")),
        never=_values(table.table("never")),
        list=table.take("list", bool, False),
    )
    table.close()
    return answer


def _compared(table: _Table) -> dict[str, Compared]:
    found = {}
    for path in sorted(table.left):
        each = table.table(path)
        found[path] = Compared(
            becomes=each.text("becomes"),
            words=each.names("words"),
            otherwise=each.words("otherwise"),
            message=each.prose("message"),
        )
        each.close()
    return found


def _repair(table: _Table) -> Repair:
    repair = Repair(
        applicability=table.choice("applicability", ["none", "unsafe", "safe"], "none"),
        message=table.prose("message", ""),
        guards=table.list("guards", ()),
        sole_key=table.names("sole_key"),
        mapped_reads=table.take("mapped_reads", bool, False),
        answered_reads=table.take("answered_reads", bool, False),
        needs_reads=table.take("needs_reads", bool, False),
    )
    table.close()
    return repair


def _example(table: _Table) -> Example:
    example = Example(table.text("language"), table.text("before"), table.text("after"))
    table.close()
    return example


class _Table:
    """A table of a rule file of which every key must be taken."""

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

    def table(self, key: str) -> _Table:
        return _Table(self.path, self.take(key, dict, {}))

    def tables(self, key: str) -> Iterator[_Table]:
        for each in self.take(key, list, []):
            if not isinstance(each, dict):
                raise BadRule(f"{self.path}: `{key}` must hold tables")
            yield _Table(self.path, each)

    def close(self) -> None:
        if self.left:
            raise BadRule(f"{self.path}: nobody reads `{'`, `'.join(sorted(self.left))}`")
