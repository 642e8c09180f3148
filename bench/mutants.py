"""Breaks the program in small ways and counts which its tests notice: `python -m bench.mutants`.

Each mutant is run in a fork, at a low priority and for a bounded time, first against the tests of
its room, those of its own file before the others, and then against fixtures. What tests start as a
program of its own is not broken. Linux only. Prints the score and each that survived.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import signal
import sys
import tempfile
import time
import types
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import hypothesis  # noqa: F401  # loaded once for all forks, as the next ones
import libcst  # noqa: F401
import pytest
import tree_sitter_bash  # noqa: F401
import yaml  # noqa: F401

from bench.mutations import mutations

ROOT = Path(__file__).parents[1]
_NO_BROWSER = "--ignore=tests/report/test_page_in_browser.py"
"""It needs more memory than a mutant may take."""

ROOMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    room.name: ((f"{room.name}/**/*.py",), (f"tests/{room.name}",))
    for room in sorted((ROOT / "tests").iterdir())
    if (ROOT / "migrator" / room.name / "__init__.py").is_file()
} | {
    "match": (("catalog/match.py", "catalog/template.py"), ("tests/catalog",)),
    "write": (("files/write.py",), ("tests/files",)),
    "config": (("config/*.py",), ("tests/cli/test_configured.py", "tests/config")),
    "python": (("python/**/*.py",), ("tests/embedded/test_commands.py", "tests/python")),
    "report": (("report/**/*.py",), (_NO_BROWSER, "tests/cli/test_tokens.py", "tests/report")),
}
"""Files below ``migrator/`` and the tests that are run for them: of every room its own."""
USUAL = ("match", "plan", "migrate")
FIXTURES = ("tests/test_fixtures.py::test_fix", "-k", "project-builds or trigger")
_QUIET = (
    "-q",
    "-x",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)


@dataclass(frozen=True)
class Mutant:
    path: str
    number: int
    line: int
    what: str

    def first(self, tests: Sequence[str]) -> tuple[str, ...]:
        """Of ``tests`` those that are named as its file is, and then all."""
        named = (ROOT / tests[-1]).glob(f"test_{Path(self.path).stem}*.py")
        return (*map(str, sorted(named)), *tests)

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {' '.join(self.what.split())}"

    def code(self) -> types.CodeType:
        tree = ast.parse((ROOT / self.path).read_text())
        list(mutations(tree))[self.number].apply()
        return compile(ast.fix_missing_locations(tree), str(ROOT / self.path), "exec")


def mutants(patterns: Sequence[str]) -> list[Mutant]:
    found = []
    for pattern in patterns:
        for path in sorted((ROOT / "migrator").glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            each = enumerate(mutations(ast.parse(path.read_text())))
            found += [Mutant(name, number, of.line, of.what) for number, of in each]
    return found


class _InPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module as the mutant says, and no other."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, name: str, among: object, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.module:
            return None
        path = ROOT / self.mutant.path
        inside = [str(path.parent)] if path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            name, path, loader=self, submodule_search_locations=inside
        )

    def exec_module(self, module: types.ModuleType) -> None:
        exec(self.mutant.code(), module.__dict__)


def noticed(mutant: Mutant | None, tests: Sequence[str], seconds: float) -> bool:
    """Whether ``tests`` fail, or are not through after ``seconds``."""
    child = os.fork()
    if not child:
        _run(mutant, tests, seconds)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _run(mutant: Mutant | None, tests: Sequence[str], seconds: float) -> None:
    status = 70
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        if mutant:
            sys.meta_path.insert(0, _InPlace(mutant))
        with tempfile.TemporaryDirectory() as folder:
            os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
            status = int(pytest.main([*_QUIET, f"--basetemp={folder}/t", *tests]))
    finally:
        os._exit(status)


def survivors(
    room: str, number: int, chance: random.Random, seconds: float, say: Callable[[str], None]
) -> tuple[int, int, list[Mutant]]:
    """How many were made of how many there could be, and those that nothing noticed."""
    patterns, tests = ROOMS[room]
    if noticed(None, tests, seconds) or noticed(None, FIXTURES, seconds * 4):
        raise SystemExit(f"the tests of {room} fail, or take too long, before anything is broken")
    all_ = mutants(patterns)
    picked = chance.sample(all_, min(number, len(all_)))
    left = []
    for mutant in picked:
        if noticed(mutant, mutant.first(tests), seconds):
            continue
        say(f"not by the tests of its room: {mutant}")
        if not noticed(mutant, FIXTURES, seconds * 4):
            left.append(mutant)
            say("... nor by the fixtures")
    return len(picked), len(all_), left


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="room", help=f"of {', '.join(ROOMS)}")
    parser.add_argument("--number", type=int, default=60, help="mutants a room")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60, help="for the tests of a room")
    given = parser.parse_args()
    os.nice(10)
    os.chdir(ROOT)
    total: Counter[str] = Counter()
    for room in given.rooms or USUAL:
        chance = random.Random(given.seed)
        made, possible, left = survivors(room, given.number, chance, given.seconds, print_now)
        total["made"] += made
        total["left"] += len(left)
        print_now(f"{room}: {made - len(left)} of {made} noticed ({possible} possible)")
    print_now(f"all: {total['made'] - total['left']} of {total['made']} noticed")
    return 0


def print_now(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
