"""How long a call still has."""

from __future__ import annotations

import datetime

from migrator.report.summary import count


def countdown(sunset: datetime.date, today: datetime.date, *, calls: int = 1) -> str:
    """``dies on 2027-02-01, in 69 days``; of several ``calls``, ``die on``."""
    dies = "dies" if calls == 1 else "die"
    days = (sunset - today).days
    if days > 0:
        return f"{dies} on {sunset}, in {count(days, 'day')}"
    if days == 0:
        return f"{dies} on {sunset}, today"
    return f"died on {sunset}, {count(-days, 'day')} ago"
