"""The files in ``rules/`` as tables."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from migrator.catalog.errors import BadRule

API = "api.toml"
WALKS = "walks.toml"


@cache
def api() -> dict[str, Any]:
    """Hosts, versions and needles of the API; cheaper than the catalog."""
    return read(folder() / API)


def folder() -> Path:
    """Where the rules lie: inside the installed package, in a checkout beside it."""
    package = Path(__file__).parents[1]
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"


@cache
def ids() -> frozenset[str]:
    """The ids of all rules: the names of their files, none of which is read."""
    return frozenset(path.stem for path in rule_files(folder()))


def rule_files(rules: Path) -> list[Path]:
    """The files in the folder ``rules`` that hold a rule each, sorted."""
    return sorted(path for path in rules.glob("*.toml") if path.name not in (API, WALKS))


def read(path: Path) -> dict[str, Any]:
    """Raises ``BadRule``."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRule(f"{path}: {error}") from error
