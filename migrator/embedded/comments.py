"""What the host formats take for a comment of their own."""

from __future__ import annotations

_YAML = frozenset(("circleci", "compose", "github", "gitlab", "precommit"))
_WHOLE_LINES = frozenset(("dockerfile", "makefile"))
_JSON = frozenset(("notebook", "packagejson"))


def takes_hash(kind: str, *, alone: bool) -> bool:
    """Whether ``#`` begins a comment in a file of ``kind``; ``alone`` on its line."""
    return kind in _YAML or (alone and kind in _WHOLE_LINES)


def holds_lines(kind: str) -> bool:
    """Whether what is put to a line of such a file may be a comment, its program's or its own."""
    return kind not in _JSON
