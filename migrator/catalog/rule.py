"""An endpoint of v1.1 and what becomes of it, as a file in ``rules/`` states it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from migrator.call.walk import Field
from migrator.catalog.severity import Severity
from migrator.catalog.template import Template
from migrator.records import dataclass

_REST = "{rest}"


@dataclass(frozen=True)
class Endpoint:
    """``method`` is ``ANY`` where every method is meant, ``versions`` what stands after ``/api/``.

    ``status`` is what the API answers on success.
    """

    method: str
    template: Template
    versions: tuple[str, ...]
    status: int = 200

    @property
    def is_rest(self) -> bool:
        """Whether it stands for every path that no other describes."""
        return _REST in self.template.path

    @property
    def v1_words(self) -> str:
        return f"{self.method} {self.template.in_words(_V1_WORDS)}"

    @property
    def v2_words(self) -> str:
        return f"{self.method} {self.template.in_words(_V2_WORDS)}"


@dataclass(frozen=True)
class Keys:
    """What becomes of the keys of a body or of a query.

    ``keep`` go over as they are, ``rename`` under another name, ``drop`` and
    ``refuse`` name a reason: a dropped key is noted, a refused one forbids the
    rewrite. A key in none of them is refused as unknown. ``take`` gives a new
    key the variable of the path that fills it, or several in braces, ``option`` the command line's
    option. Of ``exclusive`` keys only one may be sent. ``declare`` names keys
    whose members the project's config must declare, ``hazard`` members of those
    with what a person must know; ``one_job`` is the member that had v1.1 run the job it
    names and no other. ``values`` gives a key the v2 words for the
    values it may have in v1.1. ``same`` says that v2 takes every body of v1.1.
    ``send`` is sent in any case; a text ``{variable}`` stands for a variable.
    ``spent`` are used up by a walk.
    """

    keep: frozenset[str] = frozenset()
    rename: Mapping[str, str] = field(default_factory=dict)
    drop: Mapping[str, str] = field(default_factory=dict)
    refuse: Mapping[str, str] = field(default_factory=dict)
    take: Mapping[str, str] = field(default_factory=dict)
    option: Mapping[str, str] = field(default_factory=dict)
    exclusive: frozenset[str] = frozenset()
    declare: frozenset[str] = frozenset()
    hazard: Mapping[str, str] = field(default_factory=dict)
    one_job: str = ""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    same: bool = False
    send: Mapping[str, Any] = field(default_factory=dict)
    spent: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """Every key of v1.1 that has a fate."""
        return frozenset({*self.keep, *self.rename, *self.drop, *self.refuse})


@dataclass(frozen=True)
class Lookup:
    """Variables of the v2 call that the v1.1 path does not say.

    Each of ``known`` names what may fill ``of``, an ``environment`` variable or the
    ``member`` of an answer, and gives the variables those beside it that take its
    place. ``missing`` says what to do where none does; in it ``{slug}`` and the
    like stand for what the call says.
    """

    of: str = ""
    known: tuple[Mapping[str, str], ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Compared:
    """A path whose value is the same as that of ``becomes`` where either is one of ``words``.

    ``several`` are words for each of which ``becomes`` has several. ``otherwise`` tells,
    of other words, what says them in v2; ``message`` what a person must look at where
    the path is exchanged. ``true`` is the word of ``becomes`` where the path is true.
    """

    becomes: str
    words: frozenset[str]
    several: Mapping[str, tuple[str, ...]]
    otherwise: Mapping[str, str]
    message: str
    true: str = ""


@dataclass(frozen=True)
class AnswerMap:
    """What becomes of what a program reads.

    Paths are those of the v1.1 answer, as ``migrator.call.answer.path_of`` writes
    them. ``same`` are answered by v2 under the same name, ``rename`` under another
    path; a renamed parent takes its members along. ``gone`` says what a path's reader must do
    instead, ``"*"`` standing for every other one. ``note`` tells what else a reader of a path
    must know where its value goes on, ``doubt`` what a person must look at where the path is
    read at all. ``compared`` are paths that v2 lacks and whose words another path says too.
    ``never`` are words of a path that v2 never says, with what it says instead. ``list`` says
    that v1.1 answers an array where v2 answers an object with ``items``.
    """

    same: frozenset[str] = frozenset()
    rename: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    doubt: Mapping[str, str] = field(default_factory=dict)
    compared: Mapping[str, Compared] = field(default_factory=dict)
    never: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    list: bool = False


@dataclass(frozen=True)
class Repair:
    """When ``--fix`` may write the v2 call.

    ``applicability`` is the best case: ``safe``, ``unsafe`` or ``none``.
    ``message`` says what a person must look at where it is not safe. ``guards``
    are words of ``migrator.migrate.guards``; each one that holds makes a safe
    rewrite unsafe. With ``sole_key`` it is safe only where the v2 body holds one
    of these keys and no other. With ``mapped_reads`` it is made only where the
    answer stays in view, and nothing is read of it that v2 lacks; with
    ``answered_reads`` only the latter is asked for; with ``needs_reads`` something
    must be read of it.
    """

    applicability: str = "none"
    message: str = ""
    guards: tuple[str, ...] = ()
    sole_key: frozenset[str] = frozenset()
    mapped_reads: bool = False
    answered_reads: bool = False
    needs_reads: bool = False


@dataclass(frozen=True)
class Passage:
    """How lists of v2 are walked through where its one call does not say what is read.

    ``start`` is the first call. ``fields`` are those a record of v1.1 has and the walk
    comes by, ``gone`` says what to do about others; ``takes`` are keys of the query that
    become arguments of the walk, and ``states`` what each word of a filter asks for.
    """

    name: str
    reason: str
    message: str
    start: Endpoint
    takes: frozenset[str]
    fields: tuple[Field, ...]
    states: Mapping[str, tuple[str, ...]]
    gone: Mapping[str, str]


@dataclass(frozen=True)
class Example:
    """A program before and after ``--fix --unsafe-fixes``; equal where it stays.

    ``config`` is the ``.circleci/config.yml`` that it stands beside, empty for any.
    """

    language: str
    before: str
    after: str
    config: str = ""


@dataclass(frozen=True)
class Rule:
    """``why``, ``instead`` and ``reader`` are prose for ``explain``, ``source`` where it is from.

    The first paragraph of ``instead`` goes into every finding. ``only_undeclared`` says
    that a call is as it should be, and told of only where the config that it speaks to
    declares less than the call sends.
    """

    id: str
    title: str
    severity: Severity
    sunset: datetime.date | None
    v1: Endpoint
    v2: Endpoint | None
    why: str
    instead: str
    reader: str = ""
    source: str = ""
    body: Keys = field(default_factory=Keys)
    query: Keys = field(default_factory=Keys)
    lookup: Lookup = field(default_factory=Lookup)
    answer: AnswerMap = field(default_factory=AnswerMap)
    fix: Repair = field(default_factory=Repair)
    only_undeclared: bool = False
    walk: Passage | None = None
    examples: tuple[Example, ...] = ()


_V1_WORDS = {
    "slug": ":vcs-type/:username/:project",
    "vcs": ":vcs-type",
    "org": ":username",
    "n": ":build_num",
}
_V2_WORDS = {"slug": "{project-slug}", "n": "{job-number}", "workflow_id": "{id}"}
