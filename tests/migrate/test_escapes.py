"""Answers that leave the view."""

from __future__ import annotations

import pytest

from migrator.call.answer import Answer, Escape
from tests.migrate.test_migrate import API, HERE, call, migrated


@pytest.mark.parametrize(
    ("method", "path", "says"),
    [
        ("GET", "me", ()),
        (
            "POST",
            "project/github/acme/site/build",
            ("v2 answers 201 where v1.1 answered 200, and the status is returned from f()",),
        ),
    ],
)
def test_a_status_that_leaves_the_view(method: str, path: str, says: tuple[str, ...]) -> None:
    answer = Answer(escapes=(Escape("returned from f()", HERE, beside=True),))
    review = migrated(call(method, f"{API}/{path}", answer=answer)).review
    assert tuple(clause for clause in review if "returned" in clause) == says
