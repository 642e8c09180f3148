"""Rules from the files in ``rules/``."""

from __future__ import annotations

import datetime
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from migrator.catalog.catalog import Catalog
from migrator.catalog.rule import AnswerMap, Endpoint, Example, Keys, Repair, Rule
from migrator.catalog.severity import Severity
from migrator.catalog.template import Template

_API = "api.toml"


class BadRule(Exception):
    """A rule file that says something the catalog does not know; the text names the file."""


@cache
def catalog() -> Catalog:
    """The catalog that belongs to this program. Raises ``BadRule``."""
    return load(folder())


@cache
def api() -> dict[str, Any]:
    """Hosts, versions and needles of the API; cheaper than the catalog."""
    return _read(folder() / _API)


def folder() -> Path:
    """Where the rules lie: inside the installed package, in a checkout beside it."""
    package = Path(__file__).parents[1]
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"


def load(rules: Path) -> Catalog:
    """Raises ``BadRule``."""
    facts = _read(rules / _API)
    files = sorted(path for path in rules.glob("*.toml") if path.name != _API)
    return Catalog(
        rules=tuple(_rule(path, facts) for path in files),
        hosts=tuple(facts["hosts"]),
        needles=tuple(facts["needles"]),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadRule(f"{path}: {error}") from error


def _rule(path: Path, facts: dict[str, Any]) -> Rule:
    table = _Table(path, _read(path))
    v1, v2 = table.table("v1"), table.table("v2")
    rule = Rule(
        id=path.stem,
        title=table.text("title"),
        severity=Severity(table.text("severity")),
        sunset=table.take("sunset", datetime.date, None),
        v1=_endpoint(v1, tuple(facts["versions"])),
        v2=_endpoint(v2, ("v2",)) if v2.left else None,
        why=table.prose("why"),
        instead=table.prose("instead"),
        reader=table.prose("reader", ""),
        source=table.prose("source", ""),
        body=_keys(table.table("body")),
        query=_keys(table.table("query")),
        answer=_answer(table.table("answer")),
        fix=_repair(table.table("fix")),
        examples=tuple(
            _example(_Table(path, each)) for each in table.take("example", list, [])
        ),
    )
    table.close()
    return rule


def _endpoint(table: _Table, versions: tuple[str, ...]) -> Endpoint:
    endpoint = Endpoint(
        method=table.text("method"),
        template=Template(table.text("path")),
        versions=tuple(table.take("versions", list, list(versions))),
        status=table.take("status", int, 200),
    )
    table.close()
    return endpoint


def _keys(table: _Table) -> Keys:
    keys = Keys(
        keep=table.names("keep"),
        rename=table.take("rename", dict, {}),
        drop=table.take("drop", dict, {}),
        refuse=table.take("refuse", dict, {}),
        take=table.take("take", dict, {}),
        option=table.take("option", dict, {}),
        exclusive=table.names("exclusive"),
        declare=table.names("declare"),
        hazard=table.take("hazard", dict, {}),
    )
    table.close()
    return keys


def _answer(table: _Table) -> AnswerMap:
    answer = AnswerMap(
        same=table.names("same"),
        rename=table.take("rename", dict, {}),
        gone=table.take("gone", dict, {}),
        list=table.take("list", bool, False),
    )
    table.close()
    return answer


def _repair(table: _Table) -> Repair:
    repair = Repair(
        applicability=table.text("applicability", "none"),
        message=table.prose("message", ""),
        guards=tuple(table.take("guards", list, [])),
        sole_key=table.names("sole_key"),
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
        if value is not default and not isinstance(value, kind):
            raise BadRule(f"{self.path}: `{key}` must be a {kind.__name__}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self.take(key, str, default)
        if value is None:
            raise BadRule(f"{self.path}: `{key}` is missing")
        return str(value)

    def prose(self, key: str, default: str | None = None) -> str:
        """Paragraphs, each on one line."""
        paragraphs = self.text(key, default).strip().split("\n\n")
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)

    def names(self, key: str) -> frozenset[str]:
        return frozenset(self.take(key, list, []))

    def table(self, key: str) -> _Table:
        return _Table(self.path, self.take(key, dict, {}))

    def close(self) -> None:
        if self.left:
            raise BadRule(f"{self.path}: nobody reads `{'`, `'.join(sorted(self.left))}`")
