"""The v2 URL, and what of the old one it is made of."""

from __future__ import annotations

import pytest

from migrator.call.call import Call
from tests.call.notation import cells, value
from tests.migrate.test_migrate import HERE, migrated

SITE = "https://circleci.com/api/v1.1/project/github/acme/site"


def moved(method: str, url: str) -> Call:
    call = Call(language="none", span=HERE, method=method, urls=(value(url),))
    new = migrated(call).call
    assert new
    return new


@pytest.mark.parametrize(
    ("method", "url", "after", "fresh"),
    [
        ("GET", f"{SITE}/envvar", "github/acme/site/envvar", "v2"),
        ("GET", f"{SITE}/<number>/artifacts", "github/acme/site/number/artifacts", "v2"),
        ("POST", f"{SITE}/build", "github/acme/site/pipeline", "v2pipeline"),
        ("POST", f"{SITE}/12/cancel", "github/acme/site/job/12/cancel", "v2job/"),
        ("POST", f"{SITE}/123/cancel", "github/acme/site/job/123/cancel", "v2job/"),
        (
            "GET",
            "https://circleci.com/api/v1/project/acme/<repo>/envvar",
            "github/acme/repo/envvar",
            "v2/github",
        ),
    ],
)
def test_what_both_versions_say_stays_as_it_is_written(
    method: str, url: str, after: str, fresh: str
) -> None:
    [new] = moved(method, url).urls
    assert new.written() == f"https://circleci.com/api/v2/project/{after}"
    assert "".join(character for character, span in cells(new) if span is None) == fresh


@pytest.mark.parametrize(
    "tail", ["", "#top", "?circle-token=<t>", "?circle-token=<t>#top", "#top?circle-token=x"]
)
def test_a_fragment_stays_behind_the_query(tail: str) -> None:
    [new] = moved("GET", f"{SITE}/envvar{tail}").urls
    assert new.written().endswith(f"/envvar{value(tail).written()}")
