from __future__ import annotations

import datetime

import pytest

from migrator.report.countdown import countdown


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-11-24", "dies on 2027-02-01, in 69 days"),
        ("2027-01-31", "dies on 2027-02-01, in 1 day"),
        ("2027-02-01", "dies on 2027-02-01, today"),
        ("2027-02-02", "died on 2027-02-01, 1 day ago"),
        ("2028-02-01", "died on 2027-02-01, 365 days ago"),
    ],
)
def test_countdown(today: str, words: str) -> None:
    sunset = datetime.date(2027, 2, 1)
    assert countdown(sunset, datetime.date.fromisoformat(today)) == words
