"""What is asked of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import Enum

from migrator.config.configuration import ISOLATED, Configuration
from migrator.records import dataclass


class Mode(Enum):
    """``DIFF`` makes the same rewrites as ``FIX`` and writes none."""

    CHECK = "check"
    FIX = "fix"
    DIFF = "diff"


@dataclass(frozen=True, eq=False, repr=False)
class Request:
    """The command line, checked, and the ``configuration`` that adds to it file by file.

    ``select`` and ``ignore`` are ids of rules; an empty ``select`` means all.
    ``stdin`` is a source to look at in place of ``paths``, named by
    ``stdin_filename``. ``config_for`` gives the slugs of projects, as ``gh/acme/site``,
    the paths of their configs. ``progress`` hears of a stage, how many of its
    files are done, and how many there are. ``jobs`` are the processes that it may have,
    ``None`` one for each processor; more are never begun.
    """

    paths: tuple[str, ...] = (".",)
    mode: Mode = Mode.CHECK
    unsafe: bool = False
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    gitignore: bool = True
    org_slug: str | None = None
    api_hosts: tuple[str, ...] = ()
    stdin: bytes | None = None
    stdin_filename: str | None = None
    config_for: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[str, int, int], None] | None = None
    configuration: Configuration = ISOLATED
    jobs: int | None = 1
