"""What a jq command is told: its filter and the files it reads."""

from __future__ import annotations

import re

from migrator.call.value import Value, text
from migrator.records import dataclass
from migrator.shell.arguments import Argv
from migrator.shell.state import Field

_TAKES = {"--arg": 2, "--argjson": 2, "--slurpfile": 2, "--rawfile": 2, "--indent": 1, "-L": 1}
_SHOWS = re.compile(
    r"-[rjceaSCM]+|--(?:raw-output|join-output|compact-output|exit-status|ascii-output|sort-keys"
    r"|color-output|monochrome-output|tab|unbuffered)"
)


@dataclass(frozen=True)
class Command:
    """``filter`` is as jq gets it; what came through a name is that name."""

    filter: Value
    files: tuple[Field, ...]


def command(argv: Argv) -> Command | None:
    """``None`` where it reads something else than one answer, or nobody can tell what."""
    rest = iter(argv[1:])
    operands: list[Field] = []
    for field in rest:
        word = field.text.known
        if field.open and not operands:
            return None
        if word in _TAKES:
            for _ in range(_TAKES[word]):
                next(rest, None)
        elif word is None or not word.startswith("-") or word == "-":
            operands.append(field)
        elif not _SHOWS.fullmatch(word):
            return None
    if not operands:
        return Command(text("."), ()) if argv else None
    files = tuple(each for each in operands[1:] if each.text.known != "-")
    return Command(operands[0].text.outer(), files)


def shows_only(filter_: Value) -> bool:
    """Whether the filter passes the whole answer on."""
    return filter_.shape.strip() in ("", ".")
