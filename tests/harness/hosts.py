"""The programs in a host file, taken out by another reader than the tool's."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from tests.harness import dockerfile, documents
from tests.harness.embedded import BASH, PYTHON, Embedded


class _Loader(yaml.SafeLoader):
    """Takes GitLab's ``!reference`` for nothing."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: [])


def is_host(name: str) -> bool:
    return name.endswith(tuple(_READERS))


def programs(name: str, content: bytes, filled: Mapping[str, str]) -> list[Embedded] | None:
    """The programs of a host file in order, ``None`` for a file that is a program itself.

    ``filled`` is what the host puts in the place of its parameters, by how they are written.
    """
    if not is_host(name):
        return None
    read = next(read for suffix, read in _READERS.items() if name.endswith(suffix))
    return [_filled(each, filled) for each in read(name, content.decode("utf-8-sig"))]


def _yaml(name: str, text: str) -> Iterator[Embedded]:
    try:
        return _found(name, yaml.load(text, _Loader))
    except yaml.YAMLError as error:
        raise ValueError(f"{name}: {error}") from error


def _found(name: str, loaded: Any) -> Iterator[Embedded]:
    if "gitlab" in name:
        return _jobs(loaded)
    if "compose" in name:
        return _services(loaded)
    if "pre-commit" in name:
        return _hooks(loaded)
    return _steps(loaded, BASH, {})


def _filled(program: Embedded, filled: Mapping[str, str]) -> Embedded:
    def fill(text: str) -> str:
        for written, value in filled.items():
            text = text.replace(written, value)
        return text

    variables = {name: fill(value) for name, value in program.variables.items()}
    return Embedded(tuple(fill(word) for word in program.command), variables)


def _steps(node: Any, shell: tuple[str, ...], variables: dict[str, str]) -> Iterator[Embedded]:
    if isinstance(node, list):
        for item in node:
            if isinstance(item, dict) and "run" in item:
                yield _step(item["run"], item, shell, variables)
            else:
                yield from _steps(item, shell, variables)
    elif isinstance(node, dict):
        inner = _interpreter(node.get("shell"), shell)
        if "windows" in str(node.get("runs-on")):
            inner = ("pwsh", "-c")
        for value in node.values():
            yield from _steps(value, inner, variables | _variables(node))


def _step(
    run: Any, step: dict[str, Any], shell: tuple[str, ...], variables: dict[str, str]
) -> Embedded:
    shell = _interpreter(step.get("shell"), shell)
    variables = variables | _variables(step)
    if isinstance(run, dict):
        shell = _interpreter(run.get("shell"), shell)
        return Embedded((*shell, run["command"]), variables | _variables(run))
    return Embedded((*shell, run), variables)


def _variables(node: dict[str, Any]) -> dict[str, str]:
    found = node.get("environment") or node.get("env") or {}
    return {name: str(value) for name, value in found.items()}


def _interpreter(shell: Any, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(shell, str):
        return otherwise
    if "python" in shell:
        return PYTHON
    return BASH if re.match(r"(/bin/)?(ba)?sh\b", shell) else (shell, "-c")


def _jobs(loaded: dict[str, Any]) -> Iterator[Embedded]:
    common = loaded.get("before_script", loaded.get("default", {}).get("before_script", []))
    for job in loaded.values():
        if not isinstance(job, dict) or "script" not in job:
            continue
        variables = _values(loaded) | _values(job)
        first = [*_lines(job.get("before_script", common)), *_lines(job["script"])]
        for lines in (first, _lines(job.get("after_script", []))):
            if lines:
                yield Embedded((*BASH, "\n".join(lines)), variables)


def _values(node: dict[str, Any]) -> dict[str, str]:
    found = node.get("variables", {}).items()
    return {name: v["value"] if isinstance(v, dict) else v for name, v in found}


def _lines(node: Any) -> list[str]:
    return [node] if isinstance(node, str) else [line for each in node for line in _lines(each)]


def _services(loaded: dict[str, Any]) -> Iterator[Embedded]:
    for service in loaded["services"].values():
        words = [*_words(service.get("entrypoint")), *_words(service.get("command"))]
        yield Embedded(tuple(word.replace("$$", "$") for word in words))


def _words(command: Any) -> list[str]:
    return shlex.split(command) if isinstance(command, str) else command or []


def _hooks(loaded: Any) -> Iterator[Embedded]:
    for repository in loaded["repos"]:
        for hook in repository["hooks"]:
            if hook.get("entry"):
                yield Embedded(tuple(shlex.split(hook["entry"])))


_READERS: dict[str, Callable[[str, str], Iterator[Embedded]]] = {
    ".yml": _yaml,
    ".yaml": _yaml,
    "Dockerfile": lambda name, text: dockerfile.programs(text),
    "Jenkinsfile": lambda name, text: documents.jenkinsfile(text),
    ".md": lambda name, text: documents.markdown(text),
    ".adoc": lambda name, text: documents.asciidoc(text),
    ".ipynb": lambda name, text: documents.notebook(text),
    "package.json": lambda name, text: documents.package(text),
    "tox.ini": lambda name, text: documents.tox(text),
}
"""By how the name of a file ends."""
