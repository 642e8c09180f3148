"""The formats of a report: each module here is one, under its own name.

It has ``render``, and ``COUNTS`` set if it shows the counts of ``--statistics``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrator.report.report import Report
    from migrator.report.view import View

    Render = Callable[[Report, View], str]


def names() -> list[str]:
    """All formats there are, sorted."""
    modules = (os.path.splitext(name) for folder in __path__ for name in os.listdir(folder))
    return sorted(stem for stem, suffix in modules if suffix == ".py" and not stem.startswith("_"))


def load(name: str) -> Render:
    """What renders in the format ``name``, secrets concealed."""
    render: Render = import_module(f"{__name__}.{name}").render

    def shown(report: Report, view: View) -> str:
        if report.findings or report.fixed or report.failures or report.suppressed:
            from migrator.report.concealed import concealed
            from migrator.report.secrets import secrets_of

            report = concealed(report, secrets_of(report, shown=view.show_secrets))
        return render(report, view)

    return shown


def counts(name: str) -> bool:
    """Whether the format shows the counts by rule itself if they are asked for."""
    return getattr(import_module(f"{__name__}.{name}"), "COUNTS", False)
