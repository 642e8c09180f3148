"""What a jq command is told: its filter and the files it reads."""

from __future__ import annotations

import re

from migrator.call.value import Value, text
from migrator.records import dataclass
from migrator.shell.arguments import Argv
from migrator.shell.state import Field

_TAKES = {"--arg": 2, "--argjson": 2, "--slurpfile": 2, "--rawfile": 2, "--indent": 1, "-L": 1}
_SHOWS = re.compile(
    r"-[rjceaSCMsn]+|--(?:slurp|null-input|raw-output|join-output|compact-output|exit-status|ascii-output|sort-keys"
    r"|color-output|monochrome-output|tab|unbuffered)"
)


@dataclass(frozen=True)
class Command:
    """``filter`` is as jq gets it; what came through a name is that name. With ``slurps`` it
    gets all answers as one array, with ``alone`` none of them before it asks for one.
    """

    filter: Value
    files: tuple[Field, ...]
    slurps: bool = False
    alone: bool = False

    @property
    def shows_only(self) -> bool:
        """Whether the filter passes the whole answer on."""
        plain = not (self.slurps or self.alone)
        return plain and self.filter.shape.strip() in ("", ".")


def command(argv: Argv) -> Command | None:
    """``None`` where it reads something else than one answer, or nobody can tell what."""
    rest = iter(argv[1:])
    operands: list[Field] = []
    letters = set[str]()
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
        else:
            letters |= _letters(word)
    if not operands:
        return Command(text("."), ()) if argv else None
    files = tuple(each for each in operands[1:] if each.text.known != "-")
    return Command(operands[0].text.outer(), files, "s" in letters, "n" in letters)


def _letters(option: str) -> set[str]:
    if option.startswith("--"):
        return {"--slurp": {"s"}, "--null-input": {"n"}}.get(option, set())
    return set(option)
