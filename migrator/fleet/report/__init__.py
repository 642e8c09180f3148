"""The reports of a fleet: each module here is one format, under its own name."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from importlib import import_module

from migrator.fleet.fleet import Result


@dataclass(frozen=True, kw_only=True)
class Shown:
    """How it is to be shown. ``source`` names the list; days count from ``today`` on."""

    source: str
    today: datetime.date
    fix: bool = False
    quiet: bool = False


def names() -> list[str]:
    modules = (os.path.splitext(name) for folder in __path__ for name in os.listdir(folder))
    return sorted(stem for stem, suffix in modules if suffix == ".py" and not stem.startswith("_"))


def render(name: str, result: Result, shown: Shown) -> str:
    text: str = import_module(f"{__name__}.{name}").render(result, shown)
    return text
