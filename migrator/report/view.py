"""How a report is to be shown."""

from __future__ import annotations

import datetime

from migrator.records import dataclass


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class View:
    """``today`` is the day from which the days left are counted.

    ``unsafe`` says that the run was to take unsafe fixes too, ``written`` that the
    report's changes are on disk. ``statistics`` asks for counts in the place of
    findings, ``quiet`` for findings and failures alone.
    """

    today: datetime.date
    colour: bool = False
    show_secrets: bool = False
    unsafe: bool = False
    written: bool = False
    statistics: bool = False
    quiet: bool = False
