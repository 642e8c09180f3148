"""Whether the languages themselves accept a program."""

from __future__ import annotations

import subprocess
import warnings

from tests.harness.program import Program


def accepted(program: Program) -> dict[str, bool]:
    """By file: whether Python or bash can parse it; other files are left out."""
    return {
        name: _python(content) if name.endswith(".py") else _bash(content)
        for name, content in program.files.items()
        if name.endswith((".py", ".sh")) or content.startswith(b"#!")
    }


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
