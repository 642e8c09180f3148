"""Which language a file is in, by its name or by how it begins."""

from __future__ import annotations

import os
import re
from typing import Literal

Kind = Literal[
    "python",
    "shell",
    "circleci",
    "compose",
    "dockerfile",
    "github",
    "gitlab",
    "jenkins",
    "makefile",
    "markdown",
    "notebook",
    "packagejson",
    "precommit",
    "tox",
]
"""Two languages, and the formats that hold programs in them."""

HEAD = 1024
"""Bytes of a file that are enough to tell its kind."""

_SUFFIXES: dict[str, Kind] = {
    **dict.fromkeys((".py", ".pyi", ".pyw"), "python"),
    **dict.fromkeys(
        (".sh", ".bash", ".ksh", ".zsh", ".dash", ".ash", ".bats", ".command"), "shell"
    ),
}
_NAMES: dict[str, Kind] = {
    **dict.fromkeys(("SConstruct", "SConscript", "wscript"), "python"),
    **dict.fromkeys((".envrc", ".profile", ".bashrc", ".bash_profile", ".bash_login"), "shell"),
    **dict.fromkeys((".bash_logout", ".bash_aliases", ".kshrc", ".zshrc", ".zshenv"), "shell"),
    **dict.fromkeys((".zprofile", ".zlogin", ".zlogout"), "shell"),
}
_HOSTS: dict[Kind, re.Pattern[str]] = {
    "circleci": re.compile(
        r"/\.circleci/.*\.ya?ml$|/src/(?:commands|jobs|examples|executors)/[^/]+\.ya?ml$"
        r"|/@?orb\.ya?ml$"
    ),
    "compose": re.compile(r"/(?:docker-)?compose(?:[.-][^/]*)?\.ya?ml$"),
    "dockerfile": re.compile(
        r"/(?:Docker|Container)file(?:[.-][^/]*)?$|\.(?:[Dd]ocker|[Cc]ontainer)file$"
    ),
    "github": re.compile(r"/\.github/(?:workflows|actions)/.*\.ya?ml$|/action\.ya?ml$"),
    "gitlab": re.compile(r"\.gitlab-ci\.ya?ml$|/\.gitlab(?:-ci)?/.*\.ya?ml$"),
    "jenkins": re.compile(r"/Jenkinsfile[^/]*$|\.(?:jenkinsfile|groovy)$"),
    "markdown": re.compile(r"(?i:\.(?:md|markdown|mdx|adoc|asciidoc))$"),
    "notebook": re.compile(r"\.ipynb$"),
    "packagejson": re.compile(r"/package\.json$"),
    "tox": re.compile(r"/tox\.ini$"),
    "makefile": re.compile(r"/(?:GNU|BSD)?[Mm]akefile(?:\.[^/]*)?$|\.(?:mk|mak|make)$"),
    "precommit": re.compile(r"/\.pre-commit-(?:config|hooks)\.ya?ml$"),
}
_YAML = re.compile(r"\.ya?ml$", re.IGNORECASE)
_CONFIG = re.compile(
    rb"^version[ \t]*:[ \t]*(['\"]?)2(?:\.[01])?\1[ \t]*(?:#.*)?\r?$"
    rb"(?=[^\0]*^(?:commands|description|display|executors|jobs|orbs|workflows)[ \t]*:)",
    re.MULTILINE,
)
"""How a config or an orb of CircleCI begins; a compose file has a version, but none of the keys."""
_PYTHON = re.compile(rb"(?:python|pypy)[0-9.]*w?")
_SHELL = re.compile(rb"(?:ba|da|a|z|rba|m|pdk)?k?sh[0-9]*|bats")
_LAUNCHERS = {b"uv": b"run", b"uvx": None, b"pipx": b"run", b"busybox": None}
_ASSIGNMENT = re.compile(rb"\w+=")


def kind(path: str, head: bytes) -> Kind | None:
    """The language of the file at ``path`` whose first bytes are ``head``."""
    return kind_by_name(path) or kind_by_head(path, head)


def kind_by_name(path: str) -> Kind | None:
    dot = path.rfind(".")
    plain = _SUFFIXES.get(path[dot:])
    if plain and dot > 0 and path[dot - 1] not in "/.":
        return plain
    name = os.path.basename(path)
    return _NAMES.get(name) or _SUFFIXES.get(os.path.splitext(name)[1].lower()) or _host(path)


def _host(path: str) -> Kind | None:
    below = "/" + path.replace(os.sep, "/")
    return next((kind for kind, names in _HOSTS.items() if names.search(below)), None)


def may_tell_by_head(path: str) -> bool:
    """Whether a file of this name may be one to read, though the name alone does not say so."""
    return "." not in os.path.basename(path).lstrip(".") or bool(_YAML.search(path))


def kind_by_head(path: str, head: bytes) -> Kind | None:
    """The language of a file whose name does not tell it."""
    if _YAML.search(path):
        return "circleci" if _CONFIG.search(head[:HEAD]) else None
    return kind_by_shebang(head)


def kind_by_shebang(head: bytes) -> Kind | None:
    """The language of the interpreter that ``#!`` in the first line names, if it does."""
    if not head.startswith(b"#!"):
        return None
    line = re.split(rb"[\r\n]", head[:HEAD], maxsplit=1)[0]
    words = line.removeprefix(b"#!").split()
    if words and _program(words[0]) == b"env":
        words = _after_env(words[1:])
    if len(words) > 1 and _program(words[0]) in _LAUNCHERS:
        return _launched(words)
    return _interpreter(_program(words[0])) if words else None


def _program(word: bytes) -> bytes:
    return re.split(rb"[/\\]", word)[-1].removesuffix(b".exe")


def _after_env(words: list[bytes]) -> list[bytes]:
    """The command that ``env`` starts: its options and assignments dropped."""
    while words:
        word = words[0]
        if word in (b"-S", b"--split-string", b"-i", b"-", b"-v", b"--ignore-environment"):
            words = words[1:]
        elif word in (b"-u", b"-C", b"--unset", b"--chdir"):
            words = words[2:]
        elif word.startswith(b"-S") and not word.startswith(b"--"):
            words = [word[2:], *words[1:]]
        elif word.startswith(b"--split-string="):
            words = [word.partition(b"=")[2], *words[1:]]
        elif word.startswith(b"-") or _ASSIGNMENT.match(word):
            words = words[1:]
        else:
            break
    return words


def _launched(words: list[bytes]) -> Kind | None:
    launcher = _program(words[0])
    if launcher == b"busybox":
        return _interpreter(words[1])
    return "python" if _LAUNCHERS[launcher] in (None, words[1]) else None


def _interpreter(program: bytes) -> Kind | None:
    if _PYTHON.fullmatch(program):
        return "python"
    return "shell" if _SHELL.fullmatch(program) else None
