"""A repository with a config and a caller, looked at and rewritten as its users do it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness.pipeline import Ran, runs
from tests.harness.tool import check, check_json

CONFIG = ".circleci/config.yml"
CALLER = "trigger.sh"
AT_HAND = "gh/$CIRCLE_PROJECT_USERNAME/$CIRCLE_PROJECT_REPONAME"


def call(parameters: Mapping[str, Any], slug: str = AT_HAND, end: str = "/tree/main") -> str:
    """A script that sends build parameters by v1.1; a value ``$x`` is one nobody can see."""
    body = json.dumps({"build_parameters": parameters})
    quoted = '"' + body.replace('"', '\\"') + '"' if "$" in body else shlex.quote(body)
    return (
        '#!/bin/sh\ncurl -X POST -u "$CIRCLE_TOKEN:" -H "Content-Type: application/json" '
        f'-d {quoted} "https://circleci.com/api/v1.1/project/{slug}{end}"\n'
    )


def v2_call(parameters: Mapping[str, Any], slug: str = AT_HAND) -> str:
    body = shlex.quote(json.dumps({"parameters": parameters}))
    return (
        '#!/bin/sh\ncurl -X POST -H "Circle-Token: $CIRCLE_TOKEN" '
        f'-H "Content-Type: application/json" -d {body} '
        f'"https://circleci.com/api/v2/project/{slug}/pipeline"\n'
    )


@dataclass(frozen=True)
class Repository:
    folder: Path

    def write(self, config: str, caller: str) -> Repository:
        path = self.folder / CONFIG
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(config.encode())
        (self.folder / CALLER).write_bytes(caller.encode())
        return self

    @property
    def config(self) -> str:
        return (self.folder / CONFIG).read_bytes().decode()

    @property
    def caller(self) -> str:
        return (self.folder / CALLER).read_bytes().decode()

    def finding(self, *options: str) -> Any:
        (finding,) = check_json(self.folder, "--unsafe-fixes", *options)["findings"]
        return finding

    def findings(self, *options: str) -> Any:
        return check_json(self.folder, "--unsafe-fixes", *options)["findings"]

    def prose(self, *options: str) -> str:
        finding = self.finding(*options)
        fix = finding["fix"] or {"message": ""}
        return "\n".join([finding["message"], *finding["notes"], fix["message"]])

    def fix(self, *options: str) -> None:
        done = check(self.folder, "--fix", "--unsafe-fixes", "--exit-zero", *options)
        assert done.status == 0, done.stderr

    @property
    def sent(self) -> dict[str, Any]:
        """What the rewritten script sends, its variables as they stand there."""
        data = shlex.split(self.caller)
        body = next(word for word in data if word.startswith("{"))
        parameters: dict[str, Any] = json.loads(body).get("parameters", {})
        return parameters

    def runs(self, sent: Mapping[str, Any] | None = None) -> tuple[Ran, ...]:
        return runs(self.config, self.sent if sent is None else sent)

    def jobs(self, sent: Mapping[str, Any] | None = None) -> Sequence[str]:
        return [ran.job for ran in self.runs(sent)]
