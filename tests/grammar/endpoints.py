"""Calls to build programs of: the endpoints of `rules/`, with what a program sends and reads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RULES = Path(__file__).parents[2] / "rules"
SLOT = re.compile(r"\{(\w+)\}")
SLUG = "gh/acme/site"

NUMBERS = {"build-tests": "10", "build-cancel": "14"}
"""Of a job that has what the endpoint answers; for others it is the one that has artifacts."""
SLOTS = {
    "slug": "github/acme/site",
    "branch": "main",
    "n": "11",
    "name": "NPM_TOKEN",
    "vcs": "github",
    "org": "acme",
    "node": "0",
    "path": "coverage.xml",
    "step": "0",
    "index": "0",
}

_PARAMETERS = {"build_parameters": {"run_nightly": "yes", "level": "3"}}
_ONE_JOB = {"build_parameters": {"CIRCLE_JOB": "deploy"}}
BODIES: dict[str, tuple[Any, ...]] = {
    "trigger-job": (None, None, {"branch": "main"}, {"tag": "v1.0.0"}, _PARAMETERS, _ONE_JOB),
    "trigger-job-branch": (None, None, None, _PARAMETERS, _ONE_JOB),
    "trigger-pipeline": (None, {"branch": "main"}, {"tag": "v1.0.0"}, _PARAMETERS),
    "env-create": ({"name": "CACHE_VERSION", "value": "v2"},),
    "key-create": ({"type": "deploy-key"},),
    "settings-put": ({"feature_flags": {"oss": True}},),
    "sshkey-create": ({"hostname": "acme.example", "private_key": "x"},),
    "sshkey-delete": ({"hostname": "acme.example", "fingerprint": "x"},),
    "user-heroku-key": ({"apikey": "x"},),
}


@dataclass(frozen=True)
class Reading:
    """A use of the answer, of the decoded ``{}`` in Python, and as a filter of jq."""

    python: str
    jq: str


READINGS: dict[str, tuple[Reading, ...]] = {
    "build-artifacts": (
        Reading('[a["url"] for a in {}]', ".[].url"),
        Reading('{}[0]["path"]', ".[0].path"),
        Reading("len({})", "length"),
        Reading('[a["pretty_path"] for a in {}]', ".[] | .pretty_path"),
    ),
    "build-get": (
        Reading('{}["status"]', ".status"),
        Reading('{}["build_num"]', ".build_num"),
        Reading('{}["workflows"]["job_name"]', ".workflows.job_name"),
        Reading('{}["lifecycle"]', ".lifecycle"),
    ),
    "build-tests": (Reading('[t["name"] for t in {}["tests"]]', ".tests[].name"),),
    "env-list": (
        Reading('[v["name"] for v in {}]', ".[].name"),
        Reading("len({})", "length"),
        Reading('{}[0]["value"]', ".[0].value"),
    ),
    "env-create": (Reading('{}["name"]', ".name"),),
    "env-get": (Reading('{}["value"]', ".value"),),
    "key-list": (
        Reading('[k["fingerprint"] for k in {}]', ".[].fingerprint"),
        Reading('{}[0]["time"]', ".[0].time"),
    ),
    "me-get": (
        Reading('{}["login"]', ".login"),
        Reading('{}.get("name")', ".name"),
        Reading('{}["admin"]', ".admin"),
    ),
    "trigger-job-branch": (Reading('{}["build_num"]', ".build_num"),),
    "trigger-job": (Reading('{}["build_url"]', ".build_url"),),
    "trigger-pipeline": (Reading('{}["body"]', ".body"),),
    "project-builds": (Reading('{}[0]["build_num"]', ".[0].build_num"),),
    "project-branch-builds": (Reading('{}[0]["status"]', ".[0].status"),),
    "latest-artifacts": (Reading('[a["url"] for a in {}]', ".[].url"),),
}


@dataclass(frozen=True)
class Endpoint:
    """
    ``path`` is what v1.1 has after its version, in pieces: a name for what a program may keep in
    a variable, or no name. ``becomes`` is method and path of the one request of v2 that does the
    same, empty where it takes several or none.
    """

    rule: str
    method: str
    path: tuple[tuple[str, str], ...]
    becomes: tuple[str, str] | None

    @property
    def moved(self) -> Endpoint | None:
        """The call of v2, as something to build programs of."""
        if self.becomes is None:
            return None
        method, path = self.becomes
        return Endpoint("", method, (("", path.removeprefix("/api/v2")),), None)

    @property
    def bodies(self) -> tuple[Any, ...]:
        return BODIES.get(self.rule, (None,))

    @property
    def readings(self) -> tuple[Reading, ...]:
        return READINGS.get(self.rule, ())

    def sent(self, body: Mapping[str, Any] | None) -> Any:
        """The body that v2 must get for ``body`` of v1.1."""
        taken = {name: text for name, text in self.path if name == "branch"}
        if not self.rule.startswith("trigger-"):
            return body
        renamed = {"build_parameters": "parameters"}
        return taken | {renamed.get(k, k): v for k, v in (body or {}).items()} or None


def endpoints() -> tuple[Endpoint, ...]:
    """Those of the rules whose calls can be told from the method and the path."""
    tables = {path.stem: tomllib.loads(path.read_text()) for path in sorted(RULES.glob("*.toml"))}
    return tuple(
        _endpoint(rule, table)
        for rule, table in tables.items()
        if table.get("v1", {"method": "ANY"})["method"] != "ANY"
        if "versions" not in table["v1"]
        if set(SLOT.findall(table["v1"]["path"])) <= SLOTS.keys()
    )


def _endpoint(rule: str, table: dict[str, Any]) -> Endpoint:
    slots = SLOTS | {"n": NUMBERS.get(rule, SLOTS["n"])}
    words = SLOT.split(table["v1"]["path"])
    pieces = tuple((w, slots[w]) if at % 2 else ("", w) for at, w in enumerate(words) if w)
    return Endpoint(rule, table["v1"]["method"], pieces, _becomes(table, slots))


def _becomes(table: dict[str, Any], slots: Mapping[str, str]) -> tuple[str, str] | None:
    if "v2" not in table or "walk" in table:
        return None
    path = table["v2"]["path"]
    if not set(SLOT.findall(path)) <= slots.keys():
        return None
    return table["v2"]["method"], "/api/v2" + SLOT.sub(lambda found: slots[found[1]], path)
