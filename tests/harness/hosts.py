"""The programs in a host file, taken out by another reader than the tool's."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

BASH = ("bash", "-eo", "pipefail", "-c")
PYTHON = (sys.executable, "-c")


@dataclass(frozen=True)
class Embedded:
    """A program and the words before it that run it."""

    interpreter: tuple[str, ...]
    text: str


def is_host(name: str) -> bool:
    return name.endswith((".yml", ".yaml"))


def programs(name: str, content: bytes, filled: Mapping[str, str]) -> list[Embedded] | None:
    """The programs of a host file in order, ``None`` for a file that is a program itself.

    ``filled`` is what the host puts in the place of its parameters, by how they are written.
    """
    if not is_host(name):
        return None
    try:
        found = list(_steps(yaml.safe_load(content.decode("utf-8-sig")), BASH))
    except yaml.YAMLError as error:
        raise ValueError(f"{name}: {error}") from error
    for written, value in filled.items():
        found = [Embedded(each.interpreter, each.text.replace(written, value)) for each in found]
    return found


def _steps(node: Any, shell: tuple[str, ...]) -> Iterator[Embedded]:
    if isinstance(node, list):
        for item in node:
            if isinstance(item, dict) and "run" in item:
                yield _step(item["run"], item, shell)
            else:
                yield from _steps(item, shell)
    elif isinstance(node, dict):
        inner = _interpreter(node.get("shell"), shell)
        for value in node.values():
            yield from _steps(value, inner)


def _step(run: Any, step: dict[str, Any], shell: tuple[str, ...]) -> Embedded:
    shell = _interpreter(step.get("shell"), shell)
    if isinstance(run, dict):
        return Embedded(_interpreter(run.get("shell"), shell), run["command"])
    return Embedded(shell, run)


def _interpreter(shell: Any, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(shell, str):
        return otherwise
    return PYTHON if "python" in shell else BASH
