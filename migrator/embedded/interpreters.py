"""Which language the program of a step is in."""

from __future__ import annotations

import re

from migrator.files.shebang import kind_by_shebang

_PROGRAM = re.compile(r"(?:.*[/\\])?([^\s/\\]+)")


def language_of(shell: str | None) -> str:
    """The language that ``shell``, a command line, runs; without one it is the shell.

    It is the name of the program for any but Python and shells.
    """
    if shell is None:
        return "shell"
    found = kind_by_shebang(f"#!{shell}".encode())
    if found in ("python", "shell"):
        return found
    first = shell.split()[0] if shell.split() else shell
    program = _PROGRAM.fullmatch(first)
    return (program[1] if program else first).removesuffix(".exe").lower()
