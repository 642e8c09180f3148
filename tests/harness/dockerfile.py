"""What the instructions of a Dockerfile run, as its reference tells it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from string import Template

from tests.harness.embedded import Embedded

SH = ("sh", "-c")


def programs(text: str) -> Iterator[Embedded]:
    variables: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        while line.rstrip().endswith("\\"):
            following = next(lines)
            if following.strip() and not following.strip().startswith("#"):
                line = line.rstrip()[:-1] + following
        word, _, rest = line.strip().partition(" ")
        rest = re.sub(r"^(\s*--\S+)+", "", rest).strip()
        if word == "HEALTHCHECK":
            word, _, rest = rest.partition(" ")
        if word == "FROM":
            variables = {}
        elif word in ("ENV", "ARG"):
            pairs = rest if "=" in rest.split()[0] else rest.replace(" ", "=", 1)
            for pair in shlex.split(pairs):
                name, _, value = pair.partition("=")
                variables[name] = Template(value).safe_substitute(variables)
        elif word in ("RUN", "CMD", "ENTRYPOINT"):
            yield Embedded(_command(rest, lines), dict(variables))


def _command(rest: str, lines: Iterator[str]) -> tuple[str, ...]:
    if rest.startswith("["):
        return tuple(json.loads(rest))
    if mark := re.fullmatch(r"<<(\w+)", rest):
        return *SH, "\n".join(iter(lines.__next__, mark[1]))
    return *SH, rest
