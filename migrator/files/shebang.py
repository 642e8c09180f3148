"""Which language a program is in, by its first line."""

from __future__ import annotations

import re
from typing import Literal

_PYTHON = re.compile(rb"(?:python|pypy)[0-9.]*w?")
_SHELL = re.compile(rb"(?:ba|da|a|z|rba|m|pdk)?k?sh[0-9]*|bats")
_LAUNCHERS = {b"uv": b"run", b"uvx": None, b"pipx": b"run", b"busybox": None}
_ASSIGNMENT = re.compile(rb"\w+=")


def kind_by_shebang(head: bytes) -> Literal["python", "shell"] | None:
    """The language of the interpreter that ``#!`` in the first line names, if it does."""
    if not head.startswith(b"#!"):
        return None
    line = re.split(rb"[\r\n]", head, maxsplit=1)[0]
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


def _launched(words: list[bytes]) -> Literal["python", "shell"] | None:
    launcher = _program(words[0])
    if launcher == b"busybox":
        return _interpreter(words[1])
    return "python" if _LAUNCHERS[launcher] in (None, words[1]) else None


def _interpreter(program: bytes) -> Literal["python", "shell"] | None:
    if _PYTHON.fullmatch(program):
        return "python"
    return "shell" if _SHELL.fullmatch(program) else None
