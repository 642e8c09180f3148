"""The rooms of the program: which of them may know which."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from migrator.catalog.catalog import UNKNOWN
from migrator.cli.rule_names import known_rules

HOME = Path(__file__).parents[1] / "migrator"

MAY_KNOW: dict[str, set[str]] = {
    # The waist, which every language and every report meets at.
    "call": set(),
    "catalog": {"call"},
    "migrate": {"call", "catalog"},
    "plan": {"call"},
    # Languages: neither knows the other. Of the catalog python takes how a file of rules is read.
    "python": {"call", "catalog.errors", "catalog.rulefile"},
    "shell": {"call"},
    # What holds programs does not know what they mean.
    "yaml": {"call"},
    "embedded": {"call", "yaml", "files.shebang"},
    "circleci": {"call", "catalog", "migrate", "plan", "yaml"},
    "files": set(),
    # How findings are found is nothing to a report.
    "report": {"call", "catalog"},
    "baseline": {"files", "report"},
    "config": {"files", "catalog.rulefile", "report.formats"},
    # Where all of it comes together.
    "run": {
        *("call", "catalog", "circleci", "config", "embedded", "files", "migrate", "plan"),
        *("python", "report", "shell"),
    },
    # A run for each of many repositories.
    "fleet": {"baseline", "catalog", "config", "files", "report", "run"},
    "cli": {
        *("baseline", "catalog", "circleci.target", "config", "files", "fleet", "migrate"),
        *("report", "run"),
    },
}
LANGUAGES = {"python": "libcst", "shell": "tree_sitter"}


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def rooms() -> set[str]:
    return {path.parent.name for path in HOME.glob("*/__init__.py")}


def imports(path: Path) -> Iterator[str]:
    """What the file imports anywhere in it, by whole names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_of_room(room: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((HOME / room).rglob("*.py")):
        for name in imports(path):
            yield path, name


def test_every_room_is_in_the_table() -> None:
    assert rooms() == set(MAY_KNOW)


@pytest.mark.parametrize("room", MAY_KNOW)
def test_a_room_knows_those_rooms_alone(room: str) -> None:
    strange = [
        f"{path.relative_to(HOME)} imports {name}"
        for path, name in imports_of_room(room)
        for whole, _, rest in [name.partition(".")]
        if whole == "migrator" and rest.split(".")[0] in rooms() - {room}
        if not any(f"{rest}.".startswith(f"{known}.") for known in MAY_KNOW[room])
    ]
    assert not strange


@pytest.mark.parametrize("room", MAY_KNOW)
def test_the_table_allows_nothing_that_is_not_used(room: str) -> None:
    used = [f"{name.removeprefix('migrator.')}." for _, name in imports_of_room(room)]
    idle = {k for k in MAY_KNOW[room] if not any(u.startswith(f"{k}.") for u in used)}
    assert not idle


def test_no_rooms_know_each_other_in_a_circle() -> None:
    graph = {room: {known.split(".")[0] for known in MAY_KNOW[room]} for room in MAY_KNOW}
    assert set(TopologicalSorter(graph).static_order()) == rooms()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_languages_parser_is_known_to_that_language_alone(language: str) -> None:
    parser = LANGUAGES[language]
    strange = [
        f"{path.relative_to(HOME)} imports {name}"
        for room in MAY_KNOW
        if room != language
        for path, name in imports_of_room(room)
        if name.split(".")[0].startswith(parser)
    ]
    assert not strange


def module_of(path: Path) -> str:
    parts = path.relative_to(HOME.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_files_import_each_other_in_a_circle() -> None:
    """As they are loaded; what is imported for types or inside a function may point back."""
    files = {module_of(path): path for path in HOME.rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for module, path in files.items():
        loaded = tree(path).body
        graph[module] = {
            name if name in files else f"{node.module}"
            for node in loaded
            if isinstance(node, ast.ImportFrom)
            for name in (f"{node.module}.{alias.name}" for alias in node.names)
        } & files.keys() - {module}
    assert set(TopologicalSorter(graph).static_order()) == files.keys()


def test_no_code_knows_a_rule_by_its_name() -> None:
    names = {rule.id for rule in known_rules().rules} - {UNKNOWN}
    strange = [
        f"{path.relative_to(HOME)}:{node.lineno} names {node.value}"
        for path in sorted(HOME.rglob("*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert names
    assert not strange
