"""A folder of `fixtures/`: a program, and what the tool must say of it and make of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from tests.harness.program import Program, read_program

FIXTURES = Path(__file__).parents[2] / "fixtures"
DEMO = "demo"
SILENT = "silent-"
_UNSAFE = "--unsafe-fixes"


class BadCase(Exception):
    """A case that says something no test reads; the text names it."""


@dataclass(frozen=True, kw_only=True)
class ExpectedFinding:
    """``applicability`` is ``none`` where there must be no fix; ``says`` are words of its prose."""

    line: int
    rule: str
    applicability: str
    says: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class ExpectedError:
    line: int
    says: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class ExpectedRequest:
    """``query`` is without the token; ``json`` is ``None`` where the body must be empty.

    A ``*`` in a path stands for an id, in the query for any text. With ``times`` in any of a
    case the order of its requests is free.
    """

    method: str
    path: str
    host: str = "circleci.com"
    query: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    status: int = 0
    """What the stand-in answers; 0: any success."""
    times: int = 0


@dataclass(frozen=True, kw_only=True)
class Case:
    """
    ``program`` is the file that is run, with ``args`` and ``env``; ``requests``, ``status`` and
    ``stdout`` are what the rewritten program sends, ends with and prints (``same``: as before).
    ``keeps_v1`` says that some calls stay on v1.1. ``secrets`` are texts that no output may show.
    ``filled`` is what a host file's parameters stand for, by how they are written.
    ``not_run`` is the reason why the program can't be run.
    """

    folder: Path
    before: Program
    after: Program | None
    findings: tuple[ExpectedFinding, ...] = ()
    errors: tuple[ExpectedError, ...] = ()
    options: tuple[str, ...] = ()
    program: str = ""
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)
    requests: tuple[ExpectedRequest, ...] = ()
    status: int = 0
    stdout: str = "same"
    keeps_v1: bool = False
    not_run: str = ""
    secrets: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.folder.relative_to(FIXTURES).as_posix()

    @property
    def rule(self) -> str:
        return self.folder.parent.name

    @property
    def silent(self) -> bool:
        return self.folder.name.startswith(SILENT)

    @property
    def fixed(self) -> frozenset[str]:
        """The applicabilities that ``--fix`` takes with the case's options."""
        return frozenset({"safe", "unsafe"} if _UNSAFE in self.options else {"safe"})

    @property
    def left(self) -> tuple[ExpectedFinding, ...]:
        """What ``--fix`` with the case's options does not take away."""
        return tuple(f for f in self.findings if f.applicability not in self.fixed)

    @property
    def safe_options(self) -> tuple[str, ...]:
        return tuple(option for option in self.options if option != _UNSAFE)

    @property
    def expected(self) -> Program:
        """What ``--fix`` with the case's options must leave."""
        return self.after or self.before


@cache
def cases() -> tuple[Case, ...]:
    return tuple(load(folder) for folder in case_folders())


def case_folders() -> Iterator[Path]:
    for rule in sorted(FIXTURES.iterdir()):
        if rule.name != DEMO:
            yield from sorted(rule.iterdir())


def load(folder: Path) -> Case:
    """Raises ``BadCase``."""
    toml = folder / "case.toml"
    text = toml.read_text(encoding="utf-8")
    if not text.startswith("# "):
        raise BadCase(f"{toml}: the first line must say what the case shows")
    before = read_program(folder, "before")
    if before is None:
        raise BadCase(f"{folder}: no program")
    first = next(iter(before.files))
    table = {"program": first, **tomllib.loads(text)}
    for key, kind, defaults in (
        ("findings", ExpectedFinding, {"path": first}),
        ("errors", ExpectedError, {"path": first}),
        ("requests", ExpectedRequest, {}),
    ):
        listed = table.pop(key, [])
        table[key] = [_record(toml, {**defaults, **each}, kind) for each in listed]
    case: Case = _record(
        toml, table, Case, folder=folder, before=before, after=read_program(folder, "after")
    )
    if case.not_run == "" and case.after and not case.requests:
        raise BadCase(f"{toml}: which requests does it send?")
    return case


def _record(toml: Path, table: dict[str, Any], kind: type, **known: Any) -> Any:
    allowed = {each.name for each in fields(kind)} - set(known)
    if unknown := set(table) - allowed:
        raise BadCase(f"{toml}: nobody reads {', '.join(sorted(unknown))}")
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    return kind(**values, **known)
