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
    "package.json": "packagejson",
    "tox.ini": "tox",
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
    "makefile": r"/(?:GNU|BSD)?[Mm]akefile(?:\.[^/]*)?$|\.(?:mk|mak|make)$",
    "precommit": r"/\.pre-commit-(?:config|hooks)\.ya?ml$",
}
_BY_SUFFIX: dict[str, tuple[Kind, ...]] = {
    **dict.fromkeys((".yml", ".yaml"), ("circleci", "compose", "github", "gitlab", "precommit")),
    **dict.fromkeys((".dockerfile", ".containerfile"), ("dockerfile",)),
    **dict.fromkeys((".jenkinsfile", ".groovy"), ("jenkins",)),
    **dict.fromkeys((".md", ".markdown", ".mdx", ".adoc", ".asciidoc"), ("markdown",)),
    ".ipynb": ("notebook",),
    **dict.fromkeys((".mk", ".mak", ".make"), ("makefile",)),
}
_BY_WORD: dict[str, Kind] = {
    "Dockerfile": "dockerfile",
    "Containerfile": "dockerfile",
    "Jenkinsfile": "jenkins",
    "akefile": "makefile",
}
"""What the name of a host has, so that the many others are not held against every pattern."""
_YAML = (".yml", ".yaml")
_PLAIN = tuple(_SUFFIXES)
_TELLING = frozenset((*_SUFFIXES, *_BY_SUFFIX))
_WORD = "file"
"""What all words of ``_BY_WORD`` have in them."""


def kind(path: str, head: bytes) -> Kind | None:
    """The language of the file at ``path`` whose first bytes are ``head``."""
    return kind_by_name(path) or kind_by_head(path, head)


def kind_by_name(path: str) -> Kind | None:
    dot = path.rfind(".")
    suffix = path[dot:]
    if suffix in _SUFFIXES and dot > 0 and path[dot - 1] not in "/.":
        return _SUFFIXES[suffix]
    name = path[path.rfind("/") + 1 :]
    known = _NAMES.get(name) or _SUFFIXES.get(os.path.splitext(name)[1].lower())
    return known or _host(path, name)


def _host(path: str, name: str) -> Kind | None:
    suffix = f".{name.rpartition('.')[2]}".lower()
    may_be = [*_BY_SUFFIX.get(suffix, ()), *(k for word, k in _BY_WORD.items() if word in name)]
    return next((kind for kind in may_be if _named(kind).search(f"/{path}")), None)


@cache
def _named(kind: Kind) -> re.Pattern[str]:
    """Compiled for the first file that is not one of the many."""
    return re.compile(_HOSTS[kind])


def may_tell_by_head(path: str) -> bool:
    """Whether a file of this name may be one to read, though the name alone does not say so."""
    return "." not in os.path.basename(path).lstrip(".") or path.lower().endswith(_YAML)


def may_be_read(path: str) -> bool:
    """Whether a file of this name may be one to read; most names tell at once that it is not."""
    if path.endswith(_PLAIN):
        return True
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    told = dot > 0 and name[dot - 1] != "." and _WORD not in name
    if told and name[dot:].lower() not in _TELLING:
        return name in _NAMES
    return kind_by_name(path) is not None or may_tell_by_head(path)


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
