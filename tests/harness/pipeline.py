"""What CircleCI would run of a config: a small model that shares nothing with the tool.

Source: configuration reference ("Logic statements", "parameters", "environment") and
"Pipeline values and parameters".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

_VALUE = re.compile(r"<<\s*pipeline\.([\w.-]+)\s*>>")
_FACTS = {"git.branch": "main", "git.tag": "", "trigger_source": "api", "schedule.name": ""}
_TYPES = {"string": str, "boolean": bool, "integer": int, "enum": str}


class Refused(Exception):
    """The API would not take the request."""


@dataclass(frozen=True)
class Ran:
    """A job of a workflow, with the variables that the config gives it."""

    workflow: str
    job: str
    environment: Mapping[str, Any]


def runs(config: str, sent: Mapping[str, Any], *, tag: bool = False) -> tuple[Ran, ...]:
    """What a request of v2 with the parameters ``sent`` runs. Raises ``Refused``."""
    tree = yaml.safe_load(config)
    values = {**_FACTS, **_parameters(tree, sent)}
    ran = []
    for name, jobs in _workflows(tree, values).items():
        for job, filters in jobs:
            if tag and not (filters.get("tags") or {}).get("only"):
                continue
            ran.append(Ran(name, job, _environment(tree, job, values)))
    return tuple(ran)


def _parameters(tree: Any, sent: Mapping[str, Any]) -> dict[str, Any]:
    declared = tree.get("parameters") or {}
    if sent and str(tree.get("version")) != "2.1":
        raise Refused("parameters need version 2.1")
    for name, value in sent.items():
        if name not in declared:
            raise Refused(f"{name} is not declared")
        kind = declared[name]["type"]
        if type(value) is not _TYPES[kind]:
            raise Refused(f"{name} is no {kind}")
        if kind == "enum" and value not in declared[name]["enum"]:
            raise Refused(f"{name} may not be {value}")
    return {f"parameters.{name}": sent.get(name, d["default"]) for name, d in declared.items()}


def _workflows(tree: Any, values: Mapping[str, Any]) -> dict[str, list[tuple[str, Any]]]:
    listed = {k: w for k, w in (tree.get("workflows") or {}).items() if k != "version"}
    if not listed:
        return {"build": [("build", {})]} if "build" in (tree.get("jobs") or {}) else {}
    return {
        name: list(_jobs(workflow))
        for name, workflow in listed.items()
        if "triggers" not in workflow
        and _true(workflow.get("when", True), values)
        and not _true(workflow.get("unless", False), values)
    }


def _jobs(workflow: Any) -> Iterator[tuple[str, Any]]:
    for job in workflow["jobs"]:
        if isinstance(job, str):
            yield job, {}
        else:
            [(name, settings)] = job.items()
            yield name, (settings or {}).get("filters") or {}


def _environment(tree: Any, job: str, values: Mapping[str, Any]) -> dict[str, Any]:
    body = (tree.get("jobs") or {}).get(job) or {}
    return {name: _filled(v, values) for name, v in (body.get("environment") or {}).items()}


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    if not isinstance(value, str):
        return value
    if whole := _VALUE.fullmatch(value):
        return values[whole[1]]
    return _VALUE.sub(lambda found: str(values[found[1]]), value)


def _computed(expression: str, values: Mapping[str, Any]) -> Any:
    """An expression, by way of Python's own; in which `not` binds otherwise, so it has none."""
    assert not re.search(r"\bnot\b", expression)
    python = re.sub(
        r"""("[^"]*"|'[^']*')|pipeline\.([\w.-]+)|\s+starts-with\s+("[^"]*")|\btrue\b|\bfalse\b""",
        lambda found: (
            found[1]
            or (found[2] and repr(values[found[2]]))
            or (found[3] and f".startswith({found[3]})")
            or found[0].capitalize()
        ),
        expression,
    )
    return eval(python, {"__builtins__": {}})


def _true(condition: Any, values: Mapping[str, Any]) -> bool:
    if not isinstance(condition, dict):
        if isinstance(condition, str) and condition and "<<" not in condition:
            return bool(_computed(condition, values))
        return bool(_filled(condition, values))
    [(word, inner)] = condition.items()
    if word == "not":
        return not _true(inner, values)
    if word == "and":
        return all(_true(each, values) for each in inner)
    if word == "or":
        return any(_true(each, values) for each in inner)
    if word == "matches":
        return bool(re.fullmatch(inner["pattern"], str(_filled(inner["value"], values))))
    assert word == "equal", word
    first, *rest = [_filled(each, values) for each in inner]
    return all(each == first for each in rest)
