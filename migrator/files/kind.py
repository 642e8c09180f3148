"""Which language a file is in, by its name or by how it begins."""

from __future__ import annotations

import os
import re
from functools import cache
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
_HOSTS: dict[Kind, str] = {
    "circleci": (
        r"/\.circleci/.*\.ya?ml$|/src/(?:commands|jobs|examples|executors)/[^/]+\.ya?ml$"
        r"|/@?orb\.ya?ml$"
    ),
    "compose": r"/(?:docker-)?compose(?:[.-][^/]*)?\.ya?ml$",
    "dockerfile": r"/(?:Docker|Container)file(?:[.-][^/]*)?$|\.(?:[Dd]ocker|[Cc]ontainer)file$",
    "github": r"/\.github/(?:workflows|actions)/.*\.ya?ml$|/action\.ya?ml$",
    "gitlab": r"\.gitlab-ci\.ya?ml$|/\.gitlab(?:-ci)?/.*\.ya?ml$",
    "jenkins": r"/Jenkinsfile[^/]*$|\.(?:jenkinsfile|groovy)$",
    "markdown": r"(?i:\.(?:md|markdown|mdx|adoc|asciidoc))$",
    "notebook": r"\.ipynb$",
    "packagejson": r"/package\.json$",
    "tox": r"/tox\.ini$",
    "makefile": r"/(?:GNU|BSD)?[Mm]akefile(?:\.[^/]*)?$|\.(?:mk|mak|make)$",
    "precommit": r"/\.pre-commit-(?:config|hooks)\.ya?ml$",
}
_HOST_SUFFIXES = frozenset(
    (
        ".yml .yaml .dockerfile .containerfile .jenkinsfile .groovy .md .markdown .mdx .adoc"
        " .asciidoc .ipynb .json .ini .mk .mak .make"
    ).split()
)
_HOST_WORDS = ("Dockerfile", "Containerfile", "Jenkinsfile", "akefile")
"""What the name of a host has, so that the many others are not held against every pattern."""
_YAML = (".yml", ".yaml")


def kind(path: str, head: bytes) -> Kind | None:
    """The language of the file at ``path`` whose first bytes are ``head``."""
    return kind_by_name(path) or kind_by_head(path, head)


@cache
def kind_by_name(path: str) -> Kind | None:
    """Of a big tree each name is asked for several times."""
    dot = path.rfind(".")
    plain = _SUFFIXES.get(path[dot:])
    if plain and dot > 0 and path[dot - 1] not in "/.":
        return plain
    name = os.path.basename(path)
    suffix = os.path.splitext(name)[1].lower()
    known = _NAMES.get(name) or _SUFFIXES.get(suffix)
    ending = f".{name.rpartition('.')[2]}".lower()
    if known or not (ending in _HOST_SUFFIXES or any(word in name for word in _HOST_WORDS)):
        return known
    return _host(path)


def _host(path: str) -> Kind | None:
    below = "/" + path.replace(os.sep, "/")
    return next((kind for kind, names in _hosts().items() if names.search(below)), None)


@cache
def _hosts() -> dict[Kind, re.Pattern[str]]:
    """Compiled for the first file that is not one of the many."""
    return {kind: re.compile(names) for kind, names in _HOSTS.items()}


def may_tell_by_head(path: str) -> bool:
    """Whether a file of this name may be one to read, though the name alone does not say so."""
    return "." not in os.path.basename(path).lstrip(".") or path.lower().endswith(_YAML)


def kind_by_head(path: str, head: bytes) -> Kind | None:
    """The language of a file whose name does not tell it."""
    if path.lower().endswith(_YAML):
        return "circleci" if _config().search(head[:HEAD]) else None
    if not head.startswith(b"#!"):
        return None
    from migrator.files.shebang import kind_by_shebang

    return kind_by_shebang(head[:HEAD])


@cache
def _config() -> re.Pattern[bytes]:
    """How a config or an orb of CircleCI begins.

    A compose file has a version, but none of the keys.
    """
    return re.compile(
        rb"^version[ \t]*:[ \t]*(['\"]?)2(?:\.[01])?\1[ \t]*(?:#.*)?\r?$"
        rb"(?=[^\0]*^(?:commands|description|display|executors|jobs|orbs|workflows)[ \t]*:)",
        re.MULTILINE,
    )
