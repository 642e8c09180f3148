"""Whether the languages themselves accept a program."""

from __future__ import annotations

import re
import subprocess
import warnings

from tests.harness.hosts import is_host, programs
from tests.harness.program import Program

_FILLED = re.compile(r"<<[^<>\n]+>>|\$\{\{.*?\}\}")

_OTHERS = ("pwsh", "node")
"""Programs that run others than Python and shell."""


def accepted(program: Program) -> dict[str, bool]:
    """By file: whether Python or bash can parse it, or all programs in it.

    Other files are left out.
    """
    found = {}
    for name, content in program.files.items():
        if name.endswith((".py", ".sh")) or content.startswith(b"#!"):
            found[name] = _python(content) if name.endswith(".py") else _bash(content)
        elif is_host(name):
            found[name] = _host(name, content)
    return found


def _host(name: str, content: bytes) -> bool:
    try:
        found = programs(name, content, {})
    except ValueError:
        return False
    known = [each for each in found or () if each.command[0] not in _OTHERS]
    texts = [(each.python, _FILLED.sub("X", each.text).encode()) for each in known]
    return all(_python(text) if python else _bash(text) for python, text in texts)


def _python(content: bytes) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(content, "program.py", "exec")
        except (SyntaxError, ValueError):
            return False
    return True


def _bash(content: bytes) -> bool:
    done = subprocess.run(["bash", "-n"], input=content, capture_output=True, check=False)
    return done.returncode == 0
