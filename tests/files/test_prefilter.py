from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.catalog.rulefile import api
from migrator.files.prefilter import may_call

NEEDLES = (b"/api/v1", b"circle")
OTHERS = (b".24/", b".10", b"2", b".2", b"1/", b".0")
SITES = (b"https://example.com", b"http://api.example.com:80/x/y", b"ftp://a.b")


@settings(deadline=None)
@given(st.binary(max_size=30), st.binary(max_size=30))
def test_what_holds_a_name_passes(before: bytes, after: bytes) -> None:
    assert may_call(before + b"circle" + after, NEEDLES)


@pytest.mark.parametrize("version", api()["versions"])
@pytest.mark.parametrize(
    "after", [b"", b"/project", b"?", b"'", b"{x}", b".", b". Then", b"\\x2e1"]
)
@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"'",
        b"$HOST",
        b"https://$HOST",
        b"http://{host}",
        b"https://localhost",
        b"%s",
        b"https://%s.x",
    ],
)
def test_a_path_passes(before: bytes, version: str, after: bytes) -> None:
    data = before + b"/api/" + version.encode() + after
    assert may_call(data, NEEDLES)
    for site in SITES:
        assert may_call(site + b"/api/v1/users " + data, NEEDLES)


@pytest.mark.parametrize("site", SITES)
def test_a_path_of_another_site_does_not(site: bytes) -> None:
    assert not may_call(site + b"/api/v1/users and " + site + b"/api/v1.1", NEEDLES)


@pytest.mark.parametrize("version", OTHERS)
def test_another_version_does_not(version: bytes) -> None:
    assert not may_call(b"{host}/api/v1" + version, NEEDLES)


def test_thousands_of_paths_take_no_time() -> None:
    start = time.process_time()
    assert not may_call(b"https://example.com/api/v1/x " * 50_000, NEEDLES)
    assert not may_call(b"://" + b"a.b/" * 200_000 + b"/api/v12" * 50_000, NEEDLES)
    assert time.process_time() - start < 5


def test_what_holds_none_is_dropped() -> None:
    assert not may_call(b"circl e", (b"circle",))
    assert not may_call(b"anything", ())
