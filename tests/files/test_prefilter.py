from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.files.prefilter import may_call


@settings(deadline=None)
@given(st.binary(max_size=30), st.binary(max_size=30), st.sampled_from([b"circle", b"/api/v1"]))
def test_what_holds_a_needle_passes(before: bytes, after: bytes, needle: bytes) -> None:
    assert may_call(before + needle + after, (b"/api/v1", b"circle"))


def test_what_holds_none_is_dropped() -> None:
    assert not may_call(b"circl e", (b"circle",))
    assert not may_call(b"anything", ())
