"""What is asked of every repository alike, in a form that goes to another process."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from migrator import __version__

BRANCH = "migrator/circleci-v2"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The options of the command line, checked.

    ``config`` is the path (absolute) of one configuration for all, ``fail_on`` is
    ``None`` where that of each repository holds.
    """

    fix: bool = False
    unsafe: bool = False
    branch: str = BRANCH
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    no_gitignore: bool | None = None
    org_slug: str | None = None
    api_host: tuple[str, ...] = ()
    fail_on: str | None = None
    config: str | None = None
    isolated: bool = False
    version: str = __version__

    @property
    def fingerprint(self) -> str:
        """The same for all that would do the same."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Job:
    """One repository to work on. ``folder`` is that of the fleet's output (absolute)."""

    key: str
    where: str
    shown: str
    scheme: str | None
    folder: str
    asked: Asked

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Job:
        values = json.loads(text)
        asked: Any = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.pop("asked").items()
        }
        return cls(**values, asked=Asked(**asked))
