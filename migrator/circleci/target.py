"""Which project a slug means: the one at hand, or another."""

from __future__ import annotations

import re

from migrator.call.source import Source
from migrator.call.value import Hole, Value
from migrator.records import dataclass

OWNER, NAME = "CIRCLE_PROJECT_USERNAME", "CIRCLE_PROJECT_REPONAME"
"""What CircleCI tells a job of its own project. Source: "Project values and variables"."""

_VCS = "vcs"
_KNOWN = {
    OWNER: (OWNER,),
    NAME: (NAME,),
    "pipeline.project.slug": (_VCS, OWNER, NAME),
    # In a workflow of GitHub the repository at hand is the one that the workflow lies in.
    "GITHUB_REPOSITORY": (OWNER, NAME),
    "github.repository": (OWNER, NAME),
}
"""What in an expression that fills a hole says which parts of the slug it holds."""

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
    parts = [each for part in _parts(value) for each in _told(part, source)]
    if len(parts) not in (2, 3):
        return None
    vcs = parts[0] if len(parts) == 3 else "gh"
    told = [
        _is(_SHORT.get(vcs.lower(), vcs) if vcs else None, _VCS, here.vcs if here else None),
        _is(parts[-2], OWNER, here.owner if here else None),
        _is(parts[-1], NAME, here.name if here else None),
    ]
    if False in told:
        return False
    return None if None in told[1:] else True


def _is(part: str | None, variable: str, known: str | None) -> bool | None:
    if part == f"${variable}":
        return True
    if part is None or part.startswith("$") or known is None:
        return None
    return part.lower() == known


def _parts(value: Value) -> list[Value]:
    """``value`` between its slashes."""
    shape, parts, at = value.shape, [], 0
    for part in shape.split("/"):
        parts.append(value.cut(at, at + len(part)))
        at += len(part) + 1
    return parts


def _told(part: Value, source: Source) -> tuple[str | None, ...]:
    """The text of a part, or each variable, with ``$`` before it, that fills it."""
    if part.known is not None:
        return (part.known,)
    if len(part.pieces) == 1:
        [hole] = part.pieces
        assert isinstance(hole, Hole)
        for name, variables in _KNOWN.items():
            if name in hole.source or _holds(hole.source, name, source):
                return tuple(f"${each}" for each in variables)
    return (None,)


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
    return bool(values) and all(re.search(rf"\b{re.escape(variable)}\b", each) for each in values)
