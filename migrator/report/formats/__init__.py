"""The formats of a report: each module here is one, under its own name.

It has ``render``, and ``COUNTS`` set if it shows the counts of ``--statistics``. What a
finding says is concealed already; the secrets are for what is taken of its source.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrator.report.report import Report
    from migrator.report.secrets import Secrets
    from migrator.report.view import View

    Render = Callable[[Report, View, Secrets], str]
    Shown = Callable[[Report, View], str]


def names() -> list[str]:
    """All formats there are, sorted."""
    modules = (os.path.splitext(name) for folder in __path__ for name in os.listdir(folder))
    return sorted(stem for stem, suffix in modules if suffix == ".py" and not stem.startswith("_"))


def load(name: str) -> Shown:
    """What renders in the format ``name``, secrets concealed."""
    render: Render = import_module(f"{__name__}.{name}").render

    def shown(report: Report, view: View) -> str:
        from migrator.report.secrets import secrets_of

        secrets = secrets_of(report, shown=view.show_secrets)
        if report.findings or report.fixed or report.failures or report.suppressed:
            from migrator.report.concealed import concealed

            report = concealed(report, secrets)
        return render(report, view, secrets)

    return shown


def counts(name: str) -> bool:
    """Whether the format shows the counts by rule itself if they are asked for."""
    return getattr(import_module(f"{__name__}.{name}"), "COUNTS", False)
