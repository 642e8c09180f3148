"""Programs in documents, notebooks and other files that name their commands, read anew."""

from __future__ import annotations

import configparser
import json
import re
import shlex
from collections.abc import Iterator

from tests.harness.embedded import BASH, PYTHON, Embedded

_BASH = {"bash", "sh", "console"}


def markdown(text: str) -> Iterator[Embedded]:
    for indent, language, body in re.findall(r"(?ms)^( *)```(\w+)\n(.*?)^ *```$", _unix(text)):
        lines = [line.removeprefix(indent) for line in body.splitlines()]
        yield from _block(language, lines)


def asciidoc(text: str) -> Iterator[Embedded]:
    for language, body in re.findall(r"(?ms)^\[source,(\w+)\]\n----\n(.*?)^----$", _unix(text)):
        yield from _block(language, body.splitlines())


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def _block(language: str, lines: list[str]) -> Iterator[Embedded]:
    if language == "python":
        yield Embedded((*PYTHON, "\n".join(lines)))
    elif language in _BASH:
        if any(line.startswith("$ ") for line in lines):
            lines = [line[2:] for line in lines if line.startswith(("$ ", "> "))]
        yield Embedded((*BASH, "\n".join(lines)))


def notebook(text: str) -> Iterator[Embedded]:
    python: list[str] = []
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code":
            continue
        if source.startswith("%%bash\n"):
            yield Embedded((*BASH, source.removeprefix("%%bash\n")))
            continue
        for line in source.splitlines():
            if line.startswith("!"):
                yield Embedded((*BASH, line[1:]))
            elif not line.startswith("%"):
                python.append(line)
    yield Embedded((*PYTHON, "\n".join(python)))


def package(text: str) -> Iterator[Embedded]:
    for script in json.loads(text)["scripts"].values():
        yield Embedded(("sh", "-c", script))


def tox(text: str) -> Iterator[Embedded]:
    ini = configparser.ConfigParser(interpolation=None)
    ini.read_string(text)
    for name in ini.sections():
        if name.startswith("testenv"):
            commands = ini[name].get("commands", "").replace("\\\n", " ")
            for command in commands.strip().splitlines():
                yield Embedded(tuple(shlex.split(command.removeprefix("- "))))


def jenkinsfile(text: str) -> Iterator[Embedded]:
    code = re.sub(r"(?m)^\s*//.*", "", _unix(text))
    step = r"(?s)\bsh[ (]+(?:script: )?('''|\"\"\"|'|\")((?:\\.|(?!\1).)*)\1"
    for _, script in re.findall(step, code):
        yield Embedded((*BASH, re.sub(r"(?s)\\(.)", r"\1", script)))
