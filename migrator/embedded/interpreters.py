"""Which language the program of a step is in."""

from __future__ import annotations

from migrator.embedded.snippet import Inner
from migrator.files.kind import kind_by_shebang


def language_of(shell: str | None) -> Inner | None:
    """The language that ``shell``, a command line, runs; without one it is the shell."""
    if shell is None:
        return "shell"
    found = kind_by_shebang(f"#!{shell}".encode())
    return found if found in ("python", "shell") else None
