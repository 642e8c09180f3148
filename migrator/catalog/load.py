"""Rules from the files in ``rules/``."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from migrator.catalog.catalog import Catalog
from migrator.catalog.passages import passage
from migrator.catalog.rule import AnswerMap, Compared, Endpoint, Example, Keys, Lookup, Repair, Rule
from migrator.catalog.rulefile import API, folder, read, rule_files
from migrator.catalog.severity import Severity
from migrator.catalog.table import Table
from migrator.catalog.template import Template


@cache
def catalog() -> Catalog:
    """The catalog that belongs to this program. Raises ``BadRule``."""
    return load(folder())


def load(rules: Path) -> Catalog:
    """Raises ``BadRule``."""
    facts = Table(rules / API, read(rules / API))
    hosts, needles = facts.list("hosts"), facts.list("needles")
    versions = facts.list("versions")
    files = rule_files(rules)
    return Catalog(tuple(_rule(path, versions) for path in files), hosts, needles)


def _rule(path: Path, versions: tuple[str, ...]) -> Rule:
    table = Table(path, read(path))
    v1, v2 = table.table("v1"), table.table("v2")
    second = _endpoint(v2, ("v2",)) if v2.left else None
    rule = Rule(
        id=path.stem,
        title=table.text("title"),
        severity=Severity(table.choice("severity", [each.value for each in Severity])),
        sunset=table.take("sunset", datetime.date, None),
        v1=_endpoint(v1, versions),
        v2=second,
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
        walk=passage(table.table("walk"), second),
        examples=tuple(_example(each) for each in table.tables("example")),
    )
    table.close()
    return rule


def _endpoint(table: Table, versions: tuple[str, ...]) -> Endpoint:
    endpoint = Endpoint(
        method=table.text("method"),
        template=Template(table.text("path")),
        versions=table.list("versions", versions),
        status=table.take("status", int, 200),
    )
    table.close()
    return endpoint


def _keys(table: Table) -> Keys:
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


def _lookup(table: Table) -> Lookup:
    lookup = Lookup(
        of=table.text("of", ""),
        known=tuple(known.all_words() for known in table.tables("known")),
        missing=table.prose("missing", ""),
    )
    table.close()
    return lookup


def _values(table: Table) -> dict[str, dict[str, str]]:
    return {key: table.words(key) for key in sorted(table.left)}


def _answer(table: Table) -> AnswerMap:
    answer = AnswerMap(
        same=table.names("same"),
        rename=table.words("rename"),
        gone=table.words("gone"),
        note=table.words("note"),
        doubt=table.words("doubt"),
        compared=_compared(table.table("compared")),
        never=_values(table.table("never")),
        list=table.take("list", bool, False),
    )
    table.close()
    return answer


def _lists(table: Table) -> dict[str, tuple[str, ...]]:
    return {key: table.list(key) for key in sorted(table.left)}


def _compared(table: Table) -> dict[str, Compared]:
    found = {}
    for path in sorted(table.left):
        each = table.table(path)
        found[path] = Compared(
            becomes=each.text("becomes"),
            words=each.names("words"),
            true=each.text("true", ""),
            several=_lists(each.table("several")),
            otherwise=each.words("otherwise"),
            message=each.prose("message"),
        )
        each.close()
    return found


def _repair(table: Table) -> Repair:
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


def _example(table: Table) -> Example:
    example = Example(
        table.text("language"),
        table.text("before"),
        table.text("after"),
        config=table.text("config", ""),
    )
    table.close()
    return example
