"""Which project a slug means: the one at hand, or another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrator.call.source import Source
from migrator.call.value import Hole, Value

OWNER, NAME = "CIRCLE_PROJECT_USERNAME", "CIRCLE_PROJECT_REPONAME"
"""What CircleCI tells a job of its own project. Source: "Project values and variables"."""

_SHORT = {"github": "gh", "bitbucket": "bb"}
_REMOTE = re.compile(
    r"(?:[\w+.-]+://)?(?:[^@/\s]+@)?([\w.-]+)(?::\d+)?(?:/+|:(?!//)/?)"
    r"([^/\s:]+)/([^/\s]+?)(?:\.git)?/*"
)


@dataclass(frozen=True)
class Slug:
    """``vcs`` is ``gh`` or ``bb``; names are compared without regard to case."""

    vcs: str
    owner: str
    name: str

    def __str__(self) -> str:
        return f"{self.vcs}/{self.owner}/{self.name}"


def slug(text: str) -> Slug | None:
    """``gh/acme/site`` as it is written, ``None`` where it is of another form."""
    parts = text.split("/")
    if len(parts) != 3 or not all(parts):
        return None
    vcs = parts[0].lower()
    if _SHORT.get(vcs, vcs) not in _SHORT.values():
        return None
    return Slug(_SHORT.get(vcs, vcs), parts[1].lower(), parts[2].lower())


def of_remote(address: str) -> Slug | None:
    """The project that lies at the address of a git remote."""
    found = _REMOTE.fullmatch(address.strip())
    if not found:
        return None
    host, owner, name = found.groups()
    return Slug("bb" if "bitbucket" in host.lower() else "gh", owner.lower(), name.lower())


def literal(value: Value) -> Slug | None:
    """The project that ``value`` names in full; without a VCS it is GitHub's."""
    known = value.known
    if known is None:
        return None
    return slug(known) or slug(f"gh/{known}")


def is_at_hand(value: Value, source: Source, here: Slug | None) -> bool | None:
    """Whether ``value`` is the slug of the project that ``source`` lies in.

    ``here`` is that project as its git remote names it. ``None`` means that nobody can
    tell.
    """
    parts = [_told(part, source) for part in _parts(value)]
    if len(parts) not in (2, 3):
        return None
    told: list[bool | None] = []
    for part, variable, known in (
        (parts[-2], OWNER, here and here.owner),
        (parts[-1], NAME, here and here.name),
    ):
        if part == f"${variable}":
            told.append(True)
        elif part is None or part.startswith("$") or known is None:
            told.append(None)
        else:
            told.append(part.lower() == known)
    vcs = (parts[0] or "").lower() if len(parts) == 3 else "gh"
    if here and _SHORT.get(vcs, vcs) in _SHORT.values():
        told.append(_SHORT.get(vcs, vcs) == here.vcs)
    if False in told:
        return False
    return None if None in told else True


def _parts(value: Value) -> list[Value]:
    """``value`` between its slashes."""
    shape, parts, at = value.shape, [], 0
    for part in shape.split("/"):
        parts.append(value.cut(at, at + len(part)))
        at += len(part) + 1
    return parts


def _told(part: Value, source: Source) -> str | None:
    """The text of a part, or ``$`` and the variable of CircleCI that fills it."""
    if part.known is not None:
        return part.known
    if len(part.pieces) != 1:
        return None
    [hole] = part.pieces
    assert isinstance(hole, Hole)
    for variable in (OWNER, NAME):
        if variable in hole.source or _holds(hole.source, variable, source):
            return f"${variable}"
    return None


def _holds(expression: str, variable: str, source: Source) -> bool:
    """Whether everything that is put into the name ``expression`` is that variable.

    Told by the text of the source, which is the same in all languages: ``name = …`` up
    to the end of the line.
    """
    name = expression.strip("${}")
    if not re.fullmatch(r"[A-Za-z_][\w.]*", name):
        return False
    assigned = re.compile(rf"(?<![\w.$]){re.escape(name)}[ \t]*=(?!=)([^\r\n]*)")
    values = assigned.findall(source.text)
    return bool(values) and all(re.search(rf"\b{variable}\b", each) for each in values)
